"""Rows as the text that Postgres copies: what separates cells and rows may stand in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from storage.engine import reading
from storage.ingest import halves, intake
from storage.ingest.copying import copied
from storage.tables import events, ingest_batches
from tests.ingest_lines import WORLD, Line, fresh, question, rows, send, session, simulation

ODD = (
    "a\tb",
    "a\nb",
    "a\r\nb",
    "back\\slash",
    "\\N",
    "\\",
    "\\.",
    "ends\\",
    "\x01\x1f",
    "ü 漢 🙂",
    "N",
    "None",
)
CELLS = st.one_of(st.none(), st.integers(), st.text(st.characters(exclude_characters="\0", codec="utf-8")))


def read(data: bytes) -> list[tuple[str | None, ...]]:
    """What COPY reads, by its documentation: cells apart by tabs, rows by line feeds, backslashes escape."""
    lines = data.decode().split("\n")
    assert lines.pop() == ""
    return [tuple(None if cell == "\\N" else unescaped(cell) for cell in line.split("\t")) for line in lines]


def unescaped(cell: str) -> str:
    found, rest = "", iter(cell)
    for character in rest:
        found += {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[next(rest)] if character == "\\" else character
    return found


@given(st.integers(1, 4).flatmap(lambda columns: st.lists(st.tuples(*[CELLS] * columns), min_size=1)))
def test_every_cell_is_read_back_as_it_was(table: list[tuple[object, ...]]) -> None:
    assert read(copied(table)) == [
        tuple(None if cell is None else str(cell) for cell in row) for row in table
    ]


def test_no_rows_are_no_text() -> None:
    assert copied([]) == b""


def strange() -> list[Line]:
    return [simulation(f"m-{odd}", scenario=odd, scenario_type=odd[:32], run=odd) for odd in ODD]


@pytest.mark.parametrize("ahead", [False, True])
def test_odd_characters_arrive_alike(engine: Engine, monkeypatch: pytest.MonkeyPatch, ahead: bool) -> None:
    if ahead:
        monkeypatch.setattr(halves, "LARGE", 100)
        monkeypatch.setattr(halves, "NEAR", 0.9)
        monkeypatch.setattr(intake, "CHUNK", 3)
    send(engine, *WORLD)
    send(engine, session("s-0"), session("s-1"), session("s-2"), *strange())
    alike = fresh()
    send(alike, *WORLD, *strange())
    assert told(engine) == told(alike)
    assert {subject for _, subject, _, _ in told(engine)} == set(ODD)


def told(engine: Engine) -> list[tuple[str | None, ...]]:
    """The texts of the simulations, by id in code points."""
    found = [row for row in rows(engine, events) if row.kind == "simulation.finished"]
    return sorted((row.event_id, row.subject_key, row.scenario_type, row.session_key) for row in found)


def test_lines_sent_again_are_counted_for_their_own_organisation(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "CHUNK", 4)
    ours = [session(f"s-{n}") for n in range(9)]
    world = [{**line, "org": "globex"} for line in WORLD]
    theirs = [{**line, "org": "globex"} for line in ours]
    send(engine, *WORLD, *ours)
    send(engine, *world, *theirs)
    again = send(engine, *ours[:3], *theirs[:2], *ours[3:], *theirs[2:], question("q-new"))
    assert (again.total, again.duplicate, again.inserted) == (19, 18, 1)
    with reading(engine) as connection:
        last = list(connection.execute(ingest_batches.select().order_by(ingest_batches.c.id)))[-2:]
    assert sorted((row.rows_total, row.rows_duplicate) for row in last) == [(9, 9), (10, 9)]


def test_postgres_has_room_beside_tallies(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with reading(engine) as connection:
            options = connection.execute(text("SELECT reloptions FROM pg_class WHERE relname = 'tallies'"))
            assert options.scalar_one() == ["fillfactor=70"]
