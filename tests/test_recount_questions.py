"""The demo history's questions equal a recount of its lines, in every breakdown and bar."""

from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

from reports.parts import Figure
from tests.demo_history import RANGES, Ask, asked, assert_compared, numbered, step
from tests.recount import Cut, History, Line, bucket
from tests.usage_lines import bars, part

ORIGINS = {
    "web_app": "Web app",
    "mcp": "IDE via MCP",
    "slack": "Slack",
    "chrome_extension": "Chrome extension",
    "ticketing": "Ticketing",
    "api_trigger": "API trigger",
    "monitor": "Monitor",
}
Label = Callable[[Line], str]
LABELS: dict[str, Label] = {
    "category": lambda line: line["category"] or "Unclassified",
    "origin": lambda line: ORIGINS[line["origin"]],
    "role": lambda line: str(line["role"]),
}


def ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    """By count, then by name, what has no value last."""
    return sorted(counts.items(), key=lambda item: (item[0] == "Unclassified", -item[1], item[0]))


def drawn(lines: list[Line], label: Label, wide: str) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        counts[label(line)][bucket(line["day"], wide)] += 1
    return counts


@pytest.mark.parametrize("words", RANGES)
def test_questions_are_those_of_the_lines(ask: Ask, history: History, words: str) -> None:
    for found, cut in asked(ask, "questions", words):
        lines, before = (list(history.within(each, "question.asked")) for each in (cut, cut.before()))
        assert_compared(part(found, Figure, "questions.total"), len(lines), len(before), history, cut)
        for name, label in LABELS.items():
            counts = Counter(map(label, lines))
            assert numbered(found, f"questions.by_{name}") == ordered(counts)
            assert bars(found, f"questions.by_{name}") == drawn(lines, label, step(words))


@pytest.mark.parametrize("words", RANGES)
def test_top_users_and_projects_are_those_of_the_lines(ask: Ask, history: History, words: str) -> None:
    found, cut = next(asked(ask, "questions", words))
    lines: list[Line] = list(history.within(cut, "question.asked"))
    names = {line["slug"]: line["name"] for line in history.of("project.upsert")}
    assert numbered(found, "questions.by_project") == ordered(Counter(names[x["project"]] for x in lines))
    people = Counter(history.users[x["user"]]["display_name"] for x in lines if x["role"] != "Automation")
    ranked = [(name, count) for name, count in ordered(people)][:10]
    assert [(row[0], row[2]) for row in numbered(found, "questions.by_user")] == ranked


def test_a_project_has_the_bars_of_its_own_lines(ask: Ask, history: History) -> None:
    found = ask("questions 2026-06 weekly")
    cut = Cut(found.scope.period.start, found.scope.period.end)
    names = {line["slug"]: line["name"] for line in history.of("project.upsert")}
    lines = list(history.within(cut, "question.asked"))
    assert bars(found, "questions.by_project") == drawn(lines, lambda x: names[x["project"]], "weekly")
