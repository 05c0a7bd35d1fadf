"""The simulations section: what counts as one, how many passed, what they caught, and how they divide."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from reports.formats.text import figure, text
from reports.numbers import Rate
from reports.parts import Table
from reports.request import Request
from storage.vocabulary import VERDICTS
from tests.usage_lines import Line, ask, bars, line, now, organisation, part, rows, said, tell

RANGE = "2026-03-01..2026-03-30"
NUMBERS = count()


def simulation(id: str, verdict: str, day: str = "2026-03-10", **fields: object) -> Line:
    stated = {"project": "store", "scenario": f"sc-{id}", "verdict": verdict, "scenario_type": "Security"}
    return line("simulation.finished", id, day, **stated | fields)


def defect(id: str, key: str, day: str = "2026-03-10", project: str = "store") -> Line:
    return line("defect.prevented", id, day, project=project, defect=key)


def test_canceled_and_errored_ones_are_counted_apart(engine: Engine) -> None:
    ends = ("passed", "failed", "inconclusive", "canceled", "canceled", "errored")
    tell(engine, *organisation(), *(simulation(f"m-{i}", end) for i, end in enumerate(ends)))
    found = ask(engine, f"simulations {RANGE}")
    assert now(found, "simulations.total") == 3
    assert "2 canceled, 1 errored, not counted" in said(found)


def test_what_is_inconclusive_says_nothing_of_the_pass_rate(engine: Engine) -> None:
    ends = ("passed", "passed", "passed", "failed", "inconclusive", "inconclusive")
    tell(engine, *organisation(), *(simulation(f"m-{i}", end) for i, end in enumerate(ends)))
    found = ask(engine, f"simulations {RANGE}")
    assert now(found, "simulations.pass_rate") == Rate(3, 4)
    assert str(found.sentence) == "Ran 6 simulations between Mar 1 and Mar 30, 2026 (75% passed) new"


def test_without_a_pass_or_a_failure_there_is_no_rate(engine: Engine) -> None:
    tell(engine, *organisation(), simulation("m-1", "inconclusive"))
    found = ask(engine, f"simulations {RANGE}")
    assert figure(found.figure("simulations.pass_rate")) == "Pass rate: n/a (n/a)"
    assert str(found.sentence) == "Ran 1 simulation between Mar 1 and Mar 30, 2026 new"


def test_the_rate_changes_in_points(engine: Engine) -> None:
    before = [simulation(f"b-{i}", end, "2026-02-10") for i, end in enumerate(("passed", "failed"))]
    ends = ("passed", "passed", "passed", "failed")
    tell(engine, *organisation(), *before, *(simulation(f"m-{i}", end) for i, end in enumerate(ends)))
    found = ask(engine, "simulations 2026-03-01..2026-03-28").figure("simulations.pass_rate")
    assert (found.before, found.trend and found.trend.text) == (Rate(1, 2), "▲ 25 pp")


def test_defects_that_were_never_reported_are_not_none(engine: Engine) -> None:
    tell(engine, *organisation(), simulation("m-1", "failed"))
    assert "Defects prevented: not reported" in text(ask(engine, f"simulations {RANGE}"))


def test_defects_reported_at_any_time_anywhere_make_none_of_them_a_number(engine: Engine) -> None:
    tell(engine, *organisation("store", "app"), defect("d-1", "def-1", "2026-01-05", "app"))
    assert now(ask(engine, f"simulations {RANGE} project:store"), "simulations.defects") == 0


def test_a_defect_counts_once_in_each_period(engine: Engine) -> None:
    days = ("2026-02-20", "2026-03-05", "2026-03-06")
    twice = [defect(f"d-{i}", "def-1", day) for i, day in enumerate(days)]
    tell(engine, *organisation(), *twice, defect("d-9", "def-2"))
    found = ask(engine, f"simulations {RANGE} vs:none").figure("simulations.defects")
    assert (found.now, found.trend) == (2, None)
    before = ask(engine, "simulations 2026-03-01..2026-03-28").figure("simulations.defects")
    assert (before.now, before.before) == (2, 1)


def test_runs_are_told_apart_by_source_and_need_a_finished_simulation(engine: Engine) -> None:
    lines = [
        simulation("m-1", "passed", run="run-1"),
        simulation("m-2", "failed", run="run-1"),
        simulation("m-3", "passed", run="run-1") | {"source": "other"},
        simulation("m-4", "canceled", run="run-2"),
        simulation("m-5", "passed"),
    ]
    tell(engine, *organisation(), *lines)
    found = ask(engine, f"simulations {RANGE}")
    assert found.figure("simulations.total").hint == "in 2 runs"
    assert "4 simulations in 2 runs" in said(found)


def test_types_show_what_passed_and_those_without_one_stand_last(engine: Engine) -> None:
    lines = [
        simulation("m-1", "passed"),
        simulation("m-2", "failed", scenario_type="Chaos|Monkey"),
        simulation("m-3", "canceled", scenario_type="Performance"),
        *(simulation(f"u-{i}", "inconclusive", scenario_type=None) for i in range(2)),
        simulation("u-9", "passed", scenario_type="Unspecified"),
    ]
    tell(engine, *organisation(), *lines)
    found = ask(engine, f"simulations {RANGE}")
    assert rows(found, "simulations.by_type") == [
        ("Chaos|Monkey", 1, 0, 1, Rate(0, 1), Rate(1, 5)),
        ("Security", 1, 1, 0, Rate(1, 1), Rate(1, 5)),
        ("Unspecified", 3, 1, 0, Rate(1, 1), Rate(3, 5)),
    ]
    assert part(found, Table, "simulations.by_type").total == ("Total", 5, 2, 1, Rate(2, 3), Rate(5, 5))
    assert bars(found, "simulations.by_type")["Unspecified"] == {"2026-03-10": 3}


def test_a_verdict_that_is_corrected_moves(engine: Engine) -> None:
    tell(engine, *organisation(), simulation("m-1", "passed"))
    tell(engine, simulation("m-1", "failed", rev=1, scenario_type="Integration"))
    found = ask(engine, f"simulations {RANGE}")
    assert rows(found, "simulations.by_type") == [("Integration", 1, 0, 1, Rate(0, 1), Rate(1, 1))]


def test_verdicts_show_apart_what_is_not_counted(engine: Engine) -> None:
    ends = ("passed", "failed", "failed", "canceled")
    tell(engine, *organisation(), *(simulation(f"m-{i}", end) for i, end in enumerate(ends)))
    found = ask(engine, f"simulations {RANGE} by:verdict")
    counted = [row[:2] for row in rows(found, "simulations.by_verdict")]
    assert counted == [("Passed", 1), ("Failed", 2), ("Inconclusive", 0)]
    assert rows(found, "simulations.by_verdict.uncounted") == [("Canceled", 1), ("Errored", 0)]
    assert "Canceled" not in bars(found, "simulations.by_verdict")


def test_projects_without_simulations_are_left_out(engine: Engine) -> None:
    lines = [simulation("m-1", "passed"), simulation("m-2", "canceled", project="app")]
    tell(engine, *organisation("store", "app"), *lines)
    everything = ask(engine, f"simulations {RANGE}")
    assert rows(everything, "simulations.by_project") == [("Store", 1, 1, 0, Rate(1, 1), Rate(1, 1))]
    app = ask(engine, f"simulations {RANGE} project:app")
    assert rows(app, "simulations.by_project") == []


def test_an_empty_range_says_when_data_starts(engine: Engine) -> None:
    tell(engine, *organisation(), simulation("m-1", "passed"))
    found = ask(engine, "simulations 2025-10-01..2025-10-31")
    assert "No simulations in this range. Data starts Jan 1, 2026." in said(found)
    assert rows(found, "simulations.by_type") == []


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(VERDICTS), st.sampled_from(["API", "A|B", "", "Unspecified"])), max_size=30
    )
)
def test_every_breakdown_adds_up_to_the_total(sqlite_engine: Engine, ran: list[tuple[str, str]]) -> None:
    lines = [simulation(f"m-{i}", end, system_layer=layer) for i, (end, layer) in enumerate(ran)]
    slug = f"acme-{next(NUMBERS)}"
    tell(sqlite_engine, *(each | {"org": slug} for each in organisation() + lines))
    found = ask(sqlite_engine, f"simulations {RANGE}", slug)
    for name in ("type", "layer", "verdict", "project"):
        counted = sum(int(str(row[1])) for row in rows(found, f"simulations.by_{name}"))
        assert counted == now(found, "simulations.total")


@pytest.mark.parametrize("word", ["simulations", "sims", "codesims"])
def test_people_call_it_by_three_names(word: str) -> None:
    assert Request.parse(f"{word} last-7d by:layer weekly").section == "simulations"
