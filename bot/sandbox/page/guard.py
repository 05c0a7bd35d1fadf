"""Who may use the page: a browser on this machine, showing this page and no other."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

Endpoint = Callable[[Request], Awaitable[Response]]

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guarded(answer: Endpoint) -> Endpoint:
    """The same endpoint, for this machine's own browser only, with headers that keep the page to itself."""

    async def checked(request: Request) -> Response:
        response = _refusal(request) or await answer(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return checked


def _refusal(request: Request) -> Response | None:
    # A foreign site can point its own name at 127.0.0.1, and any site can send a form: the first is told
    # by the Host header, the second by the Origin header, which browsers add to every POST.
    if request.url.hostname not in _LOOPBACK:
        return PlainTextResponse("This page answers on 127.0.0.1 and localhost only.", 403)
    origin = request.headers.get("origin")
    if request.method == "POST" and origin not in (None, f"http://{request.headers.get('host')}"):
        return PlainTextResponse("This page takes what is sent from itself only.", 403)
    return None
