"""What was acted on is remembered for a day, and not for ever."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from bot.jobs.clearing import clear
from storage import heard
from storage.engine import writing
from tests.jobs_world import office

HEARD_AT = datetime(2026, 11, 16, 9, tzinfo=UTC)


def test_a_payload_is_remembered_for_a_day(engine: Engine, tmp_path: Path) -> None:
    with office(engine, tmp_path, days=1) as at_work:
        for hours, is_new in ((0, True), (23, False), (25, True)):
            at_work.at = HEARD_AT + timedelta(hours=hours)
            clear(at_work.desk)
            with writing(engine) as connection:
                assert heard.hear(connection, "trigger-1", HEARD_AT) is is_new
