"""Wires the bot together: a Bolt app, its listeners, and nothing else."""

from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App
from slack_sdk import WebClient

from bot.desk import Desk
from bot.listeners import command, export

ACKNOWLEDGING_THREADS = 16


def create_app(client: WebClient, desk: Desk) -> App:
    """The bot on a client; whoever calls it opens the store before and closes the pool after."""
    app = App(
        client=client,
        token_verification_enabled=False,  # Slack was asked before, to say in a sentence what is wrong
        listener_executor=ThreadPoolExecutor(ACKNOWLEDGING_THREADS, thread_name_prefix="acknowledge"),
    )
    command.listen(app, desk)
    export.listen(app, desk)
    return app
