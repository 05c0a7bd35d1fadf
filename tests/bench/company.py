"""A large company in the lines of a source: 500 people in 20 projects, and what they work with."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

FIRST, LAST = date(2024, 12, 1), date(2026, 11, 30)
DAYS = (LAST - FIRST).days + 1
ZONE = "America/New_York"
PEOPLE, PROJECTS, WITH_WORKFLOW = 500, 20, 15
FIRST_PEOPLE = 150  # the others join evenly over the first 600 days
JOIN_DAYS = 600
ROLES = ("Engineering", "QA", "Support", "Product", "SRE", "Customer Success", "Data", "Leadership")
ROLE_SHARES = (40, 13, 17, 10, 7, 7, 3, 3)  # of a hundred
CHANGE_EVERY, CHANGE_DAYS_BEFORE_END = 12, 15  # so that a role changes inside the last 30 days (D-20)
STAGES = (("triage", "entry"), ("rca", "entry"), ("fix", "work"), ("test", "work"), ("close", "terminal"))
EDGES = (("triage", "rca"), ("rca", "fix"), ("fix", "test"), ("test", "fix"), ("test", "close"))
TOOLS = ("jira", "zendesk", "confluence", "slack", "linear", "datadog")

Line = dict[str, Any]


def joins(person: int) -> int:
    """After how many days of the history a person begins."""
    return max(0, (person - FIRST_PEOPLE) * JOIN_DAYS // (PEOPLE - FIRST_PEOPLE))


def roles(person: int) -> tuple[tuple[int, str], ...]:
    """The roles of a person, each with the number of the day from which it holds."""
    place = person * 61.8 % 100  # spreads the roles evenly over old and new people
    role = next(role for role, upper in zip(ROLES, accumulate(ROLE_SHARES), strict=True) if place <= upper)
    if person % CHANGE_EVERY:
        return ((0, role),)
    return (0, role), (DAYS - CHANGE_DAYS_BEFORE_END, ROLES[(ROLES.index(role) + 1) % len(ROLES)])


def lines() -> Iterator[str]:
    """Everything that an organisation is, before anything happens."""
    for line in _lines():
        yield json.dumps(line)


def _lines() -> Iterator[Line]:
    yield _line("org.upsert", "org-acme", name="Acme Inc.", time_zone=ZONE, data_start_on=str(FIRST))
    slugs = [f"project-{number:02}" for number in range(1, PROJECTS + 1)]
    for slug in slugs:
        yield _line("project.upsert", f"p-{slug}", slug=slug, name=slug.replace("-", " ").title())
    for number in range(PEOPLE):
        yield from _person(number)
    for number in range(60):
        served = slugs[number % PROJECTS :: 7]
        yield _line("repository.upsert", f"r-{number}", name=f"acme/{number}", provider="github",
                    connected_on=str(FIRST), projects=served)  # fmt: skip
    for tool in TOOLS:
        yield _line("integration.upsert", f"i-{tool}", provider=tool, category="other",
                    connected_on=str(FIRST), projects=slugs)  # fmt: skip
    stages = [{"id": id_, "name": id_.title(), "type": type_} for id_, type_ in STAGES]
    for slug in slugs[:WITH_WORKFLOW]:
        yield _line("workflow.upsert", f"w-{slug}", project=slug, name="Defects",
                    stages=stages, edges=EDGES)  # fmt: skip
    for year in (2024, 2025, 2026):
        yield _line("contract.upsert", f"c-{year}", name=f"{year} annual", basis="credits",
                    term_start=f"{year}-12-01", term_end=f"{year + 1}-12-01",
                    allocation="2000000")  # fmt: skip


def _person(number: int) -> Iterator[Line]:
    name = f"Person {number:03}"
    yield _line("user.upsert", f"u-{number:03}", display_name=name, email=f"u{number:03}@acme.test")
    for nth, (since, role) in enumerate(roles(number)):
        yield _line("user.role", f"ur-{number:03}-{nth}", user=f"u-{number:03}", job_role=role,
                    valid_from=str(FIRST + timedelta(days=since)))  # fmt: skip


def _line(kind: str, id_: str, **fields: object) -> Line:
    at = f"{FIRST}T05:00:00Z"
    return {"v": 1, "kind": kind, "id": id_, "source": "playerzero", "at": at, "org": "acme", **fields}
