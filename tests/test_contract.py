"""Contracts: the level by exact integers, the words that may not contradict it, the card, the forecast."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.clock import Today
from reports import numbers
from reports.card import card
from reports.contract import Standing, level
from reports.errors import RequestError
from reports.formats.text import text
from reports.numbers import Credits, Rate
from reports.parts import Level, Meter
from reports.report import Report
from storage.records import Adjustment, Contract
from tests.usage_lines import Line, ask, line, now, organisation, part, tell

ALLOCATION = 1_000 * 1_000_000
TERM = date(2026, 1, 1), date(2026, 5, 1)
MARCH = date(2026, 3, 11)


def contract(*top_ups: Adjustment) -> Contract:
    return Contract("c-1", "Spring", *TERM, ALLOCATION, top_ups)


def standing(micro: int, today: date = MARCH, pace: Fraction | None = None) -> Standing:
    return Standing(contract(), today, Credits(micro), pace)


def signed(id: str = "c-1", start: str = "2026-01-01", end: str = "2026-05-01", **fields: object) -> Line:
    term = {"term_start": start, "term_end": end}
    stated = {"name": "Spring", "basis": "credits", "allocation": "1000", **term}
    return line("contract.upsert", id, "2026-01-01", **stated | fields)


def used(amount: str, day: str = "2026-03-10", **fields: object) -> Line:
    kind = "credits.adjusted" if amount.startswith("-") else "credits.used"
    stated = {"project": None, "category": "Player", "amount": amount}
    return line(kind, f"cr-{day}-{amount}-{len(fields)}", day, **stated | fields)


def meter(found: Report) -> Meter:
    return part(found, Meter, "contract.card")


@pytest.mark.parametrize(
    ("micro", "expected", "words"),
    [
        (0, Level.OK, "0.0%"),
        (899_600_000, Level.OK, "89.9%"),
        (899_999_999, Level.OK, "89.9%"),
        (900_000_000, Level.WARNING, "90.0%"),
        (999_999_999, Level.WARNING, "99.9%"),
        (1_000_000_000, Level.WARNING, "100.0%"),
        (1_000_000_001, Level.OVER, "100.1%"),
        (1_000_040_000, Level.OVER, "100.1%"),
        (12_345_000_000, Level.OVER, "1234.5%"),
        (-1, Level.OK, "-0.1%"),
    ],
)
def test_the_level_and_its_percentage_are_exact(micro: int, expected: Level, words: str) -> None:
    stands = standing(micro)
    assert (stands.level, numbers.percent(stands.percent)) == (expected, words)


@given(st.integers(-(10**12), 10**15), st.integers(1, 10**15))
def test_the_percentage_never_contradicts_the_level(micro: int, allocation: int) -> None:
    shown = Fraction(numbers.percent(Rate(micro, allocation, of_limit=True)).removesuffix("%"))
    match level(Credits(micro), Credits(allocation)):
        case Level.OK:
            assert shown < 90
        case Level.WARNING:
            assert 90 <= shown <= 100
        case Level.OVER:
            assert shown > 100
    assert abs(shown - Fraction(micro * 100, allocation)) < Fraction(1, 10)


def test_a_contract_topped_down_to_nothing_has_no_percentage() -> None:
    stands = Standing(contract(Adjustment(TERM[0], -ALLOCATION)), MARCH, Credits(5), None)
    assert (stands.level, numbers.percent(stands.percent)) == (Level.OVER, "n/a")


@pytest.mark.parametrize(
    ("micro", "words"),
    [
        (1_006_560_000_000, "1,005,560 credits over"),
        (1_000_300_000, "0.300000 credits over"),
        (1_000_000_001, "0.000001 credits over"),
    ],
)
def test_the_overflow_is_never_said_to_be_nothing(micro: int, words: str) -> None:
    assert f"OVER: {words}" in card(standing(micro)).lines


def test_what_is_nearly_used_up_is_not_said_to_be() -> None:
    assert card(standing(999_700_000)).lines[0] == "999.700000 of 1,000.000000 credits used: 99.9%"


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2025, 12, 31), "starts Jan 1, 2026"),
        (date(2026, 1, 1), "120 days left"),
        (date(2026, 4, 30), "1 day left"),
        (date(2026, 5, 1), "ended Apr 30, 2026"),
    ],
)
def test_the_card_says_where_in_its_term_a_contract_is(today: date, words: str) -> None:
    assert card(standing(0, today)).lines[2] == f"Term Jan 1 – Apr 30, 2026 • {words}"


@pytest.mark.parametrize(
    ("left", "pace", "words"),
    [
        (100, 10, "Estimate: at this rate 100% around Mar 21"),
        (101, 10, "Estimate: at this rate 100% around Mar 22"),
        (500, 10, "Estimate: at this rate 100% around Apr 30"),
        (501, 10, "Estimate: at this rate below 100% until the term ends"),
        (10**9, 1, "Estimate: at this rate below 100% until the term ends"),
    ],
)
def test_the_forecast_counts_on_from_today(left: int, pace: int, words: str) -> None:
    assert words in card(standing(ALLOCATION - left, pace=Fraction(pace))).lines


@pytest.mark.parametrize(
    ("micro", "today", "pace"),
    [
        (ALLOCATION, MARCH, Fraction(10)),
        (0, MARCH, None),
        (0, MARCH, Fraction(0)),
        (0, MARCH, Fraction(-3)),
        (0, date(2026, 5, 1), Fraction(10**8)),
        (0, date(2025, 12, 31), Fraction(10**8)),
    ],
)
def test_where_nothing_can_be_foreseen_nothing_is_said(
    micro: int, today: date, pace: Fraction | None
) -> None:
    assert not any("rate" in said for said in card(standing(micro, today, pace)).lines)


def test_the_whole_term_to_date_counts_with_corrections_and_today(engine: Engine) -> None:
    days = ("2025-12-31", "2026-01-01", "2026-03-31T12:00:00Z")
    lines = [used(str(10**nth), day) for nth, day in enumerate(days)]
    tell(engine, *organisation(), signed(), *lines, used("-40.5", "2026-02-01"), used("7.25", "2026-03-01"))
    found = ask(engine, "contract last-7d")
    assert now(found, "contract.used") == Credits(76_750_000)
    assert now(found, "contract.percent") == Rate(76_750_000, ALLOCATION, of_limit=True)
    assert (now(found, "contract.overflow"), now(found, "contract.days_left")) == (Credits(0), 31)


def test_the_headline_is_the_exact_percentage(engine: Engine) -> None:
    tell(engine, *organisation(), signed(), used("1000.000001"))
    said = text(ask(engine, "contract"))
    assert "100.1% of 1,000 credits used by Mar 31, 2026" in said
    assert "OVER: 0.000001 credits over" in said


@pytest.mark.parametrize(("today", "expected"), [("2026-03-09", 1000), ("2026-03-10", 1500)])
def test_a_top_up_counts_from_its_day_on(engine: Engine, today: str, expected: int) -> None:
    top_up = {"contract": "c-1", "effective_on": "2026-03-10", "amount": "500"}
    topped = line("contract.adjustment", "ca-1", "2026-02-01", **top_up)
    tell(engine, *organisation(), signed(), topped)
    found = ask(engine, "contract", today=Today.parse(today))
    assert now(found, "contract.allocation") == Credits(expected * 1_000_000)
    topped_up = "Allocation: 1,000 contracted, 500 in top-ups" in meter(found).lines
    assert topped_up == (expected == 1500)


def test_the_card_shows_the_contract_in_force_else_the_newest_ended_one(engine: Engine) -> None:
    old = signed("c-0", "2026-01-01", "2026-02-01", name="Pilot")
    tell(engine, *organisation(), old, signed("c-2", "2026-03-01", "2026-06-01"))
    titles = {
        day: meter(ask(engine, "contract", today=Today.parse(day))).title
        for day in ("2026-01-15", "2026-02-15", "2026-03-01")
    }
    assert titles == {"2026-01-15": "Pilot", "2026-02-15": "Pilot", "2026-03-01": "Spring"}


def test_the_forecast_is_the_mean_of_28_complete_days(engine: Engine) -> None:
    # The 28 days have 10 credits each; the day before them and today, which is not over, are no measure.
    days = [used("10", f"2026-03-{day:02d}") for day in range(3, 31)]
    others = used("100", "2026-03-02"), used("20", "2026-03-31T12:00:00Z"), used("330", "2026-01-05")
    tell(engine, *organisation(), signed(), *days, *others)
    assert "Estimate: at this rate 100% around Apr 27" in meter(ask(engine, "contract")).lines


@pytest.mark.parametrize(("today", "foreseen"), [("2026-03-14", False), ("2026-03-15", True)])
def test_a_forecast_needs_14_complete_days_of_data(engine: Engine, today: str, foreseen: bool) -> None:
    tell(engine, *organisation(), signed(), *(used("10", f"2026-03-{day:02d}") for day in range(1, 16)))
    found = meter(ask(engine, "contract", today=Today.parse(today)))
    assert any("Estimate" in said for said in found.lines) == foreseen


@pytest.mark.parametrize("section", ["contract", "credits"])
def test_without_a_credit_contract_the_reply_says_whom_to_ask(engine: Engine, section: str) -> None:
    seats = signed(basis="seats", allocation=None)
    tell(engine, *organisation(), seats, used("5"))
    with pytest.raises(RequestError) as refused:
        ask(engine, section)
    assert str(refused.value) == (
        "No credit-based contract is configured for Acme Inc., so there is no credit data to show. "
        "If you expected one, contact your PlayerZero account representative."
    )
    shown = [part.key for part in ask(engine, "overview").parts]
    assert not any(key.startswith(("credits", "contract")) for key in shown)


@pytest.mark.parametrize("words", ["", "last-7d", "project:store"])
def test_the_small_print_tells_what_the_card_is_of_whatever_is_typed(engine: Engine, words: str) -> None:
    tell(engine, *organisation(), signed(), used("5"))
    found = ask(engine, f"contract {words}")
    assert found.context.startswith("Acme Inc. • contract term to date • America/New_York • data through")


@pytest.mark.parametrize("words", ["daily", "by:category", "table"])
def test_the_contract_takes_no_other_words(engine: Engine, words: str) -> None:
    with pytest.raises(RequestError, match="I don't understand"):
        ask(engine, f"contract {words}")
