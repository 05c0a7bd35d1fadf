"""Tallies of whole months give the very numbers of their days, however late something comes."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, update

from storage import store as reading_store
from storage.checking import Difference, differences
from storage.engine import reading, writing
from storage.kinds import QUESTION
from storage.months import following, rolled, stretches
from storage.rolling import reopen
from storage.store import Marginal, Store
from storage.tables import monthly_tallies
from storage.tallying import rebuild
from tests.ingest_lines import WORLD, credits, question, send

DAYS = [date(2025, 10, 3) + timedelta(days=5 * n) for n in range(80)]
ASKED = [
    question(
        f"q-{n}",
        at=f"{day}T15:00:00Z",
        category=("Debug", "Explain")[n % 2],
        project=("pay", "store")[n % 3 > 0],
    )
    for n, day in enumerate(DAYS)
]
BY_CATEGORY = Marginal(1, 0, (QUESTION,), "category")
ONE_CATEGORY = replace(BY_CATEGORY, values=("Debug",))
AMOUNTS = replace(BY_CATEGORY, amounts=True)
days = st.sampled_from(DAYS)


def months(engine: Engine) -> frozenset[date]:
    with reading(engine) as connection:
        return rolled(connection, 1)


Three = tuple[date, date, date]
NEVER = 10_000  # more days than any range has


Found = list[dict[str, int] | dict[int, int]]


def sums(engine: Engine, long: int, span: Three) -> Found:
    """The sums from the first day to the second and on to the third, with months from so many days on."""
    with pytest.MonkeyPatch.context() as patched, reading(engine) as connection:
        patched.setattr(reading_store, "LONG", long)
        store = Store(connection)
        found: Found = []
        for days in pairwise(span):
            found += (store.totals(each, days) for each in (BY_CATEGORY, ONE_CATEGORY, AMOUNTS))
            found.append(store.totals_by_project(BY_CATEGORY, days, [1, 2]))
        return found


def test_every_month_is_tallied_but_the_one_that_still_grows(engine: Engine) -> None:
    send(engine, *WORLD, *ASKED)
    assert months(engine) == {date(2025 + n // 12, n % 12 + 1, 1) for n in range(9, 22)}
    assert list(differences(engine, 1)) == []


def test_months_and_days_give_the_same_sums(engine: Engine) -> None:
    send(engine, *WORLD, *ASKED)
    for span in zip(DAYS[:20:3], DAYS[20:40:3], DAYS[40::3], strict=False):
        assert sums(engine, 1, span) == sums(engine, NEVER, span)


def test_what_comes_late_is_in_the_sums_at_once(engine: Engine) -> None:
    send(engine, *WORLD, *ASKED)
    everything = (DAYS[0], DAYS[0], date(2026, 11, 30))
    before = sums(engine, 1, everything)
    send(engine, question("late", at="2026-01-05T15:00:00Z", category="Debug"))
    assert sums(engine, 1, everything) == sums(engine, NEVER, everything) != before
    assert list(differences(engine, 1)) == []


def test_an_open_month_is_summed_by_its_days(engine: Engine) -> None:
    send(engine, *WORLD, *ASKED)
    with writing(engine) as connection:
        connection.execute(update(monthly_tallies).values(events=monthly_tallies.c.events + 7))
        reopen(connection, 1, [f"{month:%Y-%m-%d}" for month in rolled(connection, 1)])
    everything = (DAYS[0], DAYS[0], date(2026, 11, 30))
    assert sums(engine, 1, everything) == sums(engine, NEVER, everything)


def test_a_wrong_month_is_found_and_rebuilt(engine: Engine) -> None:
    send(engine, *WORLD, *ASKED, credits())
    wrong = monthly_tallies.c.month == date(2026, 1, 1)
    with writing(engine) as connection:
        connection.execute(update(monthly_tallies).where(wrong).values(amount=5000))
    found = list(differences(engine, 1))
    assert found
    assert all(isinstance(each, Difference) and each.whole_month for each in found)
    assert all(each.day == date(2026, 1, 1) for each in found)
    assert "in the month from 2026-01-01" in str(found[0])
    rebuild(engine, 1)
    assert list(differences(engine, 1)) == []


@given(days, days, st.sets(days.map(lambda day: day.replace(day=1))))
def test_stretches_and_months_cover_every_day_once(start: date, end: date, some: set[date]) -> None:
    start, end = sorted((start, end))
    whole, left = stretches((start, end), frozenset(some))
    covered = [day for month in whole for day in _between(month, following(month))]
    covered += [day for stretch in left for day in _between(*stretch)]
    assert sorted(covered) == _between(start, end)


def _between(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days)]
