"""The addresses of the page."""

from starlette.routing import Route

from bot.sandbox.page.doing import doing
from bot.sandbox.page.guard import guarded
from bot.sandbox.page.looking import looking
from bot.sandbox.workspace import Workspace


def page_routes(workspace: Workspace) -> list[Route]:
    """Every route of the page, for a server that listens on a loopback address."""
    return [
        *(Route(path, guarded(endpoint), methods=["GET"]) for path, endpoint in looking(workspace).items()),
        *(Route(path, guarded(endpoint), methods=["POST"]) for path, endpoint in doing(workspace).items()),
    ]
