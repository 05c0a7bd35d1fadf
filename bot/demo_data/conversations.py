"""Sessions and their questions: who asked what, where, and how it was classified."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.demo_data import volume
from bot.demo_data.chance import Chance, Mix, mix
from bot.demo_data.company import Company, Person, Project
from bot.demo_data.line import LAST_SECOND, Line, Moment

ELSE = {"Validate": 6, "Write": 6, "Code": 5, "Other": 4, "Report": 2, "Configure": 1}
CATEGORIES = mix(Execute=19, Explain=17, Change=14, Triage=14, Debug=12, **ELSE)
INCIDENT_CATEGORIES = mix(Triage=95, Debug=88, Execute=15, Change=15, Explain=14, **ELSE)
# Together with automation's own, a human question's origins make the whole: ticketing 4 %, triggers 2 % each.
ORIGINS = mix(web_app=50, mcp=20, slack=16, chrome_extension=6, ticketing=3.6, api_trigger=1.3, monitor=1.3)
AUTOMATION_ORIGINS = mix(monitor=40, api_trigger=40, ticketing=20)
BY_AUTOMATION = 0.05  # of sessions, each with one question
FOLLOW_UPS = 1.87  # mean, of a person's session
OTHER_ORIGIN = 0.15  # of follow-ups come from elsewhere than their session
WITH_STAGE = 0.30
CLASSIFIED_LATER = 0.15
INCIDENT_FACTOR = 3.2


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation; `user` None = automation's."""

    id: str
    moment: Moment
    project: str
    user: str | None
    origin: str
    stage: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """One message; `category` None = never classified."""

    id: str
    moment: Moment
    session: Session
    origin: str
    category: str | None


class People:
    """Who asks next: by weight among those active on a day, newcomers first."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self._waiting = sorted((p for p in people if p.weight), key=lambda person: (person.joined, person.id))
        self._people = tuple(self._waiting)
        self._day: tuple[date, Mix] | None = None

    def next(self, chance: Chance, day: date) -> str:
        if self._waiting and self._waiting[0].joined <= day:
            return self._waiting.pop(0).id
        if self._day is None or self._day[0] != day:
            self._day = (day, Mix(tuple((p.id, p.weight) for p in self._people if p.joined <= day <= p.left)))
        return chance.pick(self._day[1])


@dataclass(frozen=True)
class Opening:
    """Where sessions begin: who is there, and the stream that decides."""

    company: Company
    chance: Chance
    people: People

    def session(self, id: str, day: date, automated: bool) -> Session:
        chance = self.chance
        project = self.company.project(chance.pick(self.company.project_mix(day)))
        return Session(
            id=id,
            moment=Moment(day, chance.between(0, LAST_SECOND) if automated else chance.daytime()),
            project=project.slug,
            user=None if automated else self.people.next(chance, day),
            origin=chance.pick(AUTOMATION_ORIGINS if automated else origins(self.company, day)),
            stage=self._stage(project),
        )

    def _stage(self, project: Project) -> str | None:
        if not project.stages or not self.chance.happens(WITH_STAGE):
            return None
        return self.chance.pick(project.stages_asked)


def origins(company: Company, day: date) -> Mix:
    return ORIGINS if day >= company.history.on("2025-11-10") else ORIGINS.without("slack")


def sessions(company: Company) -> Iterator[tuple[Session, int]]:
    """Yield every session with the number of its questions, in the order of their ids."""
    chance, made = Chance(f"{company.org.slug} sessions 47"), 0
    opening = Opening(company, chance, People(company.people))
    for day, left in _daily(company):
        while left:
            made += 1
            automated = chance.happens(BY_AUTOMATION)
            asked = 1 if automated else min(left, 1 + chance.poisson(FOLLOW_UPS))
            yield opening.session(f"s-{made}", day, automated), asked
            left -= asked


def _daily(company: Company) -> Iterator[tuple[date, int]]:
    """Yield each day with the number of its questions."""
    chance = Chance(f"{company.org.slug} questions 28")
    for number, day in company.history.days():
        factor = INCIDENT_FACTOR if day in company.incident else 1.0
        yield day, chance.poisson(volume.questions(number, day) * factor * company.scale)


def questions(company: Company, made: tuple[tuple[Session, int], ...]) -> Iterator[Question]:
    """Yield the questions of the sessions, in the order of their ids."""
    chance, total = Chance(f"{company.org.slug} asking"), 0
    classified_from = company.history.on("2026-01-12")
    for session, asked in made:
        day, seconds = session.moment.day, 0
        for turn in range(asked):
            total += 1
            seconds += chance.between(3, 12) if turn == 0 else chance.between(30, 480)
            origin = session.origin
            if turn and chance.happens(OTHER_ORIGIN):
                origin = chance.pick(origins(company, day))
            categories = INCIDENT_CATEGORIES if day in company.incident else CATEGORIES
            category = chance.pick(categories) if day >= classified_from else None
            yield Question(f"q-{total}", session.moment.soon(seconds), session, origin, category)


def session_lines(company: Company, made: tuple[tuple[Session, int], ...]) -> Iterator[Line]:
    for session, _ in made:
        yield company.org.event(
            "session.created",
            session.id,
            session.moment,
            project=session.project,
            user=session.user,
            origin=session.origin,
            mode="agent",
            stage=session.stage,
        )


def question_lines(company: Company, asked: tuple[Question, ...]) -> Iterator[Line]:
    """Yield a line per question, and a second one for those whose category came later."""
    chance = Chance(f"{company.org.slug} classification")
    for question in asked:
        later = question.category is not None and chance.happens(CLASSIFIED_LATER)
        yield company.org.event(
            "question.asked",
            question.id,
            question.moment,
            project=question.session.project,
            user=question.session.user,
            session=question.session.id,
            origin=question.origin,
            category=None if later else question.category,
            stage=question.session.stage,
        )
        if later:
            moment = question.moment.soon(chance.between(20, 300))
            yield company.org.event(
                "question.classified", question.id, moment, rev=1, category=question.category
            )
