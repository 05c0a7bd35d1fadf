"""The Home tab of one person: contract, key figures, their subscriptions, and what was delivered lately."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.messages import block_kit as kit
from bot.messages import subscription_words as told
from bot.messages.home_deliveries import delivery_lines
from bot.messages.message import Block
from bot.messages.modal import View
from bot.messages.pieces import figure_field
from bot.messages.projects import project_menu
from bot.messages.subscription_words import Shown
from bot.messages.subscriptions import ACTION, LIST, buttons
from reports.numbers import Credits
from reports.parts import Level, Meter
from reports.report import Report
from storage.deliveries import Delivery
from storage.records import Organization

CALLBACK = "home"
PROJECT, REFRESH, REPORT = "home:project", "home:refresh", "usage:report"
EDIT = f"{ACTION}edit"
MOST = 12  # subscriptions: two blocks each, of the hundred that Slack takes
BAR = 20  # characters of the contract's bar
LEVELS = {Level.OK: ":large_green_circle:", Level.WARNING: ":warning:", Level.OVER: ":rotating_light:"}
DIVIDER: Block = {"type": "divider"}
NOTHING = "Nothing comes to you yet. In any channel: `/usage subscribe weekly mon 09:00`"
ASK = (
    "Ask in any channel with `/usage questions last-30d`, in a thread with the shortcut "
    "*Usage for this thread*. Everything you can ask: `/usage help`"
)


@dataclass(frozen=True)
class Home:
    """What somebody's Home tab shows, as of one moment; `contract` None where there is none to see."""

    overview: Report
    contract: Report | None
    subscriptions: tuple[Shown, ...]
    own: tuple[Shown, ...]  # the organisation's, for those who may change them
    deliveries: tuple[Delivery, ...]
    project: str | None  # the slug that they chose
    may_change: bool

    @property
    def org(self) -> Organization:
        return self.overview.scope.org


def home_view(home: Home) -> View:
    """The whole tab."""
    return _view(home.org.slug, list(_blocks(home)))


def one_moment() -> View:
    """The tab before anything is known: it names no organisation."""
    return _view("", [kit.header("PlayerZero Usage"), kit.section("One moment…"), kit.context([ASK])])


def sorry(sentence: str) -> View:
    """The tab of somebody who may not see anything, or when the store cannot be read."""
    return _view(
        "", [kit.header("PlayerZero Usage"), kit.section(kit.cut_escaped(sentence, kit.SECTION_TEXT))]
    )


def _view(slug: str, blocks: list[Block]) -> View:
    return {"type": "home", "callback_id": CALLBACK, "private_metadata": slug, "blocks": blocks}


def _blocks(home: Home) -> Iterator[Block]:
    yield kit.header(f"PlayerZero Usage • {home.org.name}")
    yield kit.row("home:menus", _controls(home))
    if home.contract:
        yield from _contract(home.contract)
    yield kit.header("Last 30 days")
    yield kit.section(_opening(home.overview))
    figures = [figure_field(each) for each in home.overview.figures[1 : kit.FIELDS + 1]]
    yield from [kit.fields(figures)] if figures else []
    yield kit.context([kit.escape(home.overview.context)])
    yield DIVIDER
    yield kit.header("Your subscriptions")
    yield from _subscriptions(home)
    yield DIVIDER
    yield kit.header("Last deliveries")
    places = (*home.subscriptions, *home.own)
    yield from (kit.section(text) for text in delivery_lines(home.deliveries, places, home.org))
    yield kit.context([ASK])


def _controls(home: Home) -> list[Block]:
    return [
        project_menu(PROJECT, home.org, home.project),
        kit.button("Usage report…", REPORT, "home", "Choose a usage report"),
        kit.button("Refresh", REFRESH, "home", "Count these figures again"),
    ]


def _contract(report: Report) -> Iterator[Block]:
    for meter in (part for part in report.parts if isinstance(part, Meter)):
        lines = [kit.escape(line) for line in meter.lines]
        yield kit.header(f"Contract: {meter.title}")
        said = f"*{lines[0]}*\n{lines[1]} {LEVELS[meter.level]}"
        yield kit.section(f"{bar(meter.used, meter.limit)}\n{said}")
        yield kit.context([" • ".join(lines[2:])])


def bar(used: Credits, limit: Credits) -> str:
    """A bar of characters, filled as far as used; below it stands the same in words."""
    filled = min(BAR, used.micro * BAR // limit.micro) if limit.micro > 0 else BAR * (used.micro > 0)
    return "█" * max(0, filled) + "░" * (BAR - max(0, filled))


def _opening(report: Report) -> str:
    sentence = report.sentence
    claim = f"*{kit.escape(sentence.claim)}* {kit.escape(sentence.during)}"
    return f"{claim}   {kit.escape(sentence.trend)}".rstrip()


def _subscriptions(home: Home) -> Iterator[Block]:
    if not home.subscriptions:
        yield kit.section(NOTHING)
    for shown in home.subscriptions[:MOST]:
        yield _entry(shown)
        if home.may_change:
            test, pause, *rest = buttons(shown)
            label = f"Edit: number {shown.number}, {told.kind(shown)}"
            edit = kit.button("Edit…", EDIT, str(shown.number), label)
            yield kit.row(f"{LIST}:{shown.number}", [pause, edit, test, *rest])
    if len(home.subscriptions) > MOST:
        yield kit.context([f"… and {len(home.subscriptions) - MOST} more: `/usage subscriptions`"])
    if home.own:
        yield DIVIDER
        yield kit.header("The organisation's own")
    for shown in home.own:
        test, pause = buttons(shown)
        yield _entry(shown)
        yield kit.row(f"{LIST}:{shown.number}", [pause, test])


def _entry(shown: Shown) -> Block:
    """Two lines: what it is, and its particulars."""
    particulars = [told.project(shown), told.holds(shown)] if shown.is_digest else []
    small = " • ".join(kit.escape(text) for text in (*particulars, told.state(shown)))
    title = f"*{shown.number}.  {told.kind(shown)}*   {kit.escape(told.when(shown))}"
    return kit.section(f"{title}\n{told.place(shown)} • {small}")
