"""Wires the bot together: a Bolt app, its listeners, and nothing else."""

from pydantic import SecretStr
from slack_bolt import App
from slack_sdk import WebClient

from bot.desk import Desk
from bot.listeners import (
    command,
    editing,
    export,
    filters,
    home,
    mentions,
    more,
    shortcuts,
    step,
    subscriptions,
)
from bot.post import brief
from bot.serving.acknowledging import Acknowledging
from bot.shapes import WellFormed


def create_app(client: WebClient, desk: Desk, secret: SecretStr | None = None) -> App:
    """The bot on a client; whoever calls it opens the store before and closes the pool after.

    `secret` is what Slack signs its requests with; Socket Mode needs none.
    """
    app = App(
        client=brief(client),
        signing_secret=secret.get_secret_value().strip() if secret else None,
        before_authorize=WellFormed(),
        token_verification_enabled=False,  # Slack was asked before, to say in a sentence what is wrong
        listener_executor=Acknowledging(desk.calm),
    )
    command.listen(app, desk)
    export.listen(app, desk)
    filters.listen(app, desk)
    more.listen(app, desk)
    home.listen(app, desk)  # before the subscriptions, whose buttons it has, too
    editing.listen(app, desk)
    subscriptions.listen(app, desk)
    shortcuts.listen(app, desk)
    mentions.listen(app, desk)
    step.listen(app, desk)
    return app
