"""What `make demo` prepares before it opens the page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import ConfigError
from bot.demo import store

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def make(url: str, _now: datetime) -> None:
    Path(url.removeprefix("sqlite:///")).write_text("made")


def test_the_data_are_made_once_a_day(tmp_path: Path) -> None:
    url = store(tmp_path, NOW, make)
    assert url == f"sqlite:///{tmp_path}/demo-2026-11-22.sqlite3"
    assert store(tmp_path, NOW + timedelta(hours=1), lambda *_: pytest.fail("made again")) == url


def test_what_was_interrupted_is_not_taken_for_whole(tmp_path: Path) -> None:
    def interrupted(url: str, _now: datetime) -> None:
        make(url, NOW)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store(tmp_path, NOW, interrupted)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        store(tmp_path / "file" / "under", NOW, make)
