"""The window in which a report is subscribed to: how often, on which day, when, and where it is posted."""

from collections.abc import Mapping
from typing import Any

from bot.messages import block_kit as kit
from bot.messages import modal
from bot.messages.message import Block
from bot.messages.modal import View
from bot.orders.subscribe import LONGEST_MONTH, WEEKDAY_NAMES
from bot.schedule import WEEKDAYS, Every, Schedule

CALLBACK = "subscribe"
TITLE = "Subscribe"
EVERY, DAY, AT, ZONE, CHANNEL = "every", "day", "at", "zone", "channel"
NINE = "09:00"
PERIODS = {Every.DAILY: "yesterday", Every.WEEKLY: "last week", Every.MONTHLY: "last month"}


def subscribing(channel: str, zone: str, metadata: str) -> View:
    """The window; it begins with Mondays at nine in a zone, in the channel of the report if it is in one."""
    every = [kit.option(f"{each.capitalize()}: {PERIODS[each]}", each) for each in Every]
    days = _group("Weekly", [(name.capitalize(), name[:3]) for name in WEEKDAY_NAMES])
    dates = _group("Monthly", [(str(number), str(number)) for number in range(1, LONGEST_MONTH + 1)])
    picker: Block = {"type": "static_select", "action_id": DAY, "option_groups": [days, dates]}
    clock: Block = {"type": "timepicker", "action_id": AT, "initial_time": NINE}
    place: Block = {
        "type": "conversations_select",
        "action_id": CHANNEL,
        "filter": {"include": ["public", "private", "im"]},
        **({"initial_conversation": channel} if channel else {}),
    }
    blocks = [
        modal.field("How often", kit.menu(EVERY, "How often", every, Every.WEEKLY)),
        modal.field(
            "Day",
            {**picker, "initial_option": days["options"][0]},
            "A weekday for weekly, a number for monthly; daily needs none.",
        ),
        modal.field("Time", clock),
        modal.field(
            "Time zone",
            {"type": "plain_text_input", "action_id": ZONE, "initial_value": zone},
            "For example Europe/Berlin.",
        ),
        modal.field("Channel", place),
    ]
    return modal.form(CALLBACK, modal.view(TITLE, blocks), "Subscribe", metadata)


def _group(label: str, choices: list[tuple[str, str]]) -> Block:
    return {"label": kit.plain(label, 75), "options": [kit.option(text, value) for text, value in choices]}


def schedule(chosen: Mapping[str, Any]) -> Schedule | dict[str, str]:
    """The schedule that was chosen, or what is wrong with it, by the field that says it."""
    every, day = str(chosen.get(EVERY)), str(chosen.get(DAY))
    try:
        at = Schedule.parse(f"daily {chosen.get(AT) or NINE}").at
    except ValueError:
        return {AT: "Choose a time. Example: 09:00"}
    match every:
        case Every.DAILY:
            return Schedule(Every.DAILY, at)
        case Every.WEEKLY if day in WEEKDAYS:
            return Schedule(Every.WEEKLY, at, WEEKDAYS.index(day))
        case Every.WEEKLY:
            return {DAY: "Choose a weekday."}
        case Every.MONTHLY if day.isdecimal() and 1 <= int(day) <= LONGEST_MONTH:
            return Schedule(Every.MONTHLY, at, int(day))
        case Every.MONTHLY:
            return {DAY: "Choose a day of the month, 1 to 31."}
        case _:
            return {EVERY: "Choose daily, weekly or monthly."}
