"""Tallies equal events: whatever came in what order, after a rebuild; and if not, it is found out."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, update

from storage.checking import differences
from storage.engine import open_engine
from storage.tables import events, metadata, organizations, people, projects, tallies
from storage.tallying import rebuild
from tests.ingest_lines import (
    WORLD,
    Line,
    classified,
    credits,
    figures,
    fresh,
    line,
    question,
    role,
    rows,
    send,
    session,
    simulation,
    tally,
    user,
)

START = datetime(2026, 10, 30, tzinfo=UTC)
PEOPLE = (user("noa"), role("noa", "SRE", "2025-10-01"), user("bot", is_service=True))
# Around a local midnight and the end of summer time.
TIMES = st.integers(0, 96 * 60).map(lambda minute: f"{START + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%SZ}")
WHO = st.sampled_from(["mira", "noa", "bot", None])
WHERE = st.sampled_from(["pay", "store"])
Telling = tuple[list[Line], list[list[Line]]]


@st.composite
def histories(draw: st.DrawFn) -> list[Line]:
    """Events that do not contradict each other, with revisions and references, some of them repeated."""
    lines: list[Line] = []
    for n in range(draw(st.integers(1, 3))):
        at = {"at": draw(TIMES), "project": draw(WHERE)}
        done = at | {"user": draw(WHO)}
        verdict = draw(st.sampled_from(["failed", "passed"]))
        lines += [
            session(f"s-{n}", **done),
            question(f"q-{n}", session=f"s-{n}", **at, user=draw(WHO)),
            *(classified(f"q-{n}", rev, draw(st.sampled_from(["Debug", None]))) for rev in (1, 2)),
            simulation(f"m-{n}", **done),
            simulation(f"m-{n}", **done, rev=3) | {"verdict": verdict},
            credits(f"c-{n}", **done) | {"amount": draw(st.sampled_from(["1", "0.000001", "7.5"]))},
            line("code.analyzed", f"l-{n}", **at, purpose="indexing", lines=n, session=f"s-{n}"),
        ]
    return lines + draw(st.lists(st.sampled_from(lines), max_size=5))


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    """A history as it happened, and the same in another order and split over several files."""
    lines = draw(histories())
    shuffled = draw(st.permutations(lines))
    cuts = sorted(draw(st.lists(st.integers(0, len(lines)), max_size=3)))
    return lines, [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True)]


@settings(max_examples=50)
@given(tellings())
def test_any_order_split_and_repetition_gives_the_same_tallies(told: Telling) -> None:
    in_order, in_parts = fresh(), fresh()
    send(in_order, *WORLD, *PEOPLE, *told[0])
    for part in told[1]:
        send(in_parts, *WORLD, *PEOPLE, *part)
    assert named(in_order) == named(in_parts)
    assert list(differences(in_parts, 1)) == []


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    engine = open_engine(postgres_url)
    yield engine
    engine.dispose()


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=tellings())
def test_any_order_gives_the_same_tallies_on_postgres_as_on_sqlite(postgres: Engine, told: Telling) -> None:
    with postgres.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    in_order = fresh()
    send(in_order, *WORLD, *PEOPLE, *told[0])
    for part in told[1]:
        send(postgres, *WORLD, *PEOPLE, *part)
    assert named(in_order) == named(postgres)
    assert list(differences(postgres, rows(postgres, organizations)[0].id)) == []


def named(engine: Engine) -> set[tuple[object, ...]]:
    """All tallies, with the names of projects and people instead of their ids."""
    slugs = {row.id: row.slug for row in rows(engine, projects)}
    names = {str(row.id): row.external_id for row in rows(engine, people)}
    found = set()
    for _, project_id, kind, dimension, day, value, *sums in figures(engine):
        before, _, last = str(value).rpartition("|")
        person = names[last] if dimension in ("person", "role|person") else last
        found.add((slugs.get(project_id), kind, dimension, day, before, person, *sums))
    return found


def test_tallies_count_what_an_independent_count_of_the_lines_does(engine: Engine) -> None:
    asked = [
        question(f"q-{n}", user=("mira", "noa", None)[n % 3], origin=("mcp", "slack")[n % 2])
        for n in range(9)
    ]
    send(engine, *WORLD, *PEOPLE, *asked)
    assert tally(engine, "question.asked", "origin") == Counter(sent["origin"] for sent in asked)
    assert tally(engine, "question.asked", "role") == {"QA": 3, "SRE": 3, "Automation": 3}
    assert tally(engine, "activity", "role|person") == {"QA|1": 3, "SRE|2": 3}
    assert tally(engine, "question.asked", project_id=1) == {"": 9}
    assert tally(engine, "question.asked", project_id=2) == {}


def test_a_missing_stage_is_not_tallied_and_a_missing_category_is_empty(engine: Engine) -> None:
    send(engine, *WORLD, question(), question("q-2", stage="fix", category="Code"), simulation(stage="fix"))
    assert tally(engine, "question.asked", "stage") == {"2": 1}
    assert tally(engine, "question.asked", "category") == {"": 1, "Code": 1}
    assert tally(engine, "simulation.finished", "stage|verdict") == {"2|passed": 1}
    assert tally(engine, "simulation.finished", "layer|verdict") == {"|passed": 1}


def test_a_rebuild_gives_the_tallies_that_ingest_gave(engine: Engine) -> None:
    send(engine, *WORLD, *PEOPLE, session(), question(session="s-1"), classified(), simulation(), credits())
    before = figures(engine)
    assert rebuild(engine, 1) == len(before)
    assert figures(engine) == before != set()


@pytest.mark.parametrize(
    "zone", ["Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Africa/Cairo", "UTC"]
)
def test_a_rebuild_gives_every_event_its_day_in_the_zone_of_now(engine: Engine, zone: str) -> None:
    hours = [
        f"2026-{month:02}-{day:02}T{hour:02}:29:59Z"
        for month in (3, 4, 10)
        for day in (28, 29)
        for hour in range(24)
    ]
    send(engine, *WORLD, *(question(f"q-{n}", at=at) for n, at in enumerate(hours)))
    with engine.begin() as connection:
        connection.execute(update(organizations).values(time_zone=zone))
    rebuild(engine, 1)
    for row in rows(engine, events):
        assert row.occurred_on == row.occurred_at.astimezone(ZoneInfo(zone)).date()
    assert list(differences(engine, 1)) == []


@pytest.mark.parametrize(
    "harm",
    [
        update(tallies).where(tallies.c.dimension == "role").values(events=tallies.c.events + 1),
        update(tallies).where(tallies.c.kind == "credits.used").values(amount=0),
        delete(tallies).where(tallies.c.project_id == 0, tallies.c.kind == "activity"),
        update(events).where(events.c.kind == "question.asked").values(category="Code"),
        update(tallies).where(tallies.c.dimension == "role").values(dimension="rule"),
        update(tallies).where(tallies.c.kind == "activity").values(kind="passivity"),
    ],
)
def test_a_check_finds_every_tally_that_differs(engine: Engine, harm: Any) -> None:
    send(engine, *WORLD, question(), session(), credits())
    assert list(differences(engine, 1)) == []
    with engine.begin() as connection:
        connection.execute(harm)
    assert list(differences(engine, 1)) != []
    rebuild(engine, 1)
    assert list(differences(engine, 1)) == []


def test_a_tally_that_sank_to_nothing_is_no_difference(engine: Engine) -> None:
    send(engine, *WORLD, question(category="Code"), classified())
    send(engine, *WORLD, classified(rev=2, category="Triage"))
    assert list(differences(engine, 1)) == []
