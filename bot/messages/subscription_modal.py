"""The modal in which a subscription is changed: its days, its project, its sections or levels."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.messages import block_kit as kit
from bot.messages import subscription_words as told
from bot.messages.menus import offered
from bot.messages.message import Block
from bot.messages.modal import View, chosen_values, field, form, view
from bot.messages.projects import project_menu
from bot.messages.subscription_words import Shown
from bot.orders.subscribe import WEEKDAY_NAMES
from bot.schedule import WEEKDAYS, Schedule

CALLBACK = "subscription_edit"
TITLE = "Edit subscription"
ON, AT = "subscription:on", "subscription:at"
PROJECT, SECTIONS, LEVELS = "subscription:project", "subscription:sections", "subscription:levels"
MONTH_DAYS = (1, 15, 31)
USUAL_LEVELS = (50, 75, 90, 100)
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def subscription_modal(shown: Shown) -> View:
    """The modal, beginning with how the subscription is; its number travels with it."""
    blocks = [kit.section(f"*{shown.number}.  {told.kind(shown)}* in {told.place(shown)}")]
    blocks += _of_digest(shown) if shown.is_digest else [_levels(shown)]
    return form(CALLBACK, view(TITLE, blocks), "Save", str(shown.number))


def _of_digest(shown: Shown) -> Iterator[Block]:
    schedule, slugs = shown.schedule, {each.id: each.slug for each in shown.org.projects}
    zone = shown.subscription.time_zone
    clock: Block = {
        "type": "timepicker",
        "action_id": AT,
        "initial_time": f"{schedule.at:%H:%M}",
        "timezone": zone,
    }
    on = str(schedule).rpartition(" ")[0]
    yield field("It comes", kit.menu(ON, "Choose one", list(_days(on)), on))
    yield field("At", clock, f"In the time zone {zone}.")
    chosen = slugs.get(shown.subscription.project_id or 0)
    yield field("Project", project_menu(PROJECT, shown.org, chosen))
    yield _sections(shown)


def _days(own: str) -> Iterator[Block]:
    yield kit.option("Every day", "daily")
    for short, name in zip(WEEKDAYS, WEEKDAY_NAMES, strict=True):
        yield kit.option(f"Every {name.capitalize()}", f"weekly {short}")
    days = sorted({*MONTH_DAYS, *([int(own.split()[1])] if own.startswith("monthly") else [])})
    for day in days:
        words = f"Every month on day {day}" if day < 31 else "On the last day of every month"
        yield kit.option(words, f"monthly {day}")


def _sections(shown: Shown) -> Block:
    options = [kit.option(section.title, section.name) for section in offered(shown.org)]
    chosen = shown.subscription.sections
    menu: Block = {
        "type": "multi_static_select",
        "action_id": SECTIONS,
        "placeholder": kit.plain("The usual sections", kit.PLACEHOLDER),
        "options": options,
    }
    begun = options if chosen == ("all",) else [each for each in options if each["value"] in chosen]
    menu |= {"initial_options": begun} if begun else {}
    return field("Sections", menu, "Left empty, the usual ones come.", optional=True)


def _levels(shown: Shown) -> Block:
    levels = sorted({*USUAL_LEVELS, *shown.subscription.thresholds})
    options = [kit.option(_level(level), str(level)) for level in levels]
    boxes: Block = {"type": "checkboxes", "action_id": LEVELS, "options": options}
    begun = [each for each in options if int(each["value"]) in shown.subscription.thresholds]
    return field("Warn when so much of the contract is used", {**boxes, "initial_options": begun})


def _level(level: int) -> str:
    return "Above 100%" if level == told.LIMIT else f"At {level}%"


def number(text: str) -> int:
    """The number of a subscription; 0, which none has, for what is no number of ours."""
    return int(text) if _NUMBER.fullmatch(text) else 0


@dataclass(frozen=True)
class Edited:
    """What a person chose, none of it trusted; `number` is of the subscription."""

    number: int
    values: Mapping[str, Any]

    @classmethod
    def of(cls, submitted: Mapping[str, Any]) -> "Edited":
        """Read a submitted view."""
        return cls(number(str(submitted.get("private_metadata"))), chosen_values(dict(submitted)))

    @property
    def is_digest(self) -> bool:
        return LEVELS not in self.values

    @property
    def schedule(self) -> Schedule:
        """Raises `ValueError` for days or a time that there are not."""
        return Schedule.parse(f"{self.values.get(ON)} {self.values.get(AT)}")

    @property
    def project(self) -> str:
        return str(self.values.get(PROJECT) or "")

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(self.values.get(SECTIONS) or ())

    @property
    def levels(self) -> tuple[int, ...]:
        """Whole percents, rising. Raises `ValueError` for what is none."""
        return tuple(sorted(int(level) for level in self.values.get(LEVELS) or ()))
