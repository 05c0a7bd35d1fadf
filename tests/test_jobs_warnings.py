"""A credit warning comes once for each level of a contract and an allocation, never lower, never again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from typer.testing import CliRunner

from bot.__main__ import app
from bot.config import settings
from storage import deliveries, subscriptions
from storage.engine import writing
from storage.errors import StoreError
from storage.tables import contracts
from tests.jobs_world import Office, contract_lines, credits_line, office
from tests.world import RANDOM, line


@pytest.fixture
def at_work(engine: Engine, tmp_path: Path) -> Iterator[Office]:
    with office(engine, tmp_path, days=1) as opened:
        opened.send(*contract_lines(1000))
        yield opened


def used(at: Office, *amounts: int) -> None:
    """Credits used, in November, each as a line of its own."""
    at.send(*(credits_line(f"cr-{amount}-{n}", "2026-11-02", amount) for n, amount in enumerate(amounts)))


def levels(at: Office) -> list[str]:
    return [each.key.split(":")[2] for each in at.deliveries("credit_alert") if each.status == "sent"]


def test_ninety_and_a_hundred_are_each_said_once(at_work: Office) -> None:
    at_work.subscribe(thresholds=(90, 100))
    for amount, said in ((899, []), (1, ["90"]), (100, ["90"]), (2, ["90", "100"]), (50, ["90", "100"])):
        used(at_work, amount)
        at_work.tick("2026-11-16 10:00")
        at_work.tick("2026-11-16 10:01")
        assert levels(at_work) == said
    assert len(at_work.said()) == 2


def test_a_jump_over_both_says_the_higher_and_late_corrections_nothing(at_work: Office) -> None:
    at_work.subscribe(thresholds=(75, 90, 100))
    used(at_work, 1200)
    at_work.tick("2026-11-16 10:00")
    assert levels(at_work) == ["100"]
    correction = {"project": "payments-api", "category": "Player", "amount": "-250.00", "reason": "refund"}
    at_work.send(line("credits.adjusted", "cr-back", "2026-11-03T08:00:00", **correction))
    at_work.tick("2026-11-16 10:01")
    assert levels(at_work) == ["100"]
    assert at_work.statuses("credit_alert").count("skipped") == 2


def test_a_contract_may_be_called_anything(at_work: Office) -> None:
    with writing(at_work.engine) as connection:
        connection.execute(update(contracts).values(external_id="c#resend-7:90"))
    used(at_work, 950)
    at_work.subscribe(thresholds=(90, 100))
    at_work.tick("2026-11-16 10:00")
    assert [each.status for each in at_work.deliveries("credit_alert")] == ["sent"]
    with writing(at_work.engine) as connection:
        deliveries.resend(connection, at_work.org_id, 1)
    at_work.tick("2026-11-16 10:01")
    assert len(at_work.said()) == 2


def test_a_level_that_still_waits_is_covered_by_a_higher_one(at_work: Office) -> None:
    mine = at_work.subscribe(thresholds=(90, 100), channel=RANDOM)
    used(at_work, 950)
    at_work.tick("2026-11-16 10:00")
    assert at_work.statuses("credit_alert") == ["failed"]
    used(at_work, 100)
    at_work.workspace.invite_bot(RANDOM)
    with writing(at_work.engine) as connection:
        subscriptions.resume(connection, mine.id, at_work.at)
    at_work.tick("2026-11-16 11:00")
    assert levels(at_work) == ["100"]
    assert len(at_work.said(RANDOM)) == 1


def test_a_top_up_arms_the_levels_again(at_work: Office) -> None:
    at_work.subscribe(thresholds=(90, 100))
    used(at_work, 950)
    at_work.tick("2026-11-16 10:00")
    top_up = {"contract": "c-1", "effective_on": "2026-11-10", "amount": "1000.00", "reason": "top-up"}
    at_work.send(line("contract.adjustment", "adj-1", "2026-11-10T08:00:00", **top_up))
    at_work.tick("2026-11-16 10:01")
    assert levels(at_work) == ["90"]
    used(at_work, 900)
    at_work.tick("2026-11-16 10:02")
    assert levels(at_work) == ["90", "90"]


def test_an_old_store_says_its_present_state_only(at_work: Office) -> None:
    used(at_work, 1200)
    at_work.subscribe(thresholds=(90, 100))
    at_work.tick("2026-11-16 10:00")
    (message,) = at_work.said()
    assert "120" in message.text


def test_an_ended_contract_warns_of_nothing(at_work: Office) -> None:
    used(at_work, 1200)
    at_work.subscribe(thresholds=(90, 100))
    at_work.tick("2027-01-02 10:00")
    assert at_work.said() == []


def test_each_subscription_has_its_own_levels(at_work: Office) -> None:
    at_work.subscribe(thresholds=(50,))
    at_work.subscribe(thresholds=(90,), channel="C0REPORTS")
    used(at_work, 600)
    at_work.tick("2026-11-16 10:00")
    assert (len(at_work.said()), len(at_work.said("C0REPORTS"))) == (1, 0)


def test_ingest_stores_the_warning_that_its_lines_have_caused(
    at_work: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work.subscribe(thresholds=(90, 100))
    monkeypatch.setenv("USAGE_DATABASE_URL", at_work.engine.url.render_as_string(hide_password=False))
    settings.cache_clear()
    file = tmp_path / "credits.jsonl"
    file.write_text(json.dumps(credits_line("cr-1", "2026-11-02", 950)) + "\n")
    done = CliRunner().invoke(app, ["ingest", str(file), "--today", "2026-11-16"])
    settings.cache_clear()
    assert (done.exit_code, "1 credit warning is on the way" in done.stderr) == (0, True)
    assert at_work.statuses("credit_alert") == ["pending"]


def test_a_failing_check_does_not_spoil_the_receipt(
    at_work: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> int:
        raise StoreError("the store went away")

    monkeypatch.setattr("bot.jobs.warnings.check_credits", fails)
    monkeypatch.setenv("USAGE_DATABASE_URL", at_work.engine.url.render_as_string(hide_password=False))
    settings.cache_clear()
    file = tmp_path / "credits.jsonl"
    file.write_text(json.dumps(credits_line("cr-1", "2026-11-02", 950)) + "\n")
    done = CliRunner().invoke(app, ["ingest", str(file), "--today", "2026-11-16"])
    settings.cache_clear()
    assert (done.exit_code, "1 inserted" in done.stdout) == (0, True)
    assert "the store went away" in done.stderr
