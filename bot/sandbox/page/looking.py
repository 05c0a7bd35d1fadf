"""What the page shows: channels, what changed in them, files, and its own style and script."""

import asyncio
from collections.abc import Mapping
from importlib.resources import files
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bot.sandbox.page.document import changing, document
from bot.sandbox.page.files import picture_type
from bot.sandbox.page.guard import Endpoint
from bot.sandbox.page.screen import Screen
from bot.sandbox.workspace import Workspace

_LONGEST_WAIT = 25.0  # seconds
_GLANCE = 0.05  # seconds
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def looking(workspace: Workspace) -> Mapping[str, Endpoint]:
    """The endpoints that only show, by their paths."""

    async def first(request: Request) -> Response:
        person = next(user for user in workspace.users.values() if not user.is_bot)
        return RedirectResponse(Screen(workspace, person, workspace.visible_channels(person.id)[0]).address)

    async def channel(request: Request) -> Response:
        screen = screen_of(workspace, request)
        if screen is None:
            return _unknown()
        if screen.channel.is_im:
            await run_in_threadpool(workspace.open_home, screen.person.id, "messages")
        return _html(document(screen, workspace.version))

    async def home(request: Request) -> Response:
        screen = screen_of(workspace, request, home=True)
        if screen is None:
            return _unknown()
        await run_in_threadpool(workspace.open_home, screen.person.id)
        return _html(document(screen, workspace.version))

    async def parts(request: Request) -> Response:
        screen = screen_of(workspace, request, home="home" in request.query_params)
        return _html(changing(screen)) if screen else _unknown()

    async def changes(request: Request) -> Response:
        return JSONResponse(
            {"version": await _next_version(workspace, request.query_params.get("since", ""))}
        )

    async def file(request: Request) -> Response:
        return _file(workspace, request.path_params["file_id"])

    async def static(request: Request) -> Response:
        return _static(request.path_params["name"])

    return {
        "/": first,
        "/c/{channel_id}": channel,
        "/c/{channel_id}/home": home,
        "/c/{channel_id}/messages": parts,
        "/page/changes": changes,
        "/page/files/{file_id}": file,
        "/page/static/{name}": static,
    }


def screen_of(workspace: Workspace, request: Request, *, home: bool = False) -> Screen | None:
    """What the address asks for, by default as the first person; None for a place they cannot see."""
    people = [user for user in workspace.users.values() if not user.is_bot]
    person = workspace.users.get(request.query_params.get("as", ""), people[0])
    places = {channel.id: channel for channel in workspace.visible_channels(person.id)}
    channel = places.get(request.path_params["channel_id"])
    if channel is None or person.is_bot:
        return None
    return Screen(workspace, person, channel, request.query_params.get("thread"), home and channel.is_im)


async def _next_version(workspace: Workspace, since: str) -> int:
    # Looking now and then holds no thread for each open page, and ends with the connection.
    for _ in range(int(_LONGEST_WAIT / _GLANCE)):
        if str(workspace.version) != since:
            break
        await asyncio.sleep(_GLANCE)
    return workspace.version


def _file(workspace: Workspace, file_id: str) -> Response:
    found = workspace.file(file_id)
    if found is None or not found.completed:
        return _unknown()
    kind = picture_type(found.content)
    # Whatever is no picture is only ever saved: shown in place, it could run in the page's name.
    headers = {} if kind else {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"}
    return Response(found.content, media_type=kind or "application/octet-stream", headers=headers)


def _static(name: str) -> Response:
    folder = files("bot.sandbox.page") / "static"
    # Compared with what is there, because a name taken from an address could lead out of the folder.
    known = next((entry for entry in folder.iterdir() if entry.name == name), None)
    if known is None:
        return _unknown()
    kind = _TYPES.get(name.rpartition(".")[2], "text/plain")
    return Response(known.read_bytes(), media_type=kind)


def _html(words: str) -> Response:
    # A lone surrogate is possible in JSON and impossible in UTF-8.
    return HTMLResponse(words.encode(errors="replace"))


def _unknown() -> Response:
    return HTMLResponse('<!doctype html><title>Not here</title><p>Not here. <a href="/">Back</a></p>', 404)
