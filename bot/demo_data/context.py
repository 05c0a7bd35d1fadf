"""What sessions leave behind: documents, diagrams and memories."""

from collections.abc import Iterator

from bot.demo_data.chance import Chance
from bot.demo_data.company import Company
from bot.demo_data.conversations import Session
from bot.demo_data.line import Line

ARTIFACT, DOCUMENT, SHARED = 0.22, 0.70, 0.20
REMEMBERS, RECALLS = 0.15, 0.30


def context_lines(company: Company, made: tuple[tuple[Session, int], ...]) -> Iterator[Line]:
    """Yield artifacts and memories, with ids of one sequence."""
    yield from _artifacts(company, made)
    yield from _memories(company, made)


def _artifacts(company: Company, made: tuple[tuple[Session, int], ...]) -> Iterator[Line]:
    chance, number = Chance(f"{company.org.slug} artifacts"), 0
    for session, _ in made:
        if not chance.happens(ARTIFACT):
            continue
        number += 1
        moment = session.moment.soon(chance.between(120, 1500))
        thing: dict[str, object] = {
            "project": session.project,
            "user": None if company.automated else session.user,
            "artifact": f"art-{number}",
            "type": "document" if chance.happens(DOCUMENT) else "diagram",
        }
        yield company.org.event("artifact.created", f"x-{number}", moment, **thing, session=session.id)
        shared = moment.soon(chance.between(60, 7200)).after(86_400 * chance.poisson(1.5))
        if chance.happens(SHARED) and shared.day <= company.history.end:
            yield company.org.event("artifact.shared", f"xs-{number}", shared, **thing)


def _memories(company: Company, made: tuple[tuple[Session, int], ...]) -> Iterator[Line]:
    chance, since = Chance(f"{company.org.slug} memories"), company.history.on("2025-11-17")
    created = recalled = 0
    for session, _ in made:
        if session.moment.day < since:
            continue
        about = {"project": session.project, "user": None if company.automated else session.user}
        if created and chance.happens(RECALLS):
            recalled += 1
            memory, moment = f"mem-{chance.between(1, created)}", session.moment.soon(chance.between(5, 90))
            yield company.org.event(
                "memory.recalled", f"xr-{recalled}", moment, **about, memory=memory, session=session.id
            )
        if chance.happens(REMEMBERS):
            created += 1
            memory, moment = f"mem-{created}", session.moment.soon(chance.between(100, 1200))
            yield company.org.event(
                "memory.created", f"xm-{created}", moment, **about, memory=memory, session=session.id
            )
