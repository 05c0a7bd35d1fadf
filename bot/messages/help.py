"""What can be asked and told: sections, ranges, filters, regular things; how fresh the numbers are."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages import block_kit as kit
from bot.messages.message import Message
from reports.section import Need, Section
from reports.sections import SECTIONS
from reports.words import day
from storage.records import Organization

DOCS = "https://playerzero.ai/docs"
GET_STARTED = (
    ("AI Player overview", f"{DOCS}/features/ai-player"),
    ("Code Simulations", f"{DOCS}/features/code-sim"),
    ("Workflows", f"{DOCS}/features/workflows"),
)
RANGES = (
    "`today` `yesterday` `last-7d` `last-4w` `last-3m` `this-week` `last-week` `this-month` `last-month` "
    "`this-quarter` `last-quarter` `ytd` `all` `2026-10` `2026-Q3` `2026-10-01..2026-10-31`"
)
FILTERS = (
    "`project:<slug>` or `project:all` • `by:<breakdown>` • `daily` `weekly` `monthly` • "
    "`table` `graph` (workflows) • `public` or `private` (only you see it) • `vs:none` (no comparison)"
)
DIGESTS = (
    "`subscribe weekly mon 09:00`  a digest in this channel; also `daily 09:00` and `monthly 1 09:00`, with "
    "`project:<slug>`, `sections:overview,questions`, `tz:Europe/Berlin` as you like"
)
ALERTS = "`alerts credits on`  a warning here at 90% and above 100% of the contract; others: `at:75,90,100`"
CHANGES = (
    "`subscriptions`  what comes, and its numbers: then `test 3`, `pause 3 until 2026-12-01`, `resume 3`, "
    "`unsubscribe 3`\n`default project:<slug>`  what this channel means where no project is named"
)
FRESHNESS = (
    "Every answer ends with *data through*: the moment of the latest event that has arrived. "
    "Events may arrive late, and are counted on the day they happened, so a number for a past day can still "
    "grow: that is why today's file may differ from yesterday's. "
    "Days are whole calendar days in the zone that the answer names."
)


def help_message(org: Organization, through: datetime | None, topic: str) -> Message:
    """Help for an organisation; `topic` "freshness" explains why numbers change."""
    fresh = kit.escape(_fresh(org, through))
    if "fresh" in topic:
        return Message(f"{fresh} {FRESHNESS}", (kit.section(f"*{fresh}*\n{FRESHNESS}"),))
    sections = [section for section in SECTIONS if section.needs is not Need.CONTRACT or org.contracts]
    names = ", ".join(section.name for section in sections)
    return Message(
        f"Type /usage, a section ({names}) and a range, as in /usage questions last-30d; "
        f"/usage subscribe weekly mon 09:00 for a digest. {fresh}",
        (
            kit.header("What you can ask"),
            kit.section("Track how your team uses PlayerZero: type `/usage`, a section, and a range."),
            kit.section("*Sections*\n" + "\n".join(_line(section) for section in sections)),
            kit.section(f"*Ranges* (without one: `last-30d`)\n{RANGES}{' `contract`' * bool(org.contracts)}"),
            kit.section(f"*Filters*\n{FILTERS}"),
            kit.section(f"*Regularly*\n{_regularly(org)}"),
            kit.section("*For example*\n`/usage questions last-14d by:origin weekly`"),
            kit.context([f"Get started: {' • '.join(f'<{url}|{title}>' for title, url in GET_STARTED)}"]),
            kit.context([f"{fresh} Why numbers change: `/usage help freshness`"]),
        ),
    )


def _line(section: Section) -> str:
    by = ", ".join(f"`by:{breakdown.name}`" for breakdown in section.breakdowns)
    return f"`{section.name}`  {section.summary}" + (f" ({by})" if by else "")


def _regularly(org: Organization) -> str:
    return "\n".join([DIGESTS, *([ALERTS] if org.contracts else []), CHANGES])


def _fresh(org: Organization, through: datetime | None) -> str:
    if through is None:
        return f"No data has arrived for {org.name} yet."
    local = through.astimezone(ZoneInfo(org.time_zone))
    return f"Data for {org.name} through {day(local.date())} {local:%H:%M} ({org.time_zone})."
