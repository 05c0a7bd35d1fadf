"""`subscribe`: a digest for the channel where it is asked for."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.access import Admission, Role
from bot.messages.message import Message
from bot.messages.subscription_words import Shown, moment
from bot.messages.subscriptions import Field, subscription_message
from bot.orders import Subscribe
from bot.orders.sections import ALL
from bot.schedule import range_word
from bot.subscribing.caller import Caller, Change
from reports import words
from reports.digest import DEFAULT, Wish, measure_digest
from reports.errors import ProjectNeeded, RequestError, listed
from reports.ranges import Range, resolve
from reports.request import Request
from storage.engine import reading
from storage.records import Organization, Project
from storage.store import Store
from storage.subscriptions import DIGEST, Subscription, Wanted, add, of_org
from storage.subscriptions.holding import hold


@dataclass(frozen=True)
class Content:
    """What a digest is about: a project or all, and the titles of its sections."""

    project: Project | None
    titles: tuple[str, ...]


def subscribe(caller: Caller, order: Subscribe) -> Message:
    """Set a digest up, unless the same comes already, and say what comes next."""
    admission = caller.admitted(Role.MANAGER)
    content = _content(caller, admission, order)
    with caller.changing(admission) as change:
        hold(change.connection, admission.org.id)
        wanted = _wanted(caller, admission.org, order, content.project)
        found = _same(change, wanted)
        subscription = found or add(change.connection, wanted, change.now)
        if found is None:
            change.record("subscribe", f"{subscription.id}: {order}")
    shown = caller.shown(subscription, admission)
    claim = f"{'Already subscribed' if found else 'Subscribed'}: number {shown.number}."
    if shown.paused:
        claim += f" It is paused; to go on: /usage resume {shown.number}"
    return subscription_message(shown, claim, _fields(shown, content), new=found is None)


def _content(caller: Caller, admission: Admission, order: Subscribe) -> Content:
    """What the digest would hold now: what cannot be counted or shown here is refused at once."""
    word, now = range_word(order.schedule), caller.now(admission)
    project = _project(admission, order, now)
    wish = Wish(word, project.slug if project else None, order.sections)
    with reading(caller.desk.engine) as connection:
        digest = measure_digest(Store(connection), admission.org, wish, now)
    return Content(project, tuple(report.section.title for report in digest.reports))


def _project(admission: Admission, order: Subscribe, now: datetime) -> Project | None:
    """The project that is meant, None for all, once every section named is found to fit it."""
    named = order.sections if order.sections != ALL else ()
    scopes = []
    for name in named or (_usual(admission.org),):
        # Whoever is in the channel reads a digest, whatever is usual for answers there.
        request = Request(name, Range(range_word(order.schedule)), order.project, visibility="public")
        admission.check(request)
        try:
            scopes.append(request.scope(admission.org, now, admission.alone, admission.default_project))
        except ProjectNeeded:
            raise _project_needed(admission.org, order) from None
    return scopes[0].project


def _usual(org: Organization) -> str:
    """The first of the usual sections that may be shown here."""
    return next((name for name in DEFAULT if org.bounds.shows(name)), DEFAULT[0])


def _project_needed(org: Organization, order: Subscribe) -> RequestError:
    slugs = [project.slug for project in org.projects]
    example = replace(order, project=slugs[0] if slugs else "payments-api")
    return RequestError(
        f"Workflow data is per project and isn't added up across projects. Pick one: `/usage {example}`. "
        f"Your projects: {listed(slugs)}"
    )


def _wanted(caller: Caller, org: Organization, order: Subscribe, project: Project | None) -> Wanted:
    return Wanted(
        org_id=org.id,
        project_id=project.id if project else None,
        team_id=caller.visitor.team,
        channel=caller.channel,
        owner=caller.visitor.user,
        kind=DIGEST,
        schedule=str(order.schedule),
        time_zone=order.zone or org.time_zone,
        sections=order.sections,
    )


def _same(change: Change, wanted: Wanted) -> Subscription | None:
    """The subscription that brings the same already, whoever owns it."""
    others = of_org(change.connection, wanted.org_id)
    return next((other for other in others if _brings(other) == _brings(wanted)), None)


def _brings(it: Subscription | Wanted) -> tuple[object, ...]:
    return (it.team_id, it.channel, it.kind, it.schedule, it.time_zone, it.project_id, it.sections)


def _fields(shown: Shown, content: Content) -> list[Field]:
    """When the next one comes, which days it covers, and what it holds."""
    due, zone, holds = shown.next_due, shown.org.time_zone, ", ".join(content.titles)
    if due is None:
        return [("Holds", holds)]
    period = resolve(
        Range(range_word(shown.schedule)), shown.org, due.at.astimezone(ZoneInfo(zone)).date()
    ).period
    return [
        ("Next", moment(due.at, shown.subscription.time_zone)),
        ("Covers", f"{words.span(period)} ({words.days(period.days)}, {zone})"),
        ("Holds", f"{holds}, and the figures as a CSV file in the thread"),
    ]
