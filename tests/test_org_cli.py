"""`usagebot org`, `audit`, `restamp-roles` and `manifest`, as an operator types them."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

from bot.__main__ import app
from bot.config import ConfigError, settings
from storage.errors import StoreError
from tests import access_world
from tests.databases import Fill

SCHEMA = json.loads((Path(__file__).parent / "slack" / "manifest.schema.json").read_text())
Typed = Callable[[str], str]


def typed(words: str) -> str:
    """What a command prints. Raises what it fails with, as `main` turns that into a sentence."""
    result = CliRunner().invoke(app, words.split(), catch_exceptions=True)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


@pytest.fixture(scope="module")
def filling() -> Fill:
    return access_world.fill


@pytest.fixture
def usagebot(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.setenv("USAGE_DATABASE_URL", database_url)
    monkeypatch.setenv("USAGE_ORG", "acme")
    settings.cache_clear()
    return typed


def shown(usagebot: Typed) -> dict[str, object]:
    found: dict[str, object] = json.loads(usagebot("org show --json"))
    return found


def test_what_is_set_is_shown(usagebot: Typed) -> None:
    usagebot("org link T0SANDBOX --name Sandbox")
    usagebot("org set acme visibility=private show_user_rankings=off default_role=viewer")
    usagebot("org role U017 admin")
    usagebot("org channel C0PAY projects=payments-api sections=questions,sims shared=yes")
    usagebot("org set alert_channel=C0ALERTS")
    found = shown(usagebot)
    assert found["settings"]["visibility"] == "private"  # type: ignore[index]
    assert found["roles"] == [{"team": "T0SANDBOX", "person": "U017", "role": "admin"}]
    bound = {"projects": "payments-api", "sections": "questions,simulations", "shared": "yes"}
    assert found["channels"] == [{"team": "T0SANDBOX", "channel": "C0PAY", **bound}]
    assert found["subscriptions"][0]["channel"] == "C0ALERTS"  # type: ignore[index]
    assert "default_role = viewer" in usagebot("org show")


def test_what_is_cleared_is_gone(usagebot: Typed) -> None:
    usagebot("org link T0SANDBOX")
    usagebot("org role U017 admin")
    usagebot("org role U017 none")
    usagebot("org channel C0PAY projects=payments-api visibility=private")
    assert usagebot("org channel C0PAY projects=none visibility=none") == "C0PAY: as the organisation\n"
    assert shown(usagebot)["roles"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("org set visiblity=private", "Did you mean visibility"),
        ("org set default_role=boss", "Example"),
        ("org set time_zone=Atlantis", "Example"),
        ("org set visibility", "Example: usagebot org set visibility=private"),
        ("org role U017 boss --team T0SANDBOX", "Known: viewer, manager, admin, none"),
        ("org role mira manager --team T0SANDBOX", "Example: U0123456789"),
        ("org channel general --team T0SANDBOX", "Example: C0123456789"),
        ("org channel C0PAY projects=payments --team T0SANDBOX", "Did you mean payments-api"),
        ("org channel C0PAY sections=question --team T0SANDBOX", "Did you mean questions"),
        ("org channel C0PAY colour=red --team T0SANDBOX", "Example: usagebot org channel"),
        ("org channel C0PAY projects=storefront project=payments-api --team T0SANDBOX", "cannot be its own"),
        ("org channel C0PAY projects=storefront", "First: usagebot org link"),
        ("org link sandbox", "Example: T0123456789"),
        ("org show --org acmee", "Known: acme, globex"),
    ],
)
def test_what_cannot_be_set_is_said_with_the_nearest_and_an_example(
    usagebot: Typed, words: str, said: str
) -> None:
    before = shown(usagebot)
    with pytest.raises(StoreError, match=said.replace("?", r"\?")):
        usagebot(words)
    assert shown(usagebot) == before


def test_a_group_that_changes_nothing_is_pointed_out(usagebot: Typed) -> None:
    assert "default_role=viewer" in usagebot("org set manager_group=S0123456")
    assert "default_role=viewer" not in usagebot("org set default_role=viewer manager_group=S0123456")


def test_every_change_is_in_the_audit_log_and_no_failed_one(usagebot: Typed) -> None:
    usagebot("org link T0SANDBOX")
    usagebot("org set visibility=private")
    with pytest.raises(StoreError):
        usagebot("org set visibility=public default_role=boss")
    usagebot("restamp-roles")
    actions = [entry["action"] for entry in json.loads(usagebot("audit --json"))]
    assert sorted(actions) == ["org link", "org set", "restamp-roles"]
    assert "operator  org set: visibility=private" in usagebot("audit")


def test_restamping_says_how_many_events_had_another_role(usagebot: Typed) -> None:
    assert "acme: 0 events had another role; tallies rebuilt." in usagebot("restamp-roles --org acme")


@pytest.mark.parametrize("address", ["https://usage.example.com", "https://usage.example.com/slack/events"])
def test_the_manifest_for_http_has_one_address_everywhere(address: str) -> None:
    found = yaml.safe_load(typed(f"manifest --http {address}"))
    jsonschema.Draft7Validator(SCHEMA).validate(found)
    inside, url = found["settings"], "https://usage.example.com/slack/events"
    assert (
        inside["interactivity"]["request_url"] == inside["interactivity"]["message_menu_options_url"] == url
    )
    assert inside["event_subscriptions"]["request_url"] == url
    assert [command["url"] for command in found["features"]["slash_commands"]] == [url]
    assert inside["socket_mode_enabled"] is False


def test_the_manifest_for_socket_mode_is_the_file_itself() -> None:
    assert typed("manifest") == (Path(__file__).parents[1] / "manifest.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address", ["http://usage.example.com", "usage.example.com", "https://", "https://x?y=1"]
)
def test_slack_calls_only_what_begins_with_https(address: str) -> None:
    with pytest.raises(ConfigError, match="Example: usagebot manifest --http"):
        typed(f"manifest --http {address}")
