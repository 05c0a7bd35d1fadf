"""The users section: who is active, ranked, in which role, and when people are not named."""

import pytest
from sqlalchemy import Engine, update

from bot.replies.counting import Reader, report
from reports.errors import RequestError
from reports.parts import Table
from reports.report import Report
from reports.request import Request
from storage.tables import organizations
from tests.usage_lines import TODAY, Line, ask, line, now, organisation, part, rows, said, tell

RANGE = "2026-03-01..2026-03-30"


def person(id: str, name: str, **fields: object) -> Line:
    return line("user.upsert", id, "2026-01-01", display_name=name, **fields)


def role(user: str, job: str, since: str = "2026-01-01") -> Line:
    return line("user.role", f"ur-{user}-{since}", since, user=user, job_role=job, valid_from=since)


def question(id: str, user: str | None, day: str = "2026-03-10") -> Line:
    return line("question.asked", id, day, project="store", user=user)


def questions(user: str, count: int, day: str = "2026-03-10") -> list[Line]:
    return [question(f"q-{user}-{day}-{nth}", user, day) for nth in range(count)]


def in_channel(engine: Engine, words: str) -> Report:
    """The answer as a whole channel reads it."""
    return report(
        engine, Request.parse(words), lambda store: store.organization("acme"), Reader(False, TODAY)
    )


def with_rankings(engine: Engine, setting: str) -> None:
    with engine.begin() as connection:
        connection.execute(update(organizations).values(show_user_rankings=setting))


def test_ties_share_a_rank_and_the_next_one_is_left_out(engine: Engine) -> None:
    names = {"u-1": "zoe", "u-2": "Ann", "u-3": "Émile", "u-4": "Ann"}
    counts = {"u-1": 2, "u-2": 2, "u-3": 5, "u-4": 2}
    asked = [each for user, count in counts.items() for each in questions(user, count)]
    tell(engine, *organisation(), *(person(id, name) for id, name in names.items()), *asked)
    found = rows(ask(engine, f"users {RANGE}"), "users.by_user")
    assert [(row[0], row[1], row[3]) for row in found] == [
        ("Émile", 1, 5),
        ("Ann", 2, 2),
        ("Ann", 2, 2),
        ("zoe", 2, 2),
    ]


def test_whoever_acted_without_asking_is_in_the_list(engine: Engine) -> None:
    simulated = {"project": "store", "scenario": "sc", "verdict": "canceled", "user": "u-1"}
    recalled = {"project": "store", "memory": "mem", "user": "u-2"}
    service = person("u-3", "Robot", is_service=True)
    lines = line("simulation.finished", "m-1", "2026-03-10", **simulated), question("q-1", "u-3")
    memory = line("memory.recalled", "x-1", "2026-03-10", **recalled)
    tell(engine, *organisation(), person("u-1", "Ann"), person("u-2", "Ben"), service, *lines, memory)
    found = ask(engine, f"users {RANGE}")
    assert now(found, "users.active") == 1
    assert [row[:4] for row in rows(found, "users.by_user")] == [("Ann", 1, "Unspecified", 0)]


def test_changing_role_counts_in_each_and_once_in_the_total(engine: Engine) -> None:
    roles = role("u-1", "Support"), role("u-1", "Engineering", "2026-03-15"), role("u-2", "Engineering")
    asked = question("q-1", "u-1"), question("q-2", "u-1", "2026-03-20"), question("q-3", "u-2")
    tell(engine, *organisation(), person("u-1", "Ann"), person("u-2", "Ben"), *roles, *asked)
    found = ask(engine, f"users {RANGE}")
    assert [row[:2] for row in rows(found, "users.by_role")] == [("Engineering", 2), ("Support", 1)]
    total = part(found, Table, "users.by_role").total
    assert total is not None
    assert total[:2] == ("Total (exact)", 2)
    assert [row[2] for row in rows(found, "users.by_user")] == ["Engineering", "Engineering"]
    assert any("counts in each" in text for text in said(found))


def test_the_role_is_that_of_the_latest_day_inside_the_range(engine: Engine) -> None:
    roles = role("u-1", "Support"), role("u-1", "Engineering", "2026-03-15")
    asked = question("q-1", "u-1"), question("q-2", "u-1", "2026-03-20")
    tell(engine, *organisation(), person("u-1", "Ann"), *roles, *asked)
    early, late = "2026-03-01..2026-03-14", "2026-03-01..2026-03-20"
    assert rows(ask(engine, f"users {early}"), "users.by_user")[0][2] == "Support"
    assert rows(ask(engine, f"users {late}"), "users.by_user")[0][2] == "Engineering"


def test_a_message_names_ten_and_counts_the_others(engine: Engine) -> None:
    people = [person(f"u-{nth}", f"Person {nth:02d}") for nth in range(13)]
    asked = [each for nth in range(13) for each in questions(f"u-{nth}", nth)]
    session = line("session.created", "s-1", "2026-03-10", project="store", user="u-0")
    tell(engine, *organisation(), *people, *asked, session)
    found = ask(engine, f"users {RANGE}")
    assert [row[3] for row in rows(found, "users.by_user")] == list(range(12, 2, -1))
    assert "… and 3 more active users" in said(found)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("private", "Top users: ask with `private`"),
        ("off", "User rankings are switched off for Acme Inc.."),
    ],
)
def test_a_channel_reads_no_names_but_the_roles(engine: Engine, setting: str, words: str) -> None:
    tell(engine, *organisation(), person("u-1", "Ann"), role("u-1", "QA"), question("q-1", "u-1"))
    with_rankings(engine, setting)
    found = in_channel(engine, f"users {RANGE}")
    assert words in said(found)
    assert [table.key for table in found.tables] == ["users.by_role"]


def test_public_rankings_name_people_in_a_channel(engine: Engine) -> None:
    tell(engine, *organisation(), person("u-1", "Ann"), question("q-1", "u-1"))
    with_rankings(engine, "public")
    assert rows(in_channel(engine, f"users {RANGE}"), "users.by_user")[0][0] == "Ann"


def test_switched_off_rankings_are_hidden_from_one_person_too(engine: Engine) -> None:
    tell(engine, *organisation(), person("u-1", "Ann"), question("q-1", "u-1"))
    with_rankings(engine, "off")
    found = ask(engine, f"users {RANGE}")
    assert "users.by_user" not in [table.key for table in found.tables]


def test_nobody_is_said(engine: Engine) -> None:
    tell(engine, *organisation())
    assert "No active users in this range. Data starts Jan 1, 2026." in said(ask(engine, f"users {RANGE}"))


def test_a_role_that_arrives_late_does_not_hide_behind_unspecified(engine: Engine) -> None:
    tell(engine, *organisation(), person("u-1", "Ann"), question("q-1", "u-1"))
    tell(engine, role("u-1", "QA"), question("q-2", "u-1"))
    assert rows(ask(engine, f"users {RANGE}"), "users.by_user")[0][2] == "QA"


@pytest.mark.parametrize("words", ["by:role", "weekly", "graph"])
def test_users_takes_no_other_words(engine: Engine, words: str) -> None:
    tell(engine, *organisation())
    with pytest.raises(RequestError, match="I don't understand"):
        ask(engine, f"users {words}")
