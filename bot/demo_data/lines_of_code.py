"""Lines of code read: in investigations, in simulations, and by the weekly indexing."""

from collections.abc import Iterator

from bot.demo_data.chance import Chance
from bot.demo_data.company import Company
from bot.demo_data.conversations import Question
from bot.demo_data.line import Line, Moment
from bot.demo_data.simulations import Simulation

INVESTIGATES, INVESTIGATED = 0.55, (8.3, 1.0)
SIMULATED_WITH_CODE, SIMULATED = 0.30, (9.0, 0.8)
INDEXED = (300_000, 1_200_000)


def investigation_lines(company: Company, asked: tuple[Question, ...]) -> Iterator[Line]:
    chance, made = Chance(f"{company.org.slug} investigations"), 0
    for question in asked:
        if chance.happens(INVESTIGATES):
            made += 1
            session = question.session
            yield company.org.event(
                "code.analyzed",
                f"li-{made}",
                question.moment.soon(chance.between(5, 60)),
                project=session.project,
                purpose="investigation",
                lines=1 + int(chance.lognormal(*INVESTIGATED)),
                repository=chance.one(company.repositories_of(session.project, question.moment.day)),
                session=session.id,
            )


def simulated_lines(company: Company, ran: tuple[Simulation, ...]) -> Iterator[Line]:
    chance, made = Chance(f"{company.org.slug} simulated code"), 0
    for simulation in ran:
        if chance.happens(SIMULATED_WITH_CODE):
            made += 1
            project = simulation.run.project
            yield company.org.event(
                "code.analyzed",
                f"ls-{made}",
                simulation.moment,
                project=project,
                purpose="simulation",
                lines=1 + int(chance.lognormal(*SIMULATED)),
                repository=chance.one(company.repositories_of(project, simulation.moment.day)),
            )


def indexing_lines(company: Company) -> Iterator[Line]:
    """Yield each repository's weekly indexing; what serves several projects is no single project's."""
    chance, made = Chance(f"{company.org.slug} indexing"), 0
    for _, day in company.history.days():
        for place, repository in enumerate(company.repositories):
            if repository.since <= day and place % 7 == day.weekday():
                made += 1
                yield company.org.event(
                    "code.analyzed",
                    f"lx-{made}",
                    Moment(day, chance.between(3600, 18_000)),
                    project=repository.projects[0] if len(repository.projects) == 1 else None,
                    purpose="indexing",
                    lines=chance.between(*INDEXED),
                    repository=repository.id,
                )
