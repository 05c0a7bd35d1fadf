"""Settings, and what is said about those that cannot be used."""

import pytest
from pydantic import SecretStr

from bot.config import Config, ConfigError, settings
from bot.logs import redacted

BOT, APP = "xoxb-1-planted-secret", "xapp-1-planted-secret"


@pytest.fixture(autouse=True)
def _fresh_settings() -> None:
    settings.cache_clear()


def test_tokens_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT)
    monkeypatch.setenv("SLACK_APP_TOKEN", APP)
    assert settings().slack_tokens() == (BOT, APP)


def test_swapped_tokens_are_named_and_not_printed() -> None:
    with pytest.raises(ConfigError, match="seem to be swapped") as refused:
        Config(bot_token=SecretStr(APP), app_token=SecretStr(BOT)).slack_tokens()
    assert "planted" not in str(refused.value)


def test_a_missing_token_says_where_to_find_it() -> None:
    with pytest.raises(ConfigError, match="SLACK_APP_TOKEN is not set"):
        Config(bot_token=SecretStr(BOT)).slack_tokens()


def test_a_foreign_token_is_not_printed() -> None:
    with pytest.raises(ConfigError, match="must begin with xoxb-") as refused:
        Config(bot_token=SecretStr("planted-secret"), app_token=SecretStr(APP)).slack_tokens()
    assert "planted" not in str(refused.value)


def test_a_bad_database_url_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USAGE_DATABASE_URL", "mysql://usage:planted@db/usage")
    with pytest.raises(ConfigError, match="USAGE_DATABASE_URL cannot be used: it must begin with") as refused:
        settings()
    assert "planted" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgres_means_the_same_driver(scheme: str) -> None:
    assert Config(database_url=f"{scheme}://db/usage").database_url == "postgresql+psycopg://db/usage"


def test_no_secret_is_in_what_a_config_prints() -> None:
    assert "planted" not in repr(Config(bot_token=SecretStr(BOT), app_token=SecretStr(APP)))


@pytest.mark.parametrize(
    "line",
    [
        f"posting with {BOT}",
        f"Authorization: Bearer {APP}",
        "xoxe.xoxb-1-planted",
        "https://hooks.slack.com/commands/T1/2/planted",
        "postgresql://usage:planted@db/usage",
    ],
)
def test_no_secret_reaches_a_log_line(line: str) -> None:
    assert "planted" not in redacted(line)


def test_a_channel_is_named_by_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USAGE_ALERT_CHANNEL", "#general")
    with pytest.raises(ConfigError, match="USAGE_ALERT_CHANNEL cannot be used: it must be a channel's ID"):
        settings()


def test_an_empty_channel_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USAGE_DIGEST_CHANNEL", "")
    assert settings().digest_channel is None
