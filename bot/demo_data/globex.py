"""Globex, the second, tiny organisation: other people's numbers that must never show up at Acme.

Its ids overlap Acme's on purpose, and it pays by seats, so it has no credits.
"""

from zoneinfo import ZoneInfo

from bot.demo_data.company import DEFAULT, Company, Integration, Person, Project, Repository
from bot.demo_data.history import History
from bot.demo_data.line import Org

PEOPLE = (("Jonas Feld", "Engineering", 1.6), ("Aylin Demir", "QA", 1.0), ("Petra Novak", "Product", 0.6))


def globex(history: History) -> Company:
    first = history.first
    return Company(
        name="Globex",
        org=Org("globex", ZoneInfo("Europe/Berlin")),
        history=history,
        people=tuple(
            Person(f"u-{number:03d}", name, ((first, role),), first, history.end, weight)
            for number, (name, role, weight) in enumerate(PEOPLE, start=1)
        ),
        projects=(Project("p-portal", "portal", "Customer Portal", 1, first, DEFAULT, 0.2, "GLO"),),
        repositories=(Repository("r-01", "globex/portal", first, ("portal",)),),
        integrations=(Integration("jira", "ticketing", first, ("portal",)),),
        scale=0.03,
        automated=False,
    )
