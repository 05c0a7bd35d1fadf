"""The Home tab: published when it is opened, and after everything that is done in it."""

import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import post
from bot.access import Visitor
from bot.desk import Desk
from bot.home import Guest, home_of
from bot.listeners.answering import answering
from bot.listeners.offering import offered
from bot.listeners.subscriptions import BUTTONS, STALE
from bot.messages.home import PROJECT, REFRESH, home_view, one_moment, sorry
from bot.messages.modal import View
from bot.messages.sentence import sentence_message
from bot.messages.subscriptions import ACTION, TEST
from bot.orders import SendTest
from bot.refused import error_code
from bot.replies.reporting import admission
from bot.subscribing import Caller, carry_out
from reports.errors import RequestError
from storage.engine import writing
from storage.preferences import prefer_project

log = logging.getLogger(__name__)

_DONE_HERE = re.compile(rf"{ACTION}({'|'.join(BUTTONS)})")
_NUMBER = re.compile(r"[1-9]\d{0,8}")
GONE = "That project is not there any more. Choose another one."


def listen(app: App, desk: Desk) -> None:
    """Answer whoever opens the Home tab, and what is done in it."""

    @app.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") != "home":
            return
        guest = Guest(client, desk, _visitor(body))
        shown = event.get("view") or {}
        if not shown.get("private_metadata"):
            # What is there is nothing, or a sentence: something is seen at once, whatever waits before us.
            shown = _publish(guest, one_moment(), str(shown.get("hash") or "")) or {}
        desk.home.submit(refresh, guest, shown)

    @app.action(REFRESH, matchers=[_at_home])
    def again(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        desk.home.submit(refresh, Guest(client, desk, _visitor(body)), body["view"])

    @app.action(PROJECT, matchers=[_at_home])
    def chosen(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        guest = Guest(client, desk, _visitor(body))
        value = str((body["actions"][0].get("selected_option") or {}).get("value"))
        _do(guest, body, lambda: _prefer(guest, value), desk.home)

    @app.options(PROJECT)
    def projects(ack: Ack, body: dict[str, Any]) -> None:
        ack(options=offered(desk, _visitor(body), body.get("value")))

    @app.action(_DONE_HERE, matchers=[_at_home])
    def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        guest, action = Guest(client, desk, _visitor(body)), body["actions"][0]
        # A test is a whole digest with its charts: nobody's Home shall wait for one.
        pool = desk.work if action["action_id"] == f"{ACTION}{TEST}" else desk.home
        _do(guest, body, lambda: _carry_out(guest, action), pool)


def _at_home(body: Mapping[str, Any]) -> bool:
    """Whether something was done on the Home tab, and not under a message or in a modal."""
    return bool((body.get("view") or {}).get("type") == "home")


def _visitor(body: Mapping[str, Any]) -> Visitor:
    """Whoever is there; on the Home tab everybody is alone, whatever channel the payload names."""
    found = Visitor.of(body)
    return Visitor(found.team, found.user, None, found.home)


def _do(guest: Guest, body: Mapping[str, Any], deed: Callable[[], None], pool: Executor) -> None:
    """Do it in a pool, say in the direct message what went wrong, and show how things are now."""

    def tell(text: str) -> None:
        post.post(guest.client, guest.visitor.user, sentence_message(text))

    def work() -> None:
        answering(deed, tell)
        if not refresh(guest, body["view"]):
            # What overtook us may have been counted before the deed.
            refresh(guest, {})

    pool.submit(work)


def refresh(guest: Guest, shown: Mapping[str, Any]) -> bool:
    """Publish the tab anew; False if a newer one than `shown` is there already."""
    views: list[View] = []

    def count() -> None:
        views.append(home_view(home_of(guest)))

    answering(count, lambda text: views.append(sorry(text)))
    return _publish(guest, views[0], str(shown.get("hash") or "")) is not None


def _publish(guest: Guest, view: View, known_hash: str) -> Mapping[str, Any] | None:
    """The published view as Slack has it; None where a newer one is there, or Slack refused."""
    try:
        answer = guest.client.views_publish(user_id=guest.visitor.user, view=view, hash=known_hash or None)
    except (SlackApiError, OSError) as error:
        code = error_code(error) or type(error).__name__
        log.log(logging.DEBUG if code == "hash_conflict" else logging.WARNING, "Home: %s", code)
        return None
    found: Mapping[str, Any] = answer["view"]
    return found


def _prefer(guest: Guest, value: str) -> None:
    """Keep the project that somebody chose. Raises `RequestError` for one that is not theirs to choose."""
    org = admission(guest.desk, guest.visitor).org
    ids = {"all": None, **{project.slug: project.id for project in org.projects}}
    if value not in ids:
        raise RequestError(GONE)
    with writing(guest.desk.engine) as connection:
        prefer_project(connection, org.id, (guest.visitor.team, guest.visitor.user), ids[value])


def _carry_out(guest: Guest, action: Mapping[str, Any]) -> None:
    """Pause, resume, test or end a subscription; a test is told, the others are seen."""
    number = str(action.get("value"))
    if not _NUMBER.fullmatch(number):
        raise RequestError(STALE)
    order = BUTTONS[str(action["action_id"]).removeprefix(ACTION)](int(number))
    message = carry_out(Caller(guest.client, guest.desk, guest.visitor), order)
    if isinstance(order, SendTest):
        post.post(guest.client, guest.visitor.user, message)
