"""The contracts: Acme's pilot, the gap after it and the year that overflows; Globex's seats."""

from collections.abc import Iterator

from bot.demo_data.company import Company
from bot.demo_data.credits import CREDIT, Charge, money
from bot.demo_data.line import Line

PILOT = 8_000 * CREDIT
STEP = 500 * CREDIT


def credit_contracts(company: Company, charged: tuple[Charge, ...]) -> Iterator[Line]:
    """Yield the two credit contracts, the second sized so that its 100 % day is the one of the story."""
    history = company.history
    start, end = history.on("2026-02-01"), history.on("2027-02-01")
    full = history.on("2026-11-11")
    used = sum(charge.micro for charge in charged if start <= charge.moment.day <= full)
    pilot = {"term_start": str(history.first), "term_end": str(history.on("2026-01-01"))}
    annual = {"term_start": str(start), "term_end": str(end)}
    yield company.org.dimension(
        "contract.upsert",
        "c-pilot",
        history.first,
        name="Pilot",
        basis="credits",
        **pilot,
        allocation=money(PILOT),
    )
    yield company.org.dimension(
        "contract.upsert",
        f"c-{start.year}",
        history.on("2026-01-20"),
        name=f"{start.year} annual",
        basis="credits",
        **annual,
        # 100 % is passed only by more than the allocation, so an exact multiple goes a step down.
        allocation=money((used - 1) // STEP * STEP),
    )


def seat_contract(company: Company) -> Line:
    history = company.history
    return company.org.dimension(
        "contract.upsert",
        "c-seats",
        history.first,
        name="Team plan",
        basis="seats",
        term_start=str(history.first),
        term_end=str(history.on("2027-02-01")),
    )
