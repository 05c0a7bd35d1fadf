"""The sandbox workspace as a server on this machine."""

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket

from bot.sandbox import socket_mode, web_api
from bot.sandbox.connections import CuttableProtocol
from bot.sandbox.workspace import Workspace

LOOPBACK = "127.0.0.1"

MakeRoutes = Callable[[Workspace], Sequence[BaseRoute]]


def create_app(workspace: Workspace, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The web application: what the app needs, and `routes` beside it (the page)."""

    async def link(websocket: WebSocket) -> None:
        await socket_mode.link(workspace, websocket)

    own = [*web_api.routes(workspace), WebSocketRoute("/link", link)]
    return Starlette(routes=[*own, *routes])


class Sandbox:
    """A workspace being served on 127.0.0.1 until `stop`, or the end of its `with` block."""

    def __init__(self, workspace: Workspace, server: uvicorn.Server, listening: socket.socket) -> None:
        self.workspace = workspace
        self._server = server
        self._thread = threading.Thread(target=server.run, args=([listening],), name="sandbox", daemon=True)

    @classmethod
    def start(
        cls,
        manifest: Mapping[str, Any],
        *,
        port: int = 0,
        routes: MakeRoutes = lambda _workspace: (),
        workspace: Workspace | None = None,
    ) -> "Sandbox":
        """Serve a workspace with the app of a parsed manifest.yml; port 0 takes a free one.

        Raises OSError when the port is taken.
        """
        workspace = workspace or Workspace(manifest)
        listening = socket.create_server((LOOPBACK, port))
        workspace.url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(workspace, routes(workspace)),
                http=CuttableProtocol,
                lifespan="off",
                log_level="critical",
                timeout_graceful_shutdown=1,
            )
        )
        sandbox = cls(workspace, server, listening)
        sandbox._thread.start()
        return sandbox

    @property
    def url(self) -> str:
        """The address of the workspace, without a slash at the end."""
        return self.workspace.url

    @property
    def api_url(self) -> str:
        """The base_url for slack_sdk's WebClient."""
        return f"{self.workspace.url}/api/"

    @property
    def bot_token(self) -> str:
        """The installed app's bot token."""
        return self.workspace.bot_token

    @property
    def app_token(self) -> str:
        """The app-level token for Socket Mode."""
        return self.workspace.app_token

    def stop(self) -> None:
        """Drop all connections and stop serving."""
        self.workspace.sockets.drop()
        self._server.should_exit = True
        self._thread.join(timeout=5)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
