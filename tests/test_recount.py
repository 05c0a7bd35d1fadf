"""The demo history's figures of credits, people and projects equal a recount of its lines."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from reports.numbers import Credits
from reports.parts import Figure, Meter, Table
from tests.demo_history import RANGES, Ask, asked, assert_compared, numbered, step
from tests.recount import Cut, History, bucket
from tests.usage_lines import bars, part

CATEGORIES = ("Player", "Simulation", "Monitor", "WorldModel")


def micro(history: History, cut: Cut) -> int:
    return sum(line["micro"] for line in history.credits(cut))


@pytest.mark.parametrize("words", RANGES)
def test_credits_by_category_are_those_of_the_lines(ask: Ask, history: History, words: str) -> None:
    for found, cut in asked(ask, "credits", words):
        total, before = Credits(micro(history, cut)), Credits(micro(history, cut.before()))
        assert_compared(part(found, Figure, "credits.total"), total, before, history, cut)
        sums: Counter[str] = Counter()
        drawn: dict[str, Counter[str]] = {category: Counter() for category in CATEGORIES}
        for line in history.credits(cut):
            sums[line["category"]] += line["micro"]
            drawn[line["category"]][bucket(line["day"], step(words))] += line["micro"]
        assert numbered(found, "credits.by_category") == [(name, Credits(sums[name])) for name in CATEGORIES]
        assert bars(found, "credits.by_category") == drawn


@pytest.mark.parametrize("words", RANGES)
def test_credits_by_project_add_up_to_the_total(ask: Ask, history: History, words: str) -> None:
    found, cut = next(asked(ask, "credits", words))
    names = {line["slug"]: line["name"] for line in history.of("project.upsert")}
    drawn: dict[str, Counter[str]] = {}
    for line in history.credits(cut):
        name = names.get(line["project"], "Not attributed to a project")
        drawn.setdefault(name, Counter())[bucket(line["day"], step(words))] += line["micro"]
    expected = {name: Credits(sum(days.values())) for name, days in drawn.items()}
    assert sorted(numbered(found, "credits.by_project"), key=str) == sorted(expected.items(), key=str)
    assert bars(found, "credits.by_project") == drawn


@pytest.mark.parametrize("words", RANGES)
def test_a_project_says_which_credits_it_leaves_out(ask: Ask, history: History, words: str) -> None:
    for found, cut in asked(ask, "credits", words):
        left = [line for line in history.credits(Cut(cut.start, cut.end)) if line["project"] is None]
        said = [note.text for note in found.notes if note.key == "credits.not_included"]
        if cut.project and left:
            amount = sum(line["micro"] for line in left)
            assert said[0].startswith(f"Not included: {round(amount / 1e6):,} org-level credits (WorldModel")
            assert ("Monitor" in said[0]) == ("Monitor" in {line["category"] for line in left})
        else:
            assert said == []


def test_a_range_over_the_gap_between_contracts_is_divided(ask: Ask, history: History) -> None:
    for found, cut in asked(ask, "credits", "2025-12-15..2026-02-10"):
        edges = [cut.start, date(2026, 1, 1), date(2026, 2, 1), cut.end]
        pilot, outside, annual = (
            micro(history, Cut(start, end, cut.project)) for start, end in pairwise(edges)
        )
        assert numbered(found, "credits.by_contract") == [
            ("Pilot", Credits(pilot)),
            ("2026 annual", Credits(annual)),
            ("Outside any contract", Credits(outside)),
        ]
        text = f"{round(outside / 1e6):,} credits fall outside any contract (Jan 1–31, 2026)"
        assert (text in [note.text for note in found.notes]) == bool(outside)


def test_the_contract_is_the_whole_organisations_whatever_is_asked(ask: Ask, history: History) -> None:
    used = micro(history, Cut(date(2026, 2, 1), date(2026, 12, 2)))
    annual = next(line for line in history.of("contract.upsert") if line["name"] == "2026 annual")
    allocation = int(annual["allocation"]) * 1_000_000
    for section in ("credits", "contract", "overview"):
        for found, _ in asked(ask, section, "last-week"):
            card = part(found, Meter, "contract.card")
            assert (card.used, card.limit) == (Credits(used), Credits(allocation))


@pytest.mark.parametrize("words", RANGES)
def test_the_overview_counts_people_sessions_and_what_is_connected(
    ask: Ask, history: History, words: str
) -> None:
    for found, cut in asked(ask, "overview", words):
        active, before = len(history.active(cut)), len(history.active(cut.before()))
        assert_compared(part(found, Figure, "overview.active_users"), active, before, history, cut)
        sessions = Counter(bucket(s["day"], step(words)) for s in history.within(cut, "session.created"))
        assert part(found, Figure, "overview.sessions").now == sum(sessions.values())
        assert bars(found, "overview.sessions") == {"Player sessions": sessions}
        repositories = history.connected("repository.upsert", cut)
        integrations = history.connected("integration.upsert", cut)
        code = sum(line["lines"] for line in history.within(cut, "code.analyzed"))
        assert part(found, Figure, "overview.repositories").now == repositories
        assert part(found, Figure, "overview.integrations").now == integrations
        assert part(found, Figure, "overview.code").now == code


@pytest.mark.parametrize("words", RANGES)
def test_roles_are_those_in_which_people_acted(ask: Ask, history: History, words: str) -> None:
    for section in ("overview", "users"):
        for found, cut in asked(ask, section, words if section == "overview" else words.split()[0]):
            expected = sorted(history.active_by_role(cut).items(), key=lambda item: (-item[1], item[0]))
            table = part(found, Table, f"{section}.by_role")
            assert numbered(found, table.key) == expected
            assert table.total is not None
            assert table.total[1] == len(history.active(cut))


@pytest.mark.parametrize("words", RANGES)
def test_people_are_ranked_by_their_questions(ask: Ask, history: History, words: str) -> None:
    for found, cut in asked(ask, "users", words.split()[0]):
        asked_by = Counter(line["user"] for line in history.within(cut, "question.asked"))
        latest = {
            line["user"]: line["role"] for line in sorted(history.acts(cut), key=lambda x: str(x["day"]))
        }
        people = sorted(latest, key=lambda user: (-asked_by[user], history.users[user]["display_name"]))
        expected = [
            (
                history.users[user]["display_name"],
                1 + sum(asked_by[other] > asked_by[user] for other in people),
                latest[user],
                asked_by[user],
            )
            for user in people
        ]
        assert numbered(found, "users.by_user") == expected[:10]
        more = [note.text for note in found.notes if note.key == "users.by_user.more"]
        assert more == ([f"… and {len(people) - 10} more active users"] if len(people) > 10 else [])


@pytest.mark.parametrize("words", RANGES)
def test_projects_show_what_each_was_used_for(ask: Ask, history: History, words: str) -> None:
    found, everything = next(asked(ask, "projects", words.split()[0]))
    table = part(found, Table, "projects.by_project")
    for row in (*table.rows, table.total):
        assert row is not None
        project = None if row[0] == "Total" else str(row[1])
        cut = Cut(everything.start, everything.end, project)
        finished = [
            line
            for line in history.within(cut, "simulation.finished")
            if line["verdict"] in ("passed", "failed", "inconclusive")
        ]
        questions = len(list(history.within(cut, "question.asked")))
        sessions = len(list(history.within(cut, "session.created")))
        assert row[2:] == (questions, sessions, len(finished), len(history.active(cut)))
