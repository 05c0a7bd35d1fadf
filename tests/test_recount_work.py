"""The demo history's figures of simulations, workflows and context equal a recount of its lines."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import pytest

from reports.numbers import Rate
from reports.parts import Figure, Table
from reports.report import Report
from tests.demo_history import PROJECTS, RANGES, Ask, asked, assert_compared, step
from tests.recount import Cut, History, Line, bucket
from tests.usage_lines import bars, moves, now, part, rows, said

DONE = ("passed", "failed", "inconclusive")
KINDS = ("document", "diagram")


def finished(history: History, cut: Cut) -> list[Line]:
    ran = history.within(cut, "simulation.finished")
    return [line for line in ran if line["verdict"] in DONE]


def rate(ran: Iterable[Line]) -> Rate:
    ends = Counter(line["verdict"] for line in ran)
    return Rate(ends["passed"], ends["passed"] + ends["failed"])


def first_days(happened: Iterable[Line], about: str) -> dict[str, date]:
    """On which day each thing was first seen."""
    first: dict[str, date] = {}
    for line in happened:
        first[line[about]] = min(line["day"], first.get(line[about], date.max))
    return first


def distinct(happened: Iterable[Line], about: str) -> int:
    return len(first_days(happened, about))


def bucketed(days: Iterable[date], words: str) -> Counter[str]:
    return Counter(bucket(day, step(words)) for day in days)


@pytest.mark.parametrize("words", RANGES)
def test_simulations_are_those_of_the_lines(ask: Ask, history: History, words: str) -> None:
    for found, cut in asked(ask, "simulations", words):
        ran, before = finished(history, cut), finished(history, cut.before())
        assert_compared(found.figure("simulations.total"), len(ran), len(before), history, cut)
        assert_compared(found.figure("simulations.pass_rate"), rate(ran), rate(before), history, cut)
        defects, earlier = (
            distinct(history.within(c, "defect.prevented"), "defect") for c in (cut, cut.before())
        )
        assert_compared(found.figure("simulations.defects"), defects, earlier, history, cut)
        runs = {(line["source"], line["run"]) for line in ran if line["run"]}
        assert found.figure("simulations.total").hint == (f"in {len(runs):,} runs" if runs else "")


@pytest.mark.parametrize("words", RANGES)
def test_simulations_divide_by_type_layer_and_project(ask: Ask, history: History, words: str) -> None:
    names = {line["slug"]: line["name"] for line in history.of("project.upsert")}
    for found, cut in asked(ask, "simulations", words):
        for name, field in (("type", "scenario_type"), ("layer", "system_layer"), ("project", "project")):
            groups: defaultdict[str, list[Line]] = defaultdict(list)
            for line in finished(history, cut):
                value = str(line[field])
                groups[names.get(value, value)].append(line)
            assert_divided(found, f"simulations.by_{name}", groups)
            assert bars(found, f"simulations.by_{name}") == {
                label: bucketed((line["day"] for line in group), words) for label, group in groups.items()
            }


def assert_divided(found: Report, key: str, groups: dict[str, list[Line]]) -> None:
    """Every row of a table, in its order, and the total under it."""
    total = [line for group in groups.values() for line in group]
    order = sorted(groups, key=lambda label: (-len(groups[label]), label))
    expected = [(label, *cells(groups[label], len(total))) for label in order]
    assert rows(found, key) == expected
    assert part(found, Table, key).total == ("Total", *cells(total, len(total)))


def cells(ran: list[Line], whole: int) -> tuple[object, ...]:
    passed = rate(ran)
    return len(ran), passed.numerator, passed.denominator - passed.numerator, passed, Rate(len(ran), whole)


@pytest.mark.parametrize("words", RANGES)
def test_simulations_end_as_the_lines_say(ask: Ask, history: History, words: str) -> None:
    for found, cut in asked(ask, "simulations", words):
        ran = list(history.within(cut, "simulation.finished"))
        ends = Counter(line["verdict"] for line in ran)
        assert [row[1] for row in rows(found, "simulations.by_verdict")] == [
            ends[verdict] for verdict in DONE
        ]
        apart = rows(found, "simulations.by_verdict.uncounted")
        assert apart == [("Canceled", ends["canceled"]), ("Errored", ends["errored"])]
        assert bars(found, "simulations.by_verdict") == {
            verdict.capitalize(): bucketed((line["day"] for line in ran if line["verdict"] == verdict), words)
            for verdict in DONE
        }


@pytest.mark.parametrize("words", RANGES)
def test_stages_show_the_issues_of_the_lines(ask: Ask, history: History, words: str) -> None:
    for flow in history.of("workflow.upsert"):
        found = ask(f"workflows {words.split()[0]} project:{flow['project']}")
        cut = Cut(found.scope.period.start, found.scope.period.end, flow["project"])
        moved = list(history.within(cut, "stage.transitioned"))
        issues, before = (
            distinct(history.within(c, "stage.transitioned"), "issue") for c in (cut, cut.before())
        )
        assert_compared(found.figure("workflows.issues"), issues, before, history, cut)
        assert now(found, "workflows.moves") == len(moved)
        expected = [stage_row(history, cut, stage, moved) for stage in flow["stages"]]
        assert rows(found, f"workflows.{flow['id']}") == expected
        edges = Counter((line["from"], line["to"]) for line in moved if line["from"] and line["to"])
        published = {(start, end): (edges[start, end], True) for start, end in flow["edges"]}
        skipped = {edge: (count, False) for edge, count in edges.items() if edge not in published}
        assert moves(found, f"workflows.{flow['id']}") == published | skipped


def stage_row(history: History, cut: Cut, stage: Line, moved: list[Line]) -> tuple[object, ...]:
    here = stage["id"]
    out = distinct((line for line in moved if line["from"] == here and line["to"]), "issue")
    asked_here = sum(line.get("stage") == here for line in history.within(cut, "question.asked"))
    return (
        stage["name"],
        stage["type"].capitalize(),
        distinct((line for line in moved if here in (line["from"], line["to"])), "issue"),
        None if stage["type"] == "terminal" else out,
        asked_here,
        sum(line.get("stage") == here for line in finished(history, cut)),
    )


def test_the_project_without_a_workflow_says_so(ask: Ask, history: History) -> None:
    slugs = set(PROJECTS) - {None} - {flow["project"] for flow in history.of("workflow.upsert")}
    for slug in slugs:
        assert "Data Platform has no workflow configured" in said(ask(f"workflows last-30d project:{slug}"))
    assert slugs == {"data-platform"}


@pytest.mark.parametrize("words", RANGES)
def test_context_is_that_of_the_lines(ask: Ask, history: History, words: str) -> None:
    for found, cut in asked(ask, "context", words):
        for figure, count in context(history).items():
            assert_compared(part(found, Figure, figure), count(cut), count(cut.before()), history, cut)


def context(history: History) -> dict[str, Callable[[Cut], int]]:
    """How each figure of the section is recounted."""

    def number(kind: str, **fields: str) -> Callable[[Cut], int]:
        return lambda cut: len(list(matching(history, cut, kind, fields)))

    def shared(kind: str) -> Callable[[Cut], int]:
        return lambda cut: distinct(matching(history, cut, "artifact.shared", {"type": kind}), "artifact")

    read = {"purpose": "investigation"}
    return {
        "context.created": number("artifact.created"),
        **{f"context.{kind}s_created": number("artifact.created", type=kind) for kind in KINDS},
        **{f"context.{kind}s_shared": shared(kind) for kind in KINDS},
        "context.memories_created": number("memory.created"),
        "context.memories_recalled": number("memory.recalled"),
        "context.lines": lambda cut: sum(
            line["lines"] for line in matching(history, cut, "code.analyzed", read)
        ),
    }


def matching(history: History, cut: Cut, kind: str, fields: dict[str, str]) -> Iterator[Line]:
    happened = history.within(cut, kind)
    return (line for line in happened if all(line[name] == value for name, value in fields.items()))


@pytest.mark.parametrize("words", RANGES)
def test_context_is_drawn_on_the_days_of_the_lines(ask: Ask, history: History, words: str) -> None:
    for found, cut in asked(ask, "context", words):
        for kind in KINDS:
            made = matching(history, cut, "artifact.created", {"type": kind})
            given = first_days(matching(history, cut, "artifact.shared", {"type": kind}), "artifact")
            label = f"{kind.capitalize()}s"
            created = bucketed((line["day"] for line in made), words)
            assert bars(found, "context.artifacts")[label] == created
            assert bars(found, "context.shared")[label] == bucketed(given.values(), words)
        assert bars(found, "context.memories") == {
            label: bucketed((line["day"] for line in history.within(cut, kind)), words)
            for label, kind in (("Created", "memory.created"), ("Recalled", "memory.recalled"))
        }
        read: Counter[str] = Counter()
        for line in matching(history, cut, "code.analyzed", {"purpose": "investigation"}):
            read[bucket(line["day"], step(words))] += line["lines"]
        assert bars(found, "context.lines") == {"Lines": read}
