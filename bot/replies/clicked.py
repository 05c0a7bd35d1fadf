"""A click under a report as Slack sent it: what was chosen, in which message, by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.access import Visitor
from bot.messages.menus import STALE, chosen
from bot.post import Posted
from reports.errors import RequestError
from reports.request import Request


@dataclass(frozen=True)
class Clicked:
    """One click; `whispered`: in a message that this person alone sees; `at`: its moment as Slack has it."""

    action: str
    value: str
    row: str
    kind: str
    visitor: Visitor
    person: str
    posted: Posted
    whispered: bool
    response_url: str
    trigger: str
    at: str

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Clicked":
        """Read a payload; what is not there is empty, and refused when it is needed."""
        action, container, user = body["actions"][0], body.get("container") or {}, body["user"]
        option = action.get("selected_option") or {}
        return cls(
            action=str(action.get("action_id") or ""),
            value=str(option.get("value") or action.get("value") or ""),
            row=str(action.get("block_id") or ""),
            kind=str(action.get("type") or ""),
            visitor=Visitor.of(body),
            person=str(user.get("username") or user.get("name") or ""),
            posted=Posted(
                str(container.get("channel_id") or ""),
                str(container.get("message_ts") or ""),
                container.get("thread_ts"),
            ),
            whispered=bool(container.get("is_ephemeral")),
            response_url=str(body.get("response_url") or ""),
            trigger=str(body.get("trigger_id") or ""),
            at=str(action.get("action_ts") or ""),
        )

    @property
    def under(self) -> Request:
        """The report that was clicked under. Raises `RequestError` for words that no report of ours has."""
        return words(self.row.partition("|")[2])

    @property
    def wanted(self) -> Request:
        """The report that is wanted now. Raises `RequestError` for words that none of ours has."""
        return words(self.value) if self.kind == "button" else chosen(self.under, self.action, self.value)

    @property
    def turn(self) -> int:
        """How often the message will have been changed with this click."""
        number = self.row.partition("|")[0].rpartition(".")[2]
        return int(number) + 1 if number.isascii() and number.isdigit() and len(number) < 10 else 1


def words(text: str) -> Request:
    """A report by its words, as they travel in a message. Raises `RequestError` for what is none."""
    if not text:
        raise RequestError(STALE)
    return Request.parse(text)
