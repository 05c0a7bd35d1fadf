"""The WebSocket end of Socket Mode: hello, envelopes out, acknowledgements in."""

import asyncio
import json

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.sockets import Socket
from bot.sandbox.workspace import Workspace


async def link(workspace: Workspace, websocket: WebSocket) -> None:
    """Serve one connection until either side leaves; a spent ticket is refused."""
    if not workspace.sockets.admit(websocket.query_params.get("ticket", "")):
        await websocket.close()
        return
    await websocket.accept()
    outgoing: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def put(text: str | None) -> None:
        # Whoever types or presses does so in another thread; the loop may be gone at shutdown.
        if not loop.is_closed():
            loop.call_soon_threadsafe(outgoing.put_nowait, text)

    socket = Socket(put, lambda: put(None))
    await websocket.send_text(_hello(workspace, workspace.sockets.count() + 1))
    workspace.sockets.add(socket)
    workspace.changed()
    writing = asyncio.create_task(_write(websocket, outgoing))
    try:
        while True:
            workspace.sockets.acknowledge(await websocket.receive_text())
    except (WebSocketDisconnect, RuntimeError):
        # RuntimeError: we closed it ourselves while waiting.
        pass
    finally:
        workspace.sockets.remove(socket)
        writing.cancel()
        workspace.changed()


async def _write(websocket: WebSocket, outgoing: asyncio.Queue[str | None]) -> None:
    while (text := await outgoing.get()) is not None:
        await websocket.send_text(text)
    await websocket.close()


def _hello(workspace: Workspace, connections: int) -> str:
    return json.dumps(
        {
            "type": "hello",
            "num_connections": connections,
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": workspace.app_id},
        }
    )
