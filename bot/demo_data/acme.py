"""Acme Inc., the company of the demo: its people, projects, repositories and tools."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.demo_data.chance import Chance
from bot.demo_data.company import (
    CLOSE,
    DEFAULT,
    FIX,
    RCA,
    SECURITY,
    TEST,
    TRIAGE,
    Company,
    Integration,
    Person,
    Project,
    Repository,
)
from bot.demo_data.history import History
from bot.demo_data.line import Org

# In the order of their ids, u-001 to u-060, by the role they have in the end.
NAMES = (
    ("Engineering", "Ada Lindqvist;Tomas Varga;Priya Raman;Joel Akande;Hana Sato;Marcus Bell;Ines Duarte"),
    ("Engineering", "Owen Fletcher;Leila Haddad;Viktor Dahl;Nadia Petrova;Caleb Winters;Sofia Marino"),
    ("Engineering", "Raj Malhotra;Emma Kowalski;Diego Fuentes;Mira Okafor;Felix Brandt;Yuki Tanabe"),
    ("Engineering", "Noah Castellan;Amara Nwosu;Lukas Steiner;Grace Holloway;Tariq Aziz"),
    (
        "QA",
        "Bianca Rossi;Samuel Ortega;Ivy Chen;Henrik Moe;Zoë Carrington;Dmitri Volkov;Layla Farouk;Ben Ashby",
    ),
    ("Support", "Chloe Whitaker;Mateo Silva;Rosa Delgado;Kofi Mensah;Anneke Visser;Jamal Carter;Greta Lund"),
    ("Support", "Pavel Horak;Tessa Monroe;Arjun Nair"),
    ("Product", "Elena Costa;Simon Archer;Maya Goldberg;Théo Laurent;Wanda Kruger;Isaac Dunn"),
    ("SRE", "Oskar Nyberg;Carmen Vidal;Declan Byrne;Sunita Rao"),
    ("Customer Success", "Harper Quinn;Luis Navarro;Freya Olsen;Anton Reyes"),
    ("Data", "Keiko Mori;Bruno Teixeira"),
    ("Leadership", "Margaret Sloane;Victor Adeyemi"),
)
DAY_ONE = (1, 3, 6, 10, 14, 17, 21, 25, 28, 33, 36, 43, 49, 53)
NEVER = (5, 19, 24, 32, 41, 47, 56, 58, 60)
LEFT = ((6, "2026-02-27"), (36, "2026-06-30"), (28, "2026-09-15"))
CHANGED = (
    (53, "2026-01-05", "Support"),
    (17, "2026-04-01", "SRE"),
    (43, "2026-08-03", "Support"),
    (10, "2026-10-12", "QA"),
    (33, "2026-11-09", "Customer Success"),
)
HEAVIEST = 17
JOINING_DAYS = 396  # thirteen months
REPOSITORIES = (
    ("2025-10-01", "storefront", "web;catalog;checkout;search"),
    ("2025-10-01", "payments-api", "ledger;fraud;billing;gateway;payments"),
    ("2025-10-01", "mobile-app", "ios;android"),
    ("2025-10-01", "storefront;payments-api;mobile-app", "monorepo"),
    ("2026-03-02", "data-platform", "pipelines;warehouse;events;dashboards"),
    ("2026-03-02", "storefront", "promotions;recommendations"),
    ("2026-08-01", "mobile-app", "mobile-kit;push"),
    ("2026-08-01", "payments-api", "invoicing;payouts"),
    ("2026-08-01", "data-platform", "feature-store"),
)


def acme(history: History) -> Company:
    return Company(
        name="Acme Inc.",
        org=Org("acme", ZoneInfo("America/New_York")),
        history=history,
        people=_people(history),
        projects=_projects(history),
        repositories=_repositories(history),
        integrations=_integrations(history),
        scale=1.0,
        automated=True,
        incident=frozenset(history.on(f"2026-06-{day}") for day in (16, 17, 18)),
    )


def day_one_or(history: History, reference: str) -> date:
    """Return the date shifted, but the first day of the history for what is there from the start."""
    return history.first if reference == "2025-10-01" else history.on(reference)


def _people(history: History) -> tuple[Person, ...]:
    named = [(name, role) for role, names in NAMES for name in names.split(";")]
    joined, weights = _joined(history), _weights(len(named))
    left = {number: history.on(day) for number, day in LEFT}
    return tuple(
        Person(
            id=f"u-{number:03d}",
            name=name,
            roles=_roles(history, number, role),
            joined=joined.get(number, history.end),
            left=left.get(number, history.end),
            weight=weights[number] if number in joined else 0.0,
        )
        for number, (name, role) in enumerate(named, start=1)
    )


def _joined(history: History) -> dict[int, date]:
    newcomers = [number for number in range(1, 61) if number not in DAY_ONE + NEVER]
    order = Chance("acme joining").shuffled(newcomers)
    step = JOINING_DAYS / (len(order) + 1)
    later = {n: history.first + timedelta(days=int(step * place)) for place, n in enumerate(order, start=1)}
    return later | dict.fromkeys(DAY_ONE, history.first)


def _weights(count: int) -> dict[int, float]:
    chance = Chance("acme weights 347")
    weights = {number: chance.lognormal(0, 0.85) for number in range(1, count + 1)}
    most = max(weights, key=lambda number: weights[number])
    weights[most], weights[HEAVIEST] = weights[HEAVIEST], weights[most]
    return weights


def _roles(history: History, number: int, role: str) -> tuple[tuple[date, str], ...]:
    for changed, day, former in CHANGED:
        if changed == number:
            return ((history.first, former), (history.on(day), role))
    return ((history.first, role),)


def _projects(history: History) -> tuple[Project, ...]:
    first, mobile = history.first, (TRIAGE, RCA, FIX, SECURITY, TEST, CLOSE)
    return (
        Project("p-store", "storefront", "Storefront", 38, first, DEFAULT, 3.2, "STORE"),
        Project("p-pay", "payments-api", "Payments API", 30, first, DEFAULT, 2.4, "PAY"),
        Project("p-mob", "mobile-app", "Mobile App", 22, first, mobile, 1.6, "MOB"),
        Project("p-data", "data-platform", "Data Platform", 10, history.on("2026-03-02")),
    )


def _repositories(history: History) -> tuple[Repository, ...]:
    flat = [(since, slugs, name) for since, slugs, names in REPOSITORIES for name in names.split(";")]
    return tuple(
        Repository(f"r-{n:02d}", f"acme/{name}", day_one_or(history, since), tuple(slugs.split(";")))
        for n, (since, slugs, name) in enumerate(flat, start=1)
    )


def _integrations(history: History) -> tuple[Integration, ...]:
    first, three = history.first, ("payments-api", "storefront", "mobile-app")
    return (
        Integration("jira", "ticketing", first, three),
        Integration("zendesk", "ticketing", first, ("payments-api", "storefront")),
        Integration("confluence", "docs", first, three),
        Integration("slack", "collaboration", first, three),
        Integration("datadog", "mcp", history.on("2026-02-10"), ("payments-api",)),
        Integration(
            "linear", "ticketing", history.on("2026-03-05"), ("mobile-app",), history.on("2026-09-30")
        ),
    )
