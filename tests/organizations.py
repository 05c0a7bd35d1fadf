"""Organisations for tests that need no database."""

from datetime import date

from storage.records import Contract, Organization, Project

PROJECTS = (
    Project(1, "data-platform", "Data Platform", archived=False),
    Project(2, "mobile-app", "Mobile App", archived=False),
    Project(3, "payments-api", "Payments API", archived=False),
    Project(4, "storefront", "Storefront", archived=True),
)


def organization(
    *, week_start: int = 0, projects: tuple[Project, ...] = PROJECTS, contracts: tuple[Contract, ...] = ()
) -> Organization:
    """Acme as the reports see it."""
    return Organization(
        id=1,
        slug="acme",
        name="Acme Inc.",
        time_zone="America/New_York",
        week_start=week_start,
        data_start_on=date(2025, 10, 1),
        show_user_rankings="private",
        visibility="public",
        projects=projects,
        contracts=contracts,
        labels={},
    )


def contract(start: date, end: date, allocation: int = 1000) -> Contract:
    """A contract of so many credits."""
    return Contract("c", "Contract", start, end, allocation * 1_000_000, ())
