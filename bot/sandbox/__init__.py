"""A Slack workspace on this machine: strict Web API, Socket Mode, and a page to type in."""

from bot.sandbox.server import Sandbox, create_app
from bot.sandbox.state import Answer, Channel, File, Message, User, View
from bot.sandbox.timing import Timing
from bot.sandbox.workspace import Call, Workspace

__all__ = [
    "Answer",
    "Call",
    "Channel",
    "File",
    "Message",
    "Sandbox",
    "Timing",
    "User",
    "View",
    "Workspace",
    "create_app",
]
