"""A subscription in words: what comes, when, where, and how it stands."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.messages import block_kit as kit
from bot.orders.subscribe import WEEKDAY_NAMES
from bot.schedule import WEEKDAYS, Due, Every, Schedule, occurrences
from reports import words
from reports.sections import section_named
from storage.records import Organization
from storage.subscriptions import DIGEST, ORGANIZATION, Subscription

AHEAD = timedelta(days=62)  # the longest time between two of a monthly one
LIMIT = 100  # percent: told when it is exceeded, every other level when it is reached
NOTE_TEXT = 200


@dataclass(frozen=True)
class Shown:
    """A subscription as somebody reads it at a moment (aware) in a channel `here`."""

    subscription: Subscription
    org: Organization
    now: datetime
    here: str

    @property
    def number(self) -> int:
        return self.subscription.id

    @property
    def is_digest(self) -> bool:
        return self.subscription.kind == DIGEST

    @property
    def is_own(self) -> bool:
        """Whether it is the organisation's own, which follows a setting."""
        return self.subscription.owner == ORGANIZATION

    @property
    def paused(self) -> bool:
        until = self.subscription.paused_until
        return not self.subscription.active and (until is None or until > self.now)

    @property
    def schedule(self) -> Schedule:
        """When a digest comes; alerts have none."""
        return Schedule.parse(self.subscription.schedule)

    @property
    def next_due(self) -> Due | None:
        """The next occurrence of a digest that is not paused for good."""
        if not self.is_digest or (self.paused and self.subscription.paused_until is None):
            return None
        after = self.subscription.paused_until if self.paused else None
        start = max(self.now, after or self.now).astimezone(UTC)
        return next(occurrences(self.schedule, self.subscription.time_zone, start, start + AHEAD), None)


def kind(shown: Shown) -> str:
    """Weekly digest; credit warnings"""
    return f"{shown.schedule.every.capitalize()} digest" if shown.is_digest else "Credit warnings"


def rhythm(schedule: Schedule) -> str:
    """every Monday at 09:00; on day 31 of every month, or its last, at 09:00"""
    match schedule.every:
        case Every.DAILY:
            on = "every day"
        case Every.WEEKLY:
            on = f"every {WEEKDAY_NAMES[schedule.day].capitalize()}"
        case Every.MONTHLY:
            on = f"on day {schedule.day} of every month{', or its last,' * (schedule.day > 28)}"
    return f"{on} at {schedule.at:%H:%M}"


def levels(thresholds: tuple[int, ...]) -> str:
    """at 75%, 90% and above 100%"""
    named = tuple(f"above {level}%" if level == LIMIT else f"{level}%" for level in thresholds)
    said = words.joined(named)
    return said if thresholds[0] == LIMIT else f"at {said}"


def when(shown: Shown) -> str:
    """every Monday at 09:00 (America/New_York); at 90% and above 100% of the contract"""
    if shown.is_digest:
        return f"{rhythm(shown.schedule)} ({shown.subscription.time_zone})"
    return f"{levels(shown.subscription.thresholds)} of the contract, once each"


def project(shown: Shown) -> str:
    """The name of the project, or All Projects."""
    names = {project.id: project.name for project in shown.org.projects}
    wanted = shown.subscription.project_id
    return "All Projects" if wanted is None else names.get(wanted, "another project")


def place(shown: Shown) -> str:
    """Where it comes, as Slack shows it to whoever may see that channel."""
    channel = shown.subscription.channel
    if channel == shown.here:
        return "this direct message" if channel.startswith("D") else "this channel"
    return "a direct message" if channel.startswith("D") else f"<#{kit.escape(channel)}>"


def owner(shown: Shown) -> str:
    """Who set it up."""
    if shown.is_own:
        return "the organisation's own"
    return f"set up by <@{kit.escape(shown.subscription.owner)}>"


def moment(at: datetime, zone: str) -> str:
    """Mon, Nov 23, 2026 at 09:00"""
    local = at.astimezone(ZoneInfo(zone))
    return f"{WEEKDAYS[local.weekday()].capitalize()}, {words.day(local.date())} at {local:%H:%M}"


def state(shown: Shown) -> str:
    """next Mon, Nov 23, 2026 at 09:00; paused until …; why the bot paused it"""
    said, zone = shown.subscription, shown.subscription.time_zone or shown.org.time_zone
    if shown.paused and said.paused_until:
        return f"paused until {moment(said.paused_until, zone)}"
    if shown.paused:
        return f"paused: {kit.cut(said.note, NOTE_TEXT)}" if said.note else "paused"
    due = shown.next_due
    return f"next {moment(due.at, zone)}" if due else "on"


def holds(shown: Shown) -> str:
    """The sections that were chosen, or the usual ones."""
    chosen = shown.subscription.sections
    if not chosen:
        return "the usual sections"
    if chosen == ("all",):
        return "all sections"
    return ", ".join(section_named(name).title for name in chosen)
