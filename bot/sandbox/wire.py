"""Web API calls as they come over the wire: form or JSON bodies, the token in a header or beside them."""

import json
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.errors import SlackError

Json = dict[str, Any]


async def read_call(request: Request) -> tuple[str, Json]:
    """The token (empty if none) and the arguments. Raises SlackError for a body that cannot be read."""
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    arguments: Json = dict(request.query_params)
    if kind == "application/json":
        arguments |= _json_object(body)
    elif body:
        if kind != "application/x-www-form-urlencoded":
            raise SlackError("invalid_post_type")
        arguments |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    beside = arguments.pop("token", "")
    header = request.headers.get("authorization", "")
    return header.removeprefix("Bearer ").strip() or str(beside or ""), arguments


async def read_bytes(request: Request) -> bytes:
    """An uploaded file: the raw body, or the first part of a multipart one."""
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        return body
    parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).get_payload()
    if not isinstance(parts, list) or not parts:
        return b""
    content = parts[0].get_payload(decode=True)  # type: ignore[union-attr]
    return content if isinstance(content, bytes) else b""


def _json_object(body: bytes) -> Json:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(found, dict):
        raise SlackError("json_not_object")
    return found
