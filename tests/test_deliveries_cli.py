"""`usagebot deliveries` tells what was said unasked, shows it again, and sends it once more when told to."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.config import settings
from storage.errors import StoreError
from tests.jobs_world import Office, contract_lines, credits_line, moment, office
from tests.world import send


@pytest.fixture
def at_work(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("USAGE_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    settings.cache_clear()
    with office(engine, tmp_path) as opened:
        opened.subscribe(since=moment("2026-11-16 08:00"))
        opened.tick("2026-11-16 09:00")
        yield opened
    settings.cache_clear()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["deliveries", *words])


def test_the_list_says_what_became_of_each(at_work: Office) -> None:
    shown = run().stdout
    (sent,) = at_work.deliveries()
    for expected in ("digest", "weekly 2026-11-16", "C0GENERAL", "2026-11-16 09:00", "sent", "/archives/"):
        assert expected in shown
    assert sent.claimed_by
    assert sent.claimed_by[:10] in shown


def test_as_json_it_has_every_column_but_the_facts(at_work: Office) -> None:
    (told,) = json.loads(run("--json").stdout)
    assert (told["status"], told["due_at"], told["key"]) == (
        "sent",
        "2026-11-16T14:00:00+00:00",
        "weekly 2026-11-16",
    )
    assert "facts" not in told


def test_the_very_message_is_shown_again_whatever_has_come_in_since(at_work: Office, tmp_path: Path) -> None:
    (posted,) = at_work.said()
    send(at_work.engine, [*contract_lines(), credits_line("cr-1", "2026-11-10", 5)], tmp_path)
    run("show", "1", "--out", str(tmp_path / "out"))
    written = json.loads((tmp_path / "out" / "message.json").read_text())
    assert written["text"] == posted.text
    assert [b["type"] for b in written["blocks"]] == [
        b["type"] for b in posted.blocks if b["type"] != "image"
    ]
    names = {path.suffix for path in (tmp_path / "out").iterdir()}
    assert names == {".json", ".png", ".csv"}
    assert posted.text.splitlines()[0] in run("show", "1").stdout


def test_it_is_sent_once_more_only_when_a_person_says_so(at_work: Office) -> None:
    assert run("resend", "1").stdout.strip() == "2"
    at_work.tick("2026-11-21 09:00")
    assert len(at_work.said()) == 2
    assert at_work.said()[0].text == at_work.said()[1].text


def test_an_unknown_number_is_said_with_the_cure(at_work: Office) -> None:
    for words in (("show", "99"), ("resend", "99")):
        failed = run(*words)
        assert isinstance(failed.exception, StoreError)
        assert "usagebot deliveries" in str(failed.exception)
