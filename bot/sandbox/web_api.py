"""The workspace's HTTP side for the app: Web API, uploads, files, response URLs."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.answers import answer
from bot.sandbox.checks import checked
from bot.sandbox.connections import drop_connection
from bot.sandbox.errors import RateLimited, SlackError, with_messages
from bot.sandbox.faults import Fault
from bot.sandbox.methods import PLAYED
from bot.sandbox.shapes import mimetype
from bot.sandbox.wire import read_bytes, read_call
from bot.sandbox.workspace import Call, Workspace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Act = Callable[[Workspace, Request], Awaitable[Response]]

Json = dict[str, Any]

# Which status Slack gives a refused answer through a response URL.
RESPONSE_URL_STATUS = {"used_url": 404, "expired_url": 404, "no_active_hooks": 404}


def routes(workspace: Workspace) -> list[Route]:
    """The routes that an app needs."""

    def bound(act: "Act") -> "Callable[[Request], Awaitable[Response]]":
        async def endpoint(request: Request) -> Response:
            return await act(workspace, request)

        return endpoint

    return [
        Route("/api/{method}", bound(_api), methods=["GET", "POST"]),
        Route("/upload/v1/{ticket}", bound(_upload), methods=["POST"]),
        Route("/files/{file_id}/{rest:path}", bound(_file)),
        Route("/commands/{rest:path}", bound(_answer), methods=["POST"]),
    ]


async def _api(workspace: Workspace, request: Request) -> Response:
    method = request.path_params["method"]
    fault = workspace.faults.take(method)
    arguments: Json = {}
    try:
        token, arguments = await read_call(request)
        response = await _failed(request, fault) if fault else None
        if response is None:
            typed = checked(workspace, method, token, arguments)
            with workspace.lock:
                response = JSONResponse({"ok": True, **PLAYED[method](workspace, typed)})
    except SlackError as refusal:
        response = JSONResponse({"ok": False, "error": refusal.code, **refusal.beside})
    except RateLimited as refusal:
        response = _rate_limited(refusal.seconds)
    if fault and fault.kind == "500_done":
        response = Response("upstream error", status_code=500, media_type="text/plain")
    lost = fault is not None and fault.kind in ("lost_reply", "late")
    _remember(workspace, Call(method, arguments, {} if lost else _shown(response)))
    if lost:
        drop_connection(request)
    response.headers["x-oauth-scopes"] = ",".join(sorted(workspace.app.scopes))
    return response


async def _failed(request: Request, fault: Fault) -> Response | None:
    """The answer of an ordered failure that comes before the call takes effect."""
    match fault.kind:
        case "429":
            raise RateLimited(int(fault.seconds))
        case "500" | "503":
            return Response("upstream error", status_code=int(fault.kind), media_type="text/plain")
        case "timeout":
            await asyncio.sleep(fault.seconds)
            drop_connection(request)
            return Response(status_code=504)
        case "invalid_blocks":
            raise with_messages("invalid_blocks", ["[ERROR] ordered by a test [json-pointer:/blocks]"])
        case "storage_limit_reached":
            raise SlackError(fault.kind)
        case "late":
            drop_connection(request)
            await asyncio.sleep(fault.seconds)
            return None
        case "lost_reply" | "500_done":
            return None


def _rate_limited(seconds: int) -> Response:
    headers = {"Retry-After": str(seconds)}
    return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers=headers)


def _shown(response: Response) -> Json:
    if isinstance(response, JSONResponse):
        shown: Json = json.loads(bytes(response.body))
        return shown
    return {"status": response.status_code}


def _remember(workspace: Workspace, call: Call) -> None:
    with workspace.lock:
        workspace.calls.append(call)


async def _upload(workspace: Workspace, request: Request) -> Response:
    file_id = workspace.uploads.get(request.url.path)
    file = workspace.file(file_id) if file_id else None
    if file is None or file.completed:
        return Response("no such upload", status_code=404)
    content = await read_bytes(request)
    with workspace.lock:
        file.content = content
    return Response(f"OK - {len(content)}")


async def _file(workspace: Workspace, request: Request) -> Response:
    """The bytes of a file, for the app's token alone: Slack's files are private."""
    file = workspace.file(request.path_params["file_id"])
    if request.headers.get("authorization") != f"Bearer {workspace.bot_token}":
        return Response("a token is needed", status_code=403)
    if file is None or not file.completed:
        return Response("no such file", status_code=404)
    return Response(file.content, media_type=mimetype(file))


async def _answer(workspace: Workspace, request: Request) -> Response:
    """An answer through a response URL; refusals have a 4xx status."""
    body: Json = {}
    try:
        _, body = await read_call(request)
        fault = workspace.faults.take("response_url")
        response = await _failed(request, fault) if fault else None
        if response is None:
            with workspace.lock:
                answer(workspace, workspace.response_urls.use(request.url.path), body)
            response = JSONResponse({"ok": True})
        if fault and fault.kind == "lost_reply":
            drop_connection(request)
    except SlackError as refusal:
        status = RESPONSE_URL_STATUS.get(refusal.code, 400)
        response = JSONResponse({"ok": False, "error": refusal.code, **refusal.beside}, status_code=status)
    except RateLimited as refusal:
        response = _rate_limited(refusal.seconds)
    _remember(workspace, Call("response_url", body, _shown(response)))
    return response
