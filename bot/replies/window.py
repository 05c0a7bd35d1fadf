"""A modal before a person, who may have closed it meanwhile."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from time import sleep
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import post
from bot.messages.modal import View, saying
from bot.messages.sentence import sentence_message
from bot.refused import error_code

log = logging.getLogger(__name__)

PATIENCE = (0.1, 0.4, 1.5)


@dataclass(frozen=True)
class Window:
    """A modal by its title and its name: `view_id`, or the `external_id` that an acknowledgement gave it."""

    client: WebClient
    user: str
    title: str
    name: Mapping[str, str]
    patience: tuple[float, ...] = ()  # seconds between looks, where it may not bear its name yet

    def show(self, view: View) -> bool:
        """Change what it shows; False if it is not there."""
        for pause in (*self.patience, 0.0):
            try:
                self.client.views_update(**self.name, view=view)
                return True
            except (SlackApiError, OSError) as error:
                if error_code(error) != "not_found":
                    log.warning("A modal was not changed: %s", error_code(error) or type(error).__name__)
                    return False
            sleep(pause)
        return False

    def say(self, text: str) -> None:
        """Show a sentence that a person may miss."""
        self.show(saying(self.title, text))

    def tell(self, text: str) -> None:
        """Show a sentence that the person must not miss: in the direct message if the window is closed."""
        if not self.show(saying(self.title, text)):
            post.post(self.client, self.user, sentence_message(text))


def opened(client: WebClient, body: Mapping[str, Any], title: str) -> Window | None:
    """A new window that says "One moment…", before anything is looked up: its trigger lasts three seconds."""
    try:
        answer = client.views_open(trigger_id=body["trigger_id"], view=saying(title, "One moment…"))
    except (SlackApiError, OSError) as error:
        log.warning("A modal could not be opened: %s", error_code(error) or type(error).__name__)
        return None
    return Window(client, body["user"]["id"], title, {"view_id": str(answer["view"]["id"])})


def renamed(client: WebClient, body: Mapping[str, Any], title: str) -> Window:
    """The window of a submitted view, under the name that its acknowledgement must give it.

    What comes of it may be known before Slack has read the acknowledgement, which must not cover it then.
    """
    name = f"{body['view']['callback_id']}-{body['view']['id']}"
    return Window(client, body["user"]["id"], title, {"external_id": name}, PATIENCE)


def saying_under(window: Window, text: str) -> View:
    """The view that acknowledges a submission: a sentence, under the window's new name."""
    return {**saying(window.title, text), **window.name}
