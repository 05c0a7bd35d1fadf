"""Packed days give the very numbers of their tallies, whatever comes late and however much there is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert, select, update

from storage import by_day, packs
from storage.by_day import ByDay
from storage.checking import Mispacked, differences
from storage.engine import reading, writing
from storage.kinds import ACTIVITY, BY_AMOUNT, CREDITS_USED, DIMENSIONS, QUESTION
from storage.packs import AT_ONCE, each, packed, spans
from storage.records import DayTally
from storage.rolling import reopen, reopen_all, roll_up
from storage.store import Days, Marginal, Store
from storage.tables import packed_days, packed_tallies, tallies
from storage.tallying import rebuild
from tests.demo_history import NOW
from tests.ingest_lines import WORLD, credits, question, rows, send, session, simulation
from tests.usage_lines import ask

FIRST, LATEST = date(2026, 10, 20), date(2026, 11, 3)
DAYS = tuple(each((FIRST, LATEST + timedelta(days=1))))
EVERYTHING = (DAYS[0], DAYS[-1] + timedelta(days=1))
PEOPLE = ("mira", "sol", "uma")
BY_PERSON = Marginal(1, 0, (QUESTION,), "person")
ODD = ('He said "no"', "back\\slash", "tab\there", "line\nbreak", "fox 🦊", "a|b", "{}", "ä", "", "\u2028")
LINES = [
    each_
    for n, day in enumerate(DAYS)
    for at in (f"{day}T15:00:00Z",)
    for each_ in (
        question(f"q-{n}", at=at, user=PEOPLE[n % 2], category=("Debug", "Explain")[n % 2]),
        question(f"r-{n}", at=at, project=("pay", "store")[n % 3 > 0]),
        session(f"s-{n}", at=at, user=PEOPLE[n % 3 > 0]),
        simulation(f"m-{n}", at=at),
        credits(f"c-{n}", at=at, amount=f"{n}.25"),
    )
]


@pytest.fixture
def told(engine: Engine) -> Engine:
    """A store with some weeks of everything."""
    send(engine, *WORLD, *LINES)
    return engine


def marginals() -> Iterator[Marginal]:
    """Every marginal that is packed, of all projects and of one, and two kinds together."""
    for project, kind in product((0, 1), DIMENSIONS):
        for dimension in DIMENSIONS[kind]:
            yield Marginal(1, project, (kind,), dimension.name, amounts=kind in BY_AMOUNT)
    yield Marginal(1, 0, (QUESTION, "session.created"), "role")


def one_by_one(engine: Engine, marginal: Marginal, days: Days) -> Counter[tuple[date, str]]:
    with reading(engine) as connection:
        return numbers(Store(connection).by_day(marginal, days))


def at_once(engine: Engine, marginal: Marginal, days: Days) -> Counter[tuple[date, str]]:
    with reading(engine) as connection:
        found = ByDay(connection)(marginal, days)
        assert found is not None
        return numbers(found)


def numbers(found: Iterable[DayTally]) -> Counter[tuple[date, str]]:
    summed: Counter[tuple[date, str]] = Counter()
    for row in found:
        for value, number in row.numbers.items():
            summed[row.day, value] += number
    return summed


def assert_alike(engine: Engine, days: Days = EVERYTHING) -> None:
    """Packed or not, every marginal has the same numbers."""
    for marginal in marginals():
        assert at_once(engine, marginal, days) == one_by_one(engine, marginal, days), marginal
    assert list(differences(engine, 1)) == []


def days_packed(engine: Engine) -> frozenset[date]:
    with reading(engine) as connection:
        return packed(connection, 1)


def harm(engine: Engine) -> None:
    """Make every pack useless, so that whoever reads one is found out."""
    with writing(engine) as connection:
        connection.execute(update(packed_tallies).values(numbers="harmed", people="harmed"))


def test_every_day_is_packed_but_the_one_that_still_grows(told: Engine) -> None:
    assert days_packed(told) == set(DAYS[:-1])
    assert_alike(told)


def test_some_of_the_days(told: Engine) -> None:
    assert_alike(told, (DAYS[3], DAYS[7]))
    assert_alike(told, (DAYS[-1], EVERYTHING[1]))
    assert_alike(told, (FIRST - timedelta(days=5), DAYS[2]))


def test_what_comes_late_is_in_the_numbers_at_once(told: Engine) -> None:
    before = at_once(told, BY_PERSON, EVERYTHING)
    send(told, question("late", at=f"{DAYS[2]}T16:00:00Z"))
    assert at_once(told, BY_PERSON, EVERYTHING) == before + Counter({(DAYS[2], "1"): 1})
    assert_alike(told)


def test_a_day_reopened_is_read_tally_by_tally(told: Engine) -> None:
    days = [DAYS[1], DAYS[5]]
    wrong = packed_tallies.c.day.in_(days)
    with writing(told) as connection:
        connection.execute(update(packed_tallies).where(wrong).values(numbers="harmed", people="harmed"))
        reopen(connection, 1, [f"{day}" for day in days])
    assert_alike(told)
    with writing(told) as connection:
        roll_up(connection, 1)
    assert days_packed(told) == set(DAYS[:-1])
    assert_alike(told)


def test_another_organisation_keeps_its_packs(told: Engine) -> None:
    send(told, {**line_of_another(), "org": "other"})
    with writing(told) as connection:
        reopen_all(connection, 2)
    assert days_packed(told) == set(DAYS[:-1])
    assert_alike(told)


def line_of_another() -> dict[str, Any]:
    return {**WORLD[0], "id": "o-2", "name": "Other"}


def test_nothing_packed_yet(told: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an update: people of many days are left to the database to add up."""
    with writing(told) as connection:
        reopen_all(connection, 1)
    harm(told)
    with reading(told) as connection:
        assert ByDay(connection)(BY_PERSON, EVERYTHING) is None
    monkeypatch.setattr(by_day, "FEW", len(DAYS))
    assert_alike(told)


