"""Issues on their way through the workflows."""

from collections.abc import Iterator
from itertools import pairwise

from bot.demo_data import volume
from bot.demo_data.chance import Chance
from bot.demo_data.company import Company, Project
from bot.demo_data.line import Line, Moment

ADVANCES = 0.88
FAILS_TEST = 0.15
ENTERS_AT_RCA = 0.12
APPROVED_BY_HAND = 0.25
HOURS = (1.6, 0.9)  # in a stage: lognormal, about five, often longer


def issue_lines(company: Company) -> Iterator[Line]:
    """Yield every issue and its moves, up to the end of the history."""
    chance, made, moved = Chance(f"{company.org.slug} issues"), 0, 0
    for number, day in company.history.days():
        for project in company.projects if day.weekday() < 5 else ():
            mean = project.issues * (0.35 + volume.growth(number, 215, 62))
            for _ in range(chance.poisson(mean)):
                made += 1
                opened = Moment(day, chance.daytime())
                yield _issue(company, project, made, opened)
                for moment, source, target in _moves(company, chance, project, opened):
                    moved += 1
                    approval = _approval(chance, source)
                    ends = {"from": source, "to": target, "approval": approval}
                    issue = f"iss-{made}"
                    yield company.org.event(
                        "stage.transitioned", f"t-{moved}", moment, project=project.slug, issue=issue, **ends
                    )


def _issue(company: Company, project: Project, number: int, opened: Moment) -> Line:
    key = f"{project.tickets}-{4000 + number}"
    return company.org.event("issue.upsert", f"iss-{number}", opened, project=project.slug, ticket_key=key)


def _approval(chance: Chance, source: str | None) -> str:
    if source is None:
        return "entry"
    return "manual" if chance.happens(APPROVED_BY_HAND) else "auto"


def _moves(
    company: Company, chance: Chance, project: Project, opened: Moment
) -> Iterator[tuple[Moment, str | None, str | None]]:
    """Yield (moment, from, to) for each move of an issue; to None = it left before its end."""
    moment = opened.soon(chance.between(1, 600))
    for source, target in pairwise([None, *_path(chance, project)]):
        yield moment, source, target
        moment = moment.after(60 + int(3600 * chance.lognormal(*HOURS)))
        if moment.day > company.history.end:
            return


def _path(chance: Chance, project: Project) -> Iterator[str | None]:
    """Yield the stages that an issue comes through; None at the end if it leaves before the last."""
    stages = [stage.id for stage in project.stages]
    place = 1 if chance.happens(ENTERS_AT_RCA) else 0
    while True:
        yield stages[place]
        if place == len(stages) - 1:
            return
        if not chance.happens(ADVANCES):
            yield None
            return
        if stages[place] == "test" and chance.happens(FAILS_TEST):
            place = stages.index("fix")
        else:
            place += 1
