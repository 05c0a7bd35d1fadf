"""Every setting, read once from the environment or from a `.env` file beside it."""

from functools import lru_cache

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_DATABASE = "sqlite:///usage.sqlite3"
SLACK = "https://slack.com/api/"
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
    api_url: str = Field(default=SLACK, validation_alias="SLACK_API_URL")
    log_level: str = Field(default="INFO", validation_alias="USAGE_LOG_LEVEL")

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

    def slack_tokens(self) -> tuple[str, str]:
        """The bot token and the app token. Raises `ConfigError` when one is missing, swapped or foreign."""
        bot = _token(self.bot_token, "SLACK_BOT_TOKEN", "xoxb-", "OAuth & Permissions")
        app = _token(self.app_token, "SLACK_APP_TOKEN", "xapp-", "Basic Information, App-Level Tokens")
        return bot, app


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
