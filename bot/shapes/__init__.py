"""How Slack's requests are shaped, as far as listeners read them: no other gets to a listener."""

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.shapes.acts import ACTS, Command
from bot.shapes.events import EVENTS, Event, Greeting, Inner
from bot.shapes.parts import Part

log = logging.getLogger(__name__)

REFUSED = "This is nothing that Slack sends."


class WellFormed(Middleware):
    """Lets through what is shaped as Slack's requests are, and refuses all else in a line of the log.

    A class, because Bolt reads parts of the request itself before it calls a function.
    """

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        try:
            for shape, part in _shapes(req.body):
                shape.model_validate(part)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            # Only where it is and what is wrong: what stands there may be anything.
            place = ascii(".".join(map(str, first["loc"])))[:80]
            log.warning(
                "A request was refused that is not shaped as Slack's are: %s at %s", first["type"], place
            )
            return BoltResponse(status=400, body=REFUSED)
        return next()


def _shapes(body: Mapping[str, Any]) -> Iterator[tuple[type[Part], Any]]:
    """The shapes that a request must have, each with the part of it that must have it."""
    if "command" in body:
        yield Command, body
    elif "event" in body or body.get("type") == "event_callback":
        yield Event, body
        yield EVENTS.get(body["event"]["type"], Inner), body["event"]
    else:
        yield ACTS.get(str(body.get("type")), Greeting), body
