"""The credits section: four categories in their order, projects and what is in none, contracts in range."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from reports.formats.text import text
from reports.numbers import Credits, Rate
from reports.parts import Meter, Table
from storage.vocabulary import CREDIT_CATEGORIES
from tests.test_contract import signed, used
from tests.usage_lines import ask, bars, now, organisation, part, rows, said, tell

RANGE = "2026-03-01..2026-03-30"
SLUGS = ("pay", "store")
NUMBERS = count()


def labels(table: list[tuple[object, ...]]) -> list[object]:
    return [row[0] for row in table]


def test_all_four_categories_are_listed_in_the_order_of_the_page(engine: Engine) -> None:
    tell(engine, *organisation(), signed(), used("2.5", category="WorldModel"), used("9", category="Monitor"))
    found = ask(engine, f"credits {RANGE}")
    table = rows(found, "credits.by_category")
    assert labels(table) == ["Player", "Simulation", "Monitor", "WorldModel"]
    assert [row[1] for row in table] == [Credits(0), Credits(0), Credits(9_000_000), Credits(2_500_000)]
    assert list(bars(found, "credits.by_category")) == labels(table)


def test_nothing_used_is_zeros_and_said(engine: Engine) -> None:
    tell(engine, *organisation(), signed())
    found = ask(engine, f"credits {RANGE}")
    assert [row[1] for row in rows(found, "credits.by_category")] == [Credits(0)] * 4
    assert "No credits in this range. Data starts Jan 1, 2026." in said(found)
    assert str(found.sentence).startswith("Used 0 credits between Mar 1 and Mar 30, 2026")


def test_corrections_stand_below_the_axis_and_have_no_share(engine: Engine) -> None:
    tell(engine, *organisation(), signed(), used("-40.5", category="WorldModel"), used("0.5", "2026-03-09"))
    found = ask(engine, f"credits {RANGE} daily")
    assert now(found, "credits.total") == Credits(-40_000_000)
    assert bars(found, "credits.by_category")["WorldModel"] == {"2026-03-10": -40_500_000}
    assert {row[2] for row in rows(found, "credits.by_category")} == {
        Rate(-40_500_000, 0),
        Rate(0, 0),
        Rate(500_000, 0),
    }


def test_months_begin_on_their_first(engine: Engine) -> None:
    tell(engine, *organisation(), signed(), used("1", "2026-02-28"), used("2"), used("4", "2026-03-20"))
    found = ask(engine, "credits 2026-02-10..2026-03-30 monthly")
    assert bars(found, "credits.by_category")["Player"] == {"2026-02-01": 1_000_000, "2026-03-01": 6_000_000}


def test_what_belongs_to_no_project_has_a_row(engine: Engine) -> None:
    entries = used("3", project="pay"), used("4", project="store"), used("5", category="Monitor")
    tell(engine, *organisation(*SLUGS), signed(), *entries)
    found = ask(engine, f"credits {RANGE}")
    assert [row[:2] for row in rows(found, "credits.by_project")] == [
        ("Store", Credits(4_000_000)),
        ("Pay", Credits(3_000_000)),
        ("Not attributed to a project", Credits(5_000_000)),
    ]
    total = part(found, Table, "credits.by_project").total
    assert total is not None
    assert total[1] == Credits(12_000_000)


def test_a_project_view_says_what_it_leaves_out(engine: Engine) -> None:
    entries = used("3", project="pay"), used("1200", category="WorldModel"), used("84", category="Monitor")
    tell(engine, *organisation(*SLUGS), signed(), *entries, used("9", project="store", category="Simulation"))
    sentence = "Not included: 1,284 org-level credits (WorldModel, Monitor)"
    assert sentence in said(ask(engine, f"credits {RANGE} project:pay"))
    assert sentence in said(ask(engine, f"overview {RANGE} project:pay"))
    assert sentence not in said(ask(engine, f"credits {RANGE}"))
    assert now(ask(engine, f"credits {RANGE} project:pay"), "credits.total") == Credits(3_000_000)


def test_one_contract_over_the_whole_range_needs_no_rows(engine: Engine) -> None:
    tell(engine, *organisation(), signed(), used("5"))
    assert "credits.by_contract" not in [part.key for part in ask(engine, f"credits {RANGE}").parts]


def test_credits_outside_any_contract_are_told_with_their_days(engine: Engine) -> None:
    pilot = signed("c-0", "2026-01-01", "2026-02-01", name="Pilot")
    days = ("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
    amounts = ("1", "1000", "2090", "8")
    entries = (used(amount, day) for amount, day in zip(amounts, days, strict=True))
    tell(engine, *organisation(), pilot, signed("c-2", "2026-03-01", "2026-06-01"), *entries)
    found = ask(engine, "credits 2026-01-20..2026-03-30")
    assert "3,090 credits fall outside any contract (Feb 1–28, 2026)" in said(found)
    assert [row[:2] for row in rows(found, "credits.by_contract")] == [
        ("Pilot", Credits(1_000_000)),
        ("Spring", Credits(8_000_000)),
        ("Outside any contract", Credits(3_090_000_000)),
    ]


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("2026-01-10..2026-03-20", "Jan 10 – Feb 28, 2026"),
        ("2026-02-28..2026-03-20", "Feb 28, 2026"),
        ("2026-02-28..2026-03-30", "Feb 28, 2026 and Mar 21–30, 2026"),
    ],
)
def test_several_gaps_are_all_named(engine: Engine, words: str, dates: str) -> None:
    tell(engine, *organisation(), signed("c-2", "2026-03-01", "2026-03-21"), used("5", "2026-02-28"))
    assert f"5 credits fall outside any contract ({dates})" in said(ask(engine, f"credits {words}"))


def test_the_card_is_the_same_whatever_is_filtered(engine: Engine) -> None:
    tell(engine, *organisation(*SLUGS), signed(), used("3", project="pay"), used("950", "2026-01-10"))
    filters = f"credits {RANGE} project:pay", "credits last-week", "contract", "overview project:store"
    cards = {part(ask(engine, words), Meter, "contract.card") for words in filters}
    assert [(card.used, card.level) for card in cards] == [(Credits(953_000_000), "warning")]


def test_the_text_has_the_card_and_the_cents(engine: Engine) -> None:
    tell(engine, *organisation(), signed(), used("12.345678"))
    told = text(ask(engine, f"credits {RANGE}"))
    assert "Credits by category: Player 12.35, Simulation 0.00, Monitor 0.00, WorldModel 0.00" in told
    assert "Spring: 12 of 1,000 credits used: 1.2%. OK: below 90% of the allocation" in told


ENTRY = st.tuples(
    st.sampled_from(CREDIT_CATEGORIES),
    st.sampled_from((None, *SLUGS)),
    st.integers(1, 31),
    st.integers(-5_000_000, 5_000_000),
)


@given(st.lists(ENTRY, max_size=12))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_breakdowns_add_up_to_the_total(
    sqlite_engine: Engine, entries: list[tuple[str, str | None, int, int]]
) -> None:
    slug = f"acme-{next(NUMBERS)}"
    lines = [
        used(f"{micro / 1e6:.6f}", f"2026-01-{day:02d}", category=category, project=project)
        | {"id": f"cr-{nth}"}
        for nth, (category, project, day, micro) in enumerate(entries)
    ]
    tell(sqlite_engine, *(each | {"org": slug} for each in [*organisation(*SLUGS), signed(), *lines]))
    found = ask(sqlite_engine, "credits 2026-01", slug)
    total = sum(micro for *_, micro in entries)
    assert now(found, "credits.total") == Credits(total)
    for key in ("credits.by_category", "credits.by_project"):
        assert sum(sum(days.values()) for days in bars(found, key).values()) == total
