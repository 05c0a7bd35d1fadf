"""What a person does on the page: send, press, choose, submit."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from bot.sandbox.page.guard import Endpoint
from bot.sandbox.page.screen import Screen
from bot.sandbox.state import Answer, Message, View, Where
from bot.sandbox.workspace import Workspace

Form = Mapping[str, list[str]]
Json = dict[str, Any]
_LONGEST_BODY = 1_000_000  # bytes
_LONGEST_RUN = 20.0  # seconds


def doing(workspace: Workspace) -> Mapping[str, Endpoint]:
    """The endpoints that change something, by their paths; each takes a form."""

    def act(form: Form) -> Answer:
        chosen, block = form.get("value", []), _first(form, "block_id") or None
        person, place = _first(form, "person"), _place(workspace, form)
        return workspace.choose(person, place, _first(form, "action_id"), *chosen, block_id=block)

    def submit(form: Form) -> Answer:
        return workspace.submit(_first(form, "person"), _view(workspace, form))

    def close(form: Form) -> Answer:
        return workspace.close(_first(form, "person"), _view(workspace, form))

    def shortcut(form: Form) -> Answer:
        message = _message(workspace, form) if "ts" in form else None
        return workspace.shortcut(_first(form, "person"), _first(form, "callback_id"), message)

    def suggest(form: Form) -> Json:
        place, typed = _place(workspace, form), _first(form, "value")
        return {"options": workspace.suggest(_first(form, "person"), place, _first(form, "action_id"), typed)}

    def step(form: Form) -> Json:
        return _run_step(workspace, form)

    async def send(request: Request) -> Response:
        answered = await _done(request, lambda form: _send(workspace, form))
        if "text/html" not in request.headers.get("accept", ""):
            return answered
        return RedirectResponse(_back(await _form(request)), 303)

    return {
        "/page/send": send,
        "/page/act": lambda request: _done(request, act),
        "/page/submit": lambda request: _done(request, submit),
        "/page/close": lambda request: _done(request, close),
        "/page/shortcut": lambda request: _done(request, shortcut),
        "/page/suggest": lambda request: _done(request, suggest),
        "/page/step": lambda request: _done(request, step),
    }


async def _done(request: Request, do: Callable[[Form], Answer | Json]) -> Response:
    if int(request.headers.get("content-length", 0)) > _LONGEST_BODY:
        return PlainTextResponse("That is too long to send.", 413)
    form = await _form(request)
    try:
        # The app has three seconds to acknowledge; the others' pages must not wait for that.
        answered = await run_in_threadpool(do, form)
    except LookupError as error:
        return JSONResponse({"error": f"That is not here any more: {error}"}, 404)
    return JSONResponse({"error": answered.error} if isinstance(answered, Answer) else answered)


async def _form(request: Request) -> Form:
    return parse_qs((await request.body()).decode(errors="replace"), keep_blank_values=True)


def _back(form: Form) -> str:
    words = {"as": _first(form, "person"), "thread": _first(form, "thread")}
    return f"/c/{quote(_first(form, 'channel'), safe='')}?{urlencode(words)}"


def _send(workspace: Workspace, form: Form) -> Answer:
    person, channel = workspace.users[_first(form, "person")], workspace.channels[_first(form, "channel")]
    words = _first(form, "text").replace("\r\n", "\n").strip()
    if not words or person.id not in channel.members:
        return Answer(error="no_text" if not words else "not_in_channel")
    if words.split()[0] == "/invite" and not channel.is_im:
        workspace.invite_bot(channel.id)
        return Answer()
    typed = words if words.startswith("/") else _as_slack_keeps(words, Screen(workspace, person, channel))
    return workspace.type(person.id, channel.id, typed, _first(form, "thread") or None)


def _as_slack_keeps(words: str, screen: Screen) -> str:
    """What was typed, the way Slack hands it to apps: three signs escaped, known people as their ids."""
    everybody = screen.workspace.users.values()
    people = {_escaped(name): user.id for user in everybody for name in (user.real_name, user.name)}
    longest_first = sorted(people, key=len, reverse=True)
    named = rf"(?<![\w@])@({'|'.join(map(re.escape, longest_first))})(?![\w-])"
    return re.sub(named, lambda at: f"<@{people[at[1]]}>", _escaped(words))


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _place(workspace: Workspace, form: Form) -> Where:
    if "view" in form:
        return _view(workspace, form)
    return _message(workspace, form)


def _message(workspace: Workspace, form: Form) -> Message:
    message = workspace.message(_first(form, "channel"), _first(form, "ts"))
    if message is None or message.only_for not in (None, _first(form, "person")):
        raise LookupError("the message")
    return message


def _run_step(workspace: Workspace, form: Form) -> Json:
    """Run a workflow of one step and wait for its end, which is told as Slack tells who built it."""
    given = {name[3:]: values[0] for name, values in form.items() if name.startswith("in.") and values[0]}
    try:
        run = workspace.run_step(_first(form, "person"), _first(form, "callback_id"), given)
        workspace.wait_for(lambda: run.state != "running", _LONGEST_RUN)
    except (ValueError, TimeoutError) as error:
        return {"error": f"The workflow did not run: {error}"}
    return {"error": f"The workflow's step failed: {run.error}" if run.state == "failed" else None}


def _view(workspace: Workspace, form: Form) -> View:
    view = workspace.views.get(_first(form, "view"))
    if view is None or view.user != _first(form, "person"):
        raise LookupError("the window")
    return view


def _first(form: Form, name: str) -> str:
    return form.get(name, [""])[0]