def test_people_too_many_to_be_packed(told: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"{section} 2026-10-20..2026-11-02" for section in ("questions", "users", "overview")]
    small = [ask(told, each_, today=NOW) for each_ in words]
    monkeypatch.setattr(packs, "MANY", 1)
    rebuild(told, 1)
    with reading(told) as connection:
        assert ByDay(connection)(replace(BY_PERSON, kinds=(ACTIVITY,)), EVERYTHING) is None
    assert list(differences(told, 1)) == []
    assert [ask(told, each_, today=NOW) for each_ in words] == small


def test_a_number_that_is_not_packed(told: Engine) -> None:
    for kind, amounts in ((CREDITS_USED, False), (QUESTION, True)):
        with reading(told) as connection:
            assert ByDay(connection)(Marginal(1, 0, (kind,), "category", amounts=amounts), EVERYTHING) is None


def test_odd_values(told: Engine) -> None:
    place = {"org_id": 1, "project_id": 0, "kind": QUESTION, "day": DAYS[4], "amount": 3}
    odd = [
        {**place, "dimension": name, "value": value, "events": n + 1}
        for name in ("category", "person")
        for n, value in enumerate(ODD)
    ]
    with writing(told) as connection:
        connection.execute(delete(tallies).where(tallies.c.day == DAYS[4]))
        connection.execute(insert(tallies), odd)
        reopen(connection, 1, [f"{DAYS[4]}"])
        roll_up(connection, 1)
    for marginal in (BY_PERSON, replace(BY_PERSON, dimension="category")):
        found = at_once(told, marginal, (DAYS[4], DAYS[5]))
        assert found == {(DAYS[4], value): n + 1 for n, value in enumerate(ODD)}


def test_what_is_read_for_one_dimension_serves_its_like(told: Engine) -> None:
    with reading(told) as connection:
        days = ByDay(connection)
        first = [days(replace(BY_PERSON, dimension=name), EVERYTHING) for name in ("category", "person")]
    harm(told)
    assert [days(replace(BY_PERSON, dimension=name), EVERYTHING) for name in ("category", "person")] == first
    assert days(replace(BY_PERSON, dimension="origin"), EVERYTHING)


@pytest.mark.parametrize("column", ["numbers", "people"])
def test_a_wrong_pack_is_found_and_rebuilt(told: Engine, column: str) -> None:
    name = {"numbers": "origin", "people": "person"}[column]
    wrong = (packed_tallies.c.day == DAYS[1], packed_tallies.c.kind == QUESTION)
    with writing(told) as connection:
        connection.execute(update(packed_tallies).where(*wrong).values({column: f'{name}\t{{"x":7}}'}))
    found = list(differences(told, 1))
    assert all(isinstance(each_, Mispacked) and each_.day == DAYS[1] for each_ in found)
    said = (
        f"question.asked by {name} “x” on {DAYS[1]}, all projects: tallies say nothing, the packed day says 7"
    )
    assert said in map(str, found)
    rebuild(told, 1)
    assert_alike(told)


def test_a_missing_pack_is_found(told: Engine) -> None:
    with writing(told) as connection:
        connection.execute(delete(packed_tallies).where(packed_tallies.c.day == DAYS[1]))
    assert any("the packed day says nothing" in str(each_) for each_ in differences(told, 1))


def test_a_pack_that_says_there_are_too_many_is_found(told: Engine) -> None:
    wrong = packed_tallies.c.day == DAYS[1]
    with writing(told) as connection:
        connection.execute(update(packed_tallies).where(wrong).values(people=None))
    assert any("too many people" in str(each_) for each_ in differences(told, 1))


def test_nothing_is_packed_before_anything_happened(engine: Engine) -> None:
    send(engine, *WORLD)
    assert rows(engine, packed_tallies) == rows(engine, packed_days) == []


@given(st.sets(st.integers(0, 3 * AT_ONCE)))
def test_spans_cover_every_day_once(numbers: set[int]) -> None:
    days = [FIRST + timedelta(days=number) for number in sorted(numbers)]
    found = list(spans(days))
    assert [day for span in found for day in each(span)] == days
    assert all(0 < (end - start).days <= AT_ONCE for start, end in found)


def test_a_pack_is_deleted_with_what_made_it(told: Engine) -> None:
    """A day whose tallies are gone has no pack left that could be taken for theirs."""
    with writing(told) as connection:
        connection.execute(delete(tallies).where(tallies.c.day == DAYS[1]))
        reopen(connection, 1, [f"{DAYS[1]}"])
        roll_up(connection, 1)
        left = select(packed_tallies).where(packed_tallies.c.day == DAYS[1])
        assert connection.execute(left).all() == []
