"""What was charged, in micro-credits. The rates are invented: none are public."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.demo_data.chance import Chance
from bot.demo_data.company import Company
from bot.demo_data.conversations import Question
from bot.demo_data.line import Line, Moment
from bot.demo_data.simulations import Simulation

CREDIT = 1_000_000
QUESTION, HEAVY_QUESTION, HEAVY = (800_000, 2_400_000), (6_000_000, 14_000_000), 0.14
SIMULATION = (350_000, 900_000)
MONITOR, FIRST_MONITORS, LAST_MONITORS = (250_000, 750_000), 6, 14
REPOSITORY = (600_000, 1_400_000)  # a day; half at weekends
NOT_CHARGED = ("canceled", "errored")
REINDEX, ADJUSTMENT = 620 * CREDIT, -40_500_000


@dataclass(frozen=True, slots=True)
class Charge:
    """One credit entry. Negative ones are adjustments."""

    moment: Moment
    category: str
    micro: int
    project: str | None = None
    user: str | None = None
    reason: str | None = None


def charges(company: Company, asked: tuple[Question, ...], ran: tuple[Simulation, ...]) -> tuple[Charge, ...]:
    return (
        *_player(asked),
        *_simulation(ran),
        *_monitor(company),
        *_world_model(company),
        *_special(company),
    )


def _player(asked: tuple[Question, ...]) -> Iterator[Charge]:
    chance = Chance("player credits 7823")
    for question in asked:
        micro = chance.between(*(HEAVY_QUESTION if chance.happens(HEAVY) else QUESTION))
        moment = question.moment.soon(chance.between(2, 40))
        yield Charge(moment, "Player", micro, question.session.project, question.session.user)


def _simulation(ran: tuple[Simulation, ...]) -> Iterator[Charge]:
    chance = Chance("simulation credits")
    for simulation in ran:
        if simulation.verdict not in NOT_CHARGED:
            run = simulation.run
            yield Charge(simulation.moment, "Simulation", chance.between(*SIMULATION), run.project, run.user)


def _monitor(company: Company) -> Iterator[Charge]:
    chance, since = Chance("monitor credits"), company.history.on("2026-04-24")
    span = (company.history.end - since).days
    for _, day in company.history.days():
        if day >= since:
            added = (LAST_MONITORS - FIRST_MONITORS) * (day - since).days // span
            for place in range(FIRST_MONITORS + added):
                yield Charge(Moment(day, 21_600 + 60 * place), "Monitor", chance.between(*MONITOR))


def _world_model(company: Company) -> Iterator[Charge]:
    chance = Chance("world model credits")
    for _, day in company.history.days():
        for place, repository in enumerate(company.repositories):
            if repository.since <= day:
                micro = chance.between(*REPOSITORY) // (2 if day.weekday() >= 5 else 1)
                yield Charge(Moment(day, 9_000 + 60 * place), "WorldModel", micro)


def _special(company: Company) -> Iterator[Charge]:
    reindexed, adjusted = company.history.on("2026-07-20"), company.history.on("2026-09-03")
    yield Charge(Moment(reindexed, 39_600), "WorldModel", REINDEX, reason="monorepo re-index")
    yield Charge(Moment(adjusted, 36_000), "WorldModel", ADJUSTMENT, reason="duplicate index run")


def credit_lines(company: Company, charged: tuple[Charge, ...]) -> Iterator[Line]:
    for number, charge in enumerate(charged, start=1):
        yield company.org.event(
            "credits.used" if charge.micro >= 0 else "credits.adjusted",
            f"cr-{number}",
            charge.moment,
            project=charge.project,
            user=charge.user,
            category=charge.category,
            amount=money(charge.micro),
            **({"reason": charge.reason} if charge.reason else {}),
        )


def money(micro: int) -> str:
    """Return micro-credits as decimal text of credits, without needless zeros."""
    whole, part = divmod(abs(micro), CREDIT)
    text = f"{whole}.{part:06d}".rstrip("0").rstrip(".")
    return text if micro >= 0 else f"-{text}"
