"""HTTP connections that can be cut off without an answer, as a network does."""

import asyncio

from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

_open: dict[tuple[str, int], asyncio.Transport] = {}


class CuttableProtocol(H11Protocol):
    """uvicorn's HTTP protocol; it remembers each client's connection while it is open."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the connection."""
        super().connection_made(transport)
        if self.client:
            _open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        if self.client:
            _open.pop(self.client, None)
        super().connection_lost(exc)


def drop_connection(request: Request) -> None:
    """Cut off the client of this request: whatever is answered now never arrives."""
    client = request.client
    transport = _open.get((client.host, client.port)) if client else None
    if transport is not None:
        transport.abort()
