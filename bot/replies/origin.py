"""Which message a window was opened from, kept in the window itself: ids, and the words of its report."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.access import Visitor
from bot.clock import wall
from bot.messages.menus import STALE
from bot.post import Posted
from bot.replies.clicked import Clicked, words
from reports.errors import RequestError
from reports.request import Request


@dataclass(frozen=True)
class Origin:
    """A message with a report; `url` answers the one who opened the window, `zone` is the organisation's."""

    row: str
    channel: str
    ts: str
    whispered: bool
    url: str
    zone: str = "UTC"

    @classmethod
    def of(cls, clicked: Clicked) -> "Origin":
        place = clicked.posted
        return cls(clicked.row, place.channel, place.ts, clicked.whispered, clicked.response_url)

    @classmethod
    def parse(cls, metadata: str) -> "Origin":
        """Read it back from a window. Raises `RequestError` for what no window of ours holds."""
        try:
            found = cls(**json.loads(metadata))
        except (ValueError, TypeError):
            raise RequestError(STALE) from None
        if not all(isinstance(getattr(found, name), str) for name in ("row", "channel", "ts", "url", "zone")):
            raise RequestError(STALE)
        return found

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    def clicked(self, body: Mapping[str, Any], value: str) -> Clicked:
        """What was submitted in the window, as if a button with these words had been clicked there."""
        user = body["user"]
        return Clicked(
            action=str(body["view"]["callback_id"]),
            value=value,
            row=self.row,
            kind="button",
            visitor=replace(Visitor.of(body), channel=self.channel),
            person=str(user.get("username") or user.get("name") or ""),
            posted=Posted(self.channel, self.ts),
            whispered=self.whispered,
            response_url=self.url,
            trigger=f"{body['view']['id']} {body['view'].get('hash')}",
            at=f"{wall('UTC').timestamp():.6f}",  # Slack says when a button was clicked, and not this
        )

    @property
    def request(self) -> Request:
        """The report that is shown there. Raises `RequestError` for words that are none of ours."""
        return words(self.row.partition("|")[2])
