"""Several bots on one store, killed at random under a Slack that makes trouble, say everything once."""

from pathlib import Path

from tests.once.__main__ import arguments, play

SHORT = ("--processes", "2", "--occurrences", "20", "--seconds", "8", "--kill-every", "3", "--patience", "90")


def test_with_a_look_back_each_is_said_exactly_once(postgres_url: str, tmp_path: Path) -> None:
    tally, troupe, _ = play(postgres_url, tmp_path, arguments([*SHORT, "--trouble", "3"]))
    assert troupe.kills > 0
    assert tally.exact, tally


def test_without_it_none_is_said_twice_and_each_unknown_is_told(sqlite_url: str, tmp_path: Path) -> None:
    tally, troupe, _ = play(sqlite_url, tmp_path, arguments([*SHORT, "--trouble", "3", "--blind"]))
    assert troupe.kills > 0
    assert tally.unknown > 0
    assert tally.honest, tally
