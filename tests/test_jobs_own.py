"""The organisation's own warnings and digest follow its settings, and the start says where they go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.config import Config
from bot.jobs.own import settle
from storage.engine import writing
from storage.members import Member, set_member_role
from storage.settings import set_org
from tests.jobs_world import Office, contract_lines, credits_line, office
from tests.world import GENERAL, MIRA, RANDOM

REPORTS = "C0REPORTS"
NOTHING = Config()


@pytest.fixture
def at_work(engine: Engine, tmp_path: Path) -> Iterator[Office]:
    with office(engine, tmp_path, days=9) as opened:
        yield opened


def set_channel(at: Office, name: str, value: str | None) -> None:
    with writing(at.engine) as connection:
        set_org(connection, at.org_id, name, value)


def test_without_any_channel_the_start_says_that_nobody_would_be_told(at_work: Office) -> None:
    warnings, digest = settle(at_work.desk, NOTHING)
    assert warnings.startswith("Nobody would be told when the credits of Acme Inc. run out.")
    assert "usagebot org set acme alert_channel=" in warnings
    assert digest.startswith("No weekly digest is set")


def test_the_environment_fills_in_what_the_organisation_has_not_set(at_work: Office) -> None:
    given = Config(alert_channel=GENERAL, digest_channel=GENERAL)
    set_channel(at_work, "digest_channel", REPORTS)
    warnings, digest = settle(at_work.desk, given)
    assert warnings == f"Credit warnings of Acme Inc. go to {GENERAL}."
    assert digest.startswith(f"The weekly digest of Acme Inc. goes to {REPORTS}, weekly mon 09:00")
    assert "USAGE_DIGEST_CHANNEL is not used" in digest


def test_starting_again_changes_nothing(at_work: Office) -> None:
    given = Config(alert_channel=GENERAL)
    assert settle(at_work.desk, given) == settle(at_work.desk, given)


def test_warnings_reach_the_alert_channel_without_anybody_subscribing(at_work: Office) -> None:
    settle(at_work.desk, Config(alert_channel=GENERAL))
    at_work.send(*contract_lines(1000), credits_line("cr-1", "2026-11-02", 910))
    at_work.tick("2026-11-16 10:00")
    (message,) = at_work.said()
    assert "91" in message.text


def test_what_goes_wrong_is_told_to_the_admins(at_work: Office) -> None:
    with writing(at_work.engine) as connection:
        set_member_role(connection, at_work.org_id, Member(at_work.workspace.team_id, MIRA, "admin"))
    at_work.at = at_work.at.replace(hour=8)
    settle(at_work.desk, Config(digest_channel=RANDOM))
    at_work.tick("2026-11-16 09:00")
    assert "/invite @PlayerZero Usage" in at_work.told()[0]


def test_a_bot_of_another_slack_team_leaves_it_alone(at_work: Office) -> None:
    at_work.subscribe(since=at_work.at.replace(hour=8))
    at_work.subscribe(since=at_work.at.replace(hour=8), team_id="T0OTHER")
    at_work.tick("2026-11-16 09:00")
    assert sorted(at_work.statuses("digest")) == ["pending", "sent"]
