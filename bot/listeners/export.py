"""*Export CSV* under a report: the button, its modal, and the file that comes of it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.access import Visitor, admitted
from bot.desk import Desk
from bot.export import Place, Wish, deliver
from bot.listeners.answering import answering
from bot.messages import export_modal as modal
from bot.messages.export import PREPARING
from bot.messages.export_choice import Chosen
from bot.messages.menus import EXPORT
from bot.messages.modal import saying
from bot.replies.clicked import Clicked
from bot.replies.window import Window, opened, renamed, saying_under
from reports.errors import RequestError
from reports.request import Request
from storage.engine import reading
from storage.store import Store

_METADATA = re.compile(r"([CDG][A-Z0-9]+) (\d+\.\d+|alone)")
ALONE = "alone"  # instead of a thread: the file is for whoever asked
STALE = "This window no longer fits its report. Close it and press Export CSV again."


def listen(app: App, desk: Desk) -> None:
    """Answer the button and what is done in its modal."""

    @app.action(EXPORT)
    def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        if window := opened(client, body, modal.TITLE):
            desk.work.submit(answering, lambda: _fill(window, desk, body), window.tell)

    @app.action(modal.SELECT_ALL, matchers=[_in_our_window])
    def select_all(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        _window(client, body).show(modal.ticked(body["view"], every=True))

    @app.action(modal.CLEAR_ALL, matchers=[_in_our_window])
    def clear_all(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        _window(client, body).show(modal.ticked(body["view"], every=False))

    @app.view(modal.CALLBACK)
    def submitted(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        chosen, place = Chosen.of(body["view"]), _place(body)
        if chosen.errors:
            ack(response_action="errors", errors=chosen.errors)
            return
        if place is None:
            ack(response_action="update", view=saying(modal.TITLE, STALE))
            return
        window = renamed(client, body, modal.TITLE)
        ack(response_action="update", view=saying_under(window, PREPARING))
        wish = _wish(chosen.request, place, body)
        desk.exports.submit(answering, lambda: window.say(deliver(client, desk, wish)), window.tell)


def _in_our_window(body: Mapping[str, Any]) -> bool:
    """Whether something was pressed in the modal, and not elsewhere by its name."""
    return bool((body.get("view") or {}).get("callback_id") == modal.CALLBACK)


def _window(client: WebClient, body: Mapping[str, Any]) -> Window:
    return Window(client, body["user"]["id"], modal.TITLE, {"view_id": body["view"]["id"]})


def _fill(window: Window, desk: Desk, body: Mapping[str, Any]) -> None:
    """Show what can be chosen, beginning with what the button says."""
    clicked = Clicked.of(body)
    request, posted = _request(clicked.value), clicked.posted
    if not (posted.channel and posted.ts):
        raise RequestError(STALE)
    with reading(desk.engine) as connection:
        org = admitted(Store(connection), desk, Visitor.of(body)).org
    # Only the one who sees an ephemeral message could see its thread, so there is none.
    thread = ALONE if clicked.whispered else posted.below
    alone = clicked.whispered or posted.channel.startswith("D")
    choice = modal.Choice(request, f"{posted.channel} {thread}", alone)
    window.show(modal.modal(choice, org, desk.now(org.time_zone).date()))


def _request(words: str) -> Request:
    """The export that a button stands for. Raises `RequestError` for words that no button of ours has."""
    request = Request.parse(words)
    if request.section != "export":
        raise RequestError(STALE)
    return request


def _place(body: Mapping[str, Any]) -> tuple[str, Place] | None:
    """Where it was asked for, and where the file goes; None when the modal does not say that as ours do."""
    match = _METADATA.fullmatch(str(body["view"].get("private_metadata") or ""))
    if match is None:
        return None
    return match[1], Place(body["user"]["id"]) if match[2] == ALONE else Place(match[1], match[2])


def _wish(request: Request, places: tuple[str, Place], body: Mapping[str, Any]) -> Wish:
    visitor, (asked_in, place) = Visitor.of(body), places
    person = str(body["user"].get("name") or body["user"].get("username") or "")
    alone = replace(request, visibility="private") if place.channel == visitor.user else request
    return Wish(alone, place, visitor.user, visitor.team, f"exported by {person}", asked_in, visitor.home)
