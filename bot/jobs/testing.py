"""Sends a subscription's message at once, marked as a test: no occurrence is used up by it."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import post
from bot.desk import Desk
from bot.jobs.measuring import measured_digest, measured_warning
from bot.jobs.refusals import Fixable, refusal
from bot.messages.digest import digest_message
from bot.messages.message import Message
from bot.messages.warning import warning_message
from reports.errors import RequestError
from storage.engine import reading
from storage.store import Store
from storage.subscriptions import CREDIT_ALERT, Subscription


def send_test(desk: Desk, client: WebClient, subscription: Subscription) -> None:
    """Post what the subscription would post now, marked TEST, where it would.

    Raises `RequestError` for what a person can mend, such as a channel that the bot is not in, and
    `SlackApiError` for anything else that Slack refuses.
    """
    message = _message(desk, subscription).drawn_by(desk.draw)
    try:
        post.post(client, subscription.channel, message)
    except SlackApiError as error:
        refused = refusal(error, 0.0)
        if isinstance(refused, Fixable):
            raise RequestError(f"The test was not sent. {refused.cure}") from error
        raise


def _message(desk: Desk, subscription: Subscription) -> Message:
    with reading(desk.engine) as connection:
        store, now = Store(connection), desk.now("UTC")
        if subscription.kind == CREDIT_ALERT:
            return warning_message(measured_warning(store, desk, subscription, now), test=True)
        return digest_message(measured_digest(store, desk, subscription, now), mark_test=True)
