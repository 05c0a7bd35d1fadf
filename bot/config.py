"""Every setting, read once from the environment or from a `.env` file beside it."""

import re
from functools import lru_cache

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_DATABASE = "sqlite:///usage.sqlite3"
SLACK = "https://slack.com/api/"
CHANNEL = re.compile(r"[CG][A-Z0-9]{4,}")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class ConfigError(Exception):
    """A setting is missing or wrong; the message names it and the cure, never its value."""


class Config(BaseSettings):
    """The settings of `usagebot`, with the environment variable each is read from."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", hide_input_in_errors=True, populate_by_name=True, frozen=True
    )

    database_url: str = Field(default=DEFAULT_DATABASE, validation_alias="USAGE_DATABASE_URL")
    org: str | None = Field(default=None, validation_alias="USAGE_ORG")
    bot_token: SecretStr | None = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    app_token: SecretStr | None = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    signing_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")
    api_url: str = Field(default=SLACK, validation_alias="SLACK_API_URL")
    log_level: str = Field(default="INFO", validation_alias="USAGE_LOG_LEVEL")
    alert_channel: str | None = Field(default=None, validation_alias="USAGE_ALERT_CHANNEL")
    digest_channel: str | None = Field(default=None, validation_alias="USAGE_DIGEST_CHANNEL")
    tick_seconds: float = Field(default=30.0, ge=0, le=600, validation_alias="USAGE_TICK_SECONDS")  # 0: never
    http_host: str = Field(default="127.0.0.1", validation_alias="USAGE_HTTP_HOST")
    http_port: int = Field(default=3000, ge=0, le=65535, validation_alias="USAGE_HTTP_PORT")
    health_port: int = Field(default=8787, ge=0, le=65535, validation_alias="USAGE_HEALTH_PORT")  # 0: none

    @field_validator("database_url")
    @classmethod
    def known_database(cls, url: str) -> str:
        if url.startswith(("postgres://", "postgresql://")):
            return _readable("postgresql+psycopg://" + url.split("://", 1)[1])
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("it must begin with sqlite:/// or postgresql+psycopg://")
        return _readable(url)

    @field_validator("api_url")
    @classmethod
    def with_slash(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError(f"it must be an address, for example {SLACK}")
        return url if url.endswith("/") else url + "/"

    @field_validator("log_level")
    @classmethod
    def known_level(cls, level: str) -> str:
        if level.upper() not in LEVELS:
            raise ValueError(f"it must be one of {', '.join(LEVELS)}")
        return level.upper()

    @field_validator("alert_channel", "digest_channel")
    @classmethod
    def channel_id(cls, channel: str | None) -> str | None:
        if not channel:
            return None
        if not CHANNEL.fullmatch(channel):
            raise ValueError(
                "it must be a channel's ID, as C0123ABCD, which stands at the end of the channel's details"
            )
        return channel

    def slack_tokens(self) -> tuple[str, str]:
        """The bot token and the app token. Raises `ConfigError` when one is missing, swapped or foreign."""
        bot = self._bot_token()
        return bot, _token(self.app_token, "SLACK_APP_TOKEN", "xapp-", "Basic Information, App-Level Tokens")

    def bot_token_for_http(self) -> str:
        """The bot token, where Slack calls the bot. Raises `ConfigError` without what Slack signs with."""
        token, secret = self._bot_token(), self.signing_secret
        if secret is None or not secret.get_secret_value().strip():
            raise ConfigError(
                "SLACK_SIGNING_SECRET is not set, so nobody could tell Slack's requests from others. "
                "Copy it from your app's page at api.slack.com/apps (Basic Information, App Credentials)."
            )
        return token

    def _bot_token(self) -> str:
        return _token(self.bot_token, "SLACK_BOT_TOKEN", "xoxb-", "OAuth & Permissions")


def _readable(url: str) -> str:
    """The URL itself, if it can be taken apart."""
    from storage.engine import is_url

    if not is_url(url):
        raise ValueError("it cannot be read; in a password, write @ as %40 and : as %3A")
    return url


def _token(secret: SecretStr | None, name: str, prefix: str, page: str) -> str:
    value = secret.get_secret_value().strip() if secret else ""
    if not value:
        raise ConfigError(
            f"{name} is not set. Copy it from your app's page at api.slack.com/apps ({page}), "
            f"or try the bot without Slack: usagebot demo"
        )
    other = {"xoxb-": "xapp-", "xapp-": "xoxb-"}[prefix]
    if value.startswith(other):
        raise ConfigError(
            f"{name} holds a token that begins with {other}, and needs one that begins with {prefix}: "
            "SLACK_BOT_TOKEN and SLACK_APP_TOKEN seem to be swapped."
        )
    if not value.startswith(prefix):
        raise ConfigError(f"{name} must begin with {prefix}. Copy it again from api.slack.com/apps ({page}).")
    return value


@lru_cache
def settings() -> Config:
    """The settings of this process. Raises `ConfigError` naming the variable that cannot be used."""
    try:
        return Config()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{first['loc'][0]} cannot be used: {reason}.") from None
