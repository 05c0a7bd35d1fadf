"""Credit warnings: when one is due, what it says, and that it can be said again in the same bytes."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.messages.warning import warning_message
from reports.breakdowns import NOT_ATTRIBUTED
from reports.contract import Standing, level
from reports.drivers import Division, told, whole_credits
from reports.errors import RequestError
from reports.frozen import freeze, thaw
from reports.numbers import MICRO, Credits, half_up
from reports.parts import Level, Unit
from reports.warning import CreditWarning, crossed, warning_key
from storage.records import Adjustment, Contract
from tests.posting import channel, marked, warning, words
from tests.recount import Cut, History
from tests.usage_lines import line, organisation, tell

LIMIT = 1_000 * MICRO
USUAL = (90, 100)
MANY = (50, 75, 90, 100, 120)


def standing(micro: int, today: date = date(2026, 3, 11), top_up: int = 0) -> Standing:
    contract = Contract(
        "c-1", "Spring", date(2026, 1, 1), date(2026, 5, 1), LIMIT, (Adjustment(date(2026, 1, 1), top_up),)
    )
    return Standing(contract, today, Credits(micro), None)


def signed(**fields: object) -> dict[str, object]:
    term = {"term_start": "2026-01-01", "term_end": "2026-05-01"}
    stated = {"name": "Spring", "basis": "credits", "allocation": "1000", **term}
    return line("contract.upsert", "c-1", "2026-01-01", **stated | fields)


def used(amount: str, day: str, project: str | None = None) -> dict[str, object]:
    return line(
        "credits.used", f"cr-{day}-{amount}-{project}", day, category="Player", amount=amount, project=project
    )


@pytest.mark.parametrize(
    ("micro", "thresholds", "expected"),
    [
        (899_999_999, USUAL, None),
        (900_000_000, USUAL, 90),
        (1_000_000_000, USUAL, 90),
        (1_000_000_001, USUAL, 100),
        (5_000_000_000, USUAL, 100),
        (749_999_999, MANY, 50),
        (750_000_000, MANY, 75),
        (1_000_000_000, (100,), None),
        (1_199_999_999, MANY, 100),
        (1_200_000_000, MANY, 120),
        (2_000_000_000, (), None),
        (0, MANY, None),
        (-1, MANY, None),
    ],
)
def test_the_highest_level_is_crossed_by_exact_integers(
    micro: int, thresholds: tuple[int, ...], expected: int | None
) -> None:
    assert crossed(standing(micro), thresholds) == expected


@given(st.integers(1, 10**12))
def test_the_warnings_agree_with_the_colours_of_the_card(micro: int) -> None:
    expected = {Level.OK: None, Level.WARNING: 90, Level.OVER: 100}[level(Credits(micro), Credits(LIMIT))]
    assert crossed(standing(micro), USUAL) == expected


@pytest.mark.parametrize("today", [date(2025, 12, 31), date(2026, 5, 1)])
def test_only_a_contract_in_force_is_warned_of(today: date) -> None:
    assert crossed(standing(2 * LIMIT, today), USUAL) is None


def test_an_allocation_of_nothing_is_passed_by_any_use() -> None:
    assert crossed(standing(1, top_up=-LIMIT), USUAL) == 100
    assert crossed(standing(0, top_up=-LIMIT), USUAL) is None


def test_a_top_up_makes_another_key() -> None:
    assert warning_key(standing(0), 90) == "credit:c-1:90:1000000000"
    assert warning_key(standing(0, top_up=500), 90) == "credit:c-1:90:1000000500"


@given(st.lists(st.integers(-(10**10), 10**10), max_size=12))
def test_amounts_told_in_whole_credits_add_up_and_are_less_than_one_off(micros: list[int]) -> None:
    whole = whole_credits(micros)
    assert sum(whole) == half_up(Fraction(sum(micros), MICRO))
    assert all(abs(each - Fraction(micro, MICRO)) < 1 for each, micro in zip(whole, micros, strict=True))


@given(st.lists(st.integers(-(10**10), 10**10), max_size=12), st.sampled_from(Unit), st.integers(1, 5))
def test_what_is_told_as_one_keeps_the_sum(amounts: list[int], unit: Unit, named: int) -> None:
    rows = told(tuple((str(at), amount) for at, amount in enumerate(amounts)), unit, named)
    total = half_up(Fraction(sum(amounts), MICRO)) if unit is Unit.CREDITS else sum(amounts)
    assert sum(amount for _, amount in rows) == total
    assert len(rows) <= named + 1


@pytest.mark.parametrize(
    ("day", "threshold", "said"),
    [
        (
            "2026-10-22",
            90,
            (
                "Credits passed 90% · Acme Inc.",
                "WARNING: 90.6% of the credits are used*, 73,874 of 81,500, 7,626 left.",
                "The contract 2026 annual lasts until Jan 31, 2027: 102 days left.",
                "at this rate, 404 credits a day, 100% is reached around Nov 10, 2026, 83 days before",
                "`/usage contract` or `/usage credits last-28d by:project`",
            ),
        ),
        (
            "2026-11-11",
            100,
            (
                "Credits passed 100% · Acme Inc.",
                "OVER: 100.2% of the credits are used*, 81,599 of 81,500, 99 over.",
                "at this rate, 400 credits a day, it will be about 32,900 over when the term ends",
            ),
        ),
        ("2026-09-22", 75, ("Credits passed 75%", "*75.2% of the credits are used*, 61,330 of 81,500")),
    ],
)
def test_a_warning_says_how_far_and_until_when(
    demo_engine: Engine, day: str, threshold: int, said: tuple[str, ...]
) -> None:
    shown = words(warning_message(warning(demo_engine, day, threshold)))
    assert [text for text in said if text not in shown] == []


def test_what_drives_it_is_what_was_used_and_adds_up(demo_engine: Engine, history: History) -> None:
    found = warning(demo_engine, "2026-10-22", 90)
    cut = Cut(date(2026, 9, 25), date(2026, 10, 23))
    by_category: Counter[str] = Counter()
    by_project: Counter[str] = Counter()
    names = {each["slug"]: each["name"] for each in history.of("project.upsert")}
    for each in history.credits(cut):
        by_category[each["category"]] += each["micro"]
        by_project[names[each["project"]] if each["project"] else NOT_ATTRIBUTED] += each["micro"]
    assert sums(found.categories) == by_category
    assert sums(found.projects) == by_project
    assert found.categories.total == found.projects.total


def sums(division: Division) -> dict[str, int]:
    return {piece.label: piece.sums.now for piece in division.pieces}


@pytest.mark.parametrize("day", ["2026-02-10", "2026-06-18", "2026-10-22", "2026-11-30"])
def test_the_columns_add_up_to_the_total_above_them(demo_engine: Engine, day: str) -> None:
    message = warning_message(warning(demo_engine, day, 90))
    total = int(re.findall(r"([\d,]+) credits were used", message.text)[0].replace(",", ""))
    columns = [field["text"] for block in message.blocks for field in block.get("fields", ())]
    assert [
        sum(int(number.replace(",", "")) for number in re.findall(r"  (-?[\d,]+) \(", text))
        for text in columns
    ] == [total, total]


def test_of_many_projects_the_small_ones_are_told_as_one_and_what_belongs_to_none_apart(
    engine: Engine,
) -> None:
    slugs = [f"shop-{nth}" for nth in range(8)]
    lines = [used(f"{100 - nth}.5", "2026-03-20", slug) for nth, slug in enumerate(slugs)]
    tell(engine, *organisation(*slugs), signed(), *lines, used("3.25", "2026-03-20"))
    said = warning_message(warning(engine, "2026-03-29", 90)).text
    assert (
        "By project: Shop-0 101 (13%), Shop-1 100 (13%), Shop-2 98 (13%), Shop-3 97 (12%), "
        "the others 380 (49%), Not attributed to a project 3 (<1%)"
    ).replace("<", "&lt;") in said


def test_in_a_young_term_the_term_is_told_instead_of_28_days(demo_engine: Engine) -> None:
    assert (
        "were used in the contract term to date"
        in warning_message(warning(demo_engine, "2026-02-10", 90)).text
    )
    assert "were used in the last 28 days" in warning_message(warning(demo_engine, "2026-03-01", 90)).text


def test_nothing_is_foreseen_from_a_few_days(engine: Engine) -> None:
    tell(engine, *organisation(), signed(), *(used("100", f"2026-03-{day:02d}") for day in range(20, 30)))
    message = warning_message(warning(engine, "2026-03-29", 90))
    assert "Estimate" not in message.text + words(message)
    assert "100.0% of the credits are used: 1,000 of 1,000, 0 left." in message.text


def test_without_a_contract_there_is_nothing_to_warn_of(engine: Engine) -> None:
    tell(engine, *organisation())
    with pytest.raises(RequestError, match="No credit-based contract"):
        warning(engine, "2026-03-31", 90)


def test_a_frozen_warning_says_the_same_in_the_same_bytes_after_new_data(engine: Engine) -> None:
    days = [f"2026-03-{day:02d}" for day in range(1, 30)]
    tell(engine, *organisation(), signed(), *(used("33.123457", day, "store") for day in days))
    found = warning(engine, "2026-03-29", 90)
    first, data = warning_message(found), json.dumps(freeze(found))
    tell(
        engine,
        used("500", "2026-03-10"),
        signed(name="Renamed", allocation="9000") | {"at": "2026-03-30T00:00:00Z"},
    )
    again = warning_message(thaw(json.loads(data)))
    assert (again.text, again.blocks) == (first.text, first.blocks)
    assert [each.alt for each in again.images] == [each.alt for each in first.images]
    assert [each.draw() for each in again.images] == [each.draw() for each in first.images]
    assert warning_message(warning(engine, "2026-03-29", 90)).text != first.text


def test_slack_takes_a_warning_with_its_picture_whatever_its_names_are(engine: Engine) -> None:
    name = "<!channel> & <https://evil.test|x> *bold* " * 8
    project = line("project.upsert", "p-store", "2026-01-02", slug="store", name="Shop <@U017> & co " * 10)
    lines = [used("310.5", f"2026-03-{day:02d}", ("store", None)[day % 2]) for day in range(1, 4)]
    tell(engine, *organisation(), project, signed(name=name[:200]), *lines)
    with channel() as general:
        said = general.take(warning_message(warning(engine, "2026-03-29", 90)))
    assert "image" in [block["type"] for block in said.blocks]
    assert not re.search(r"<[!@h]", marked(said.blocks) + said.text)


def test_a_test_says_so_before_anything_else(demo_engine: Engine) -> None:
    found: CreditWarning = warning(demo_engine, "2026-10-22", 90)
    message, plain = warning_message(found, test=True), warning_message(found)
    assert message.text.startswith("TEST. This is a test.")
    assert message.blocks[0]["text"]["text"].startswith("*TEST*   This is a test.")
    assert message.blocks[1:] == plain.blocks


def test_every_day_of_the_term_has_a_warning_that_can_be_said(demo_engine: Engine) -> None:
    for ago in range(0, 300, 23):
        day = date(2026, 11, 30) - timedelta(days=ago)
        assert "credits are used" in warning_message(warning(demo_engine, day.isoformat(), 90)).text
