"""What a person can do in the workspace, each sent to the app as Slack sends it."""

from bot.sandbox.person.modal import close, submit
from bot.sandbox.person.press import Choice, act, suggest
from bot.sandbox.person.start import open_home, shortcut
from bot.sandbox.person.talk import type_text
from bot.sandbox.person.workflow import run_step

__all__ = [
    "Choice",
    "act",
    "close",
    "open_home",
    "run_step",
    "shortcut",
    "submit",
    "suggest",
    "type_text",
]
