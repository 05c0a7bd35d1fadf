"""The only writer to channels: says a message, shows its picture inside, and never says anything twice."""

import logging
from dataclasses import dataclass, replace

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RetryHandler
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.webhook import WebhookClient

from bot.messages.message import Message
from bot.ready import Ready, fitting
from bot.refused import LIMITED, TOO_MUCH, BlocksRefused, details, retry_after
from bot.uploads import send, upload

log = logging.getLogger(__name__)

A_MOMENT = 2.0  # seconds that a call may be waited with; Slack's shortest pause, in a busy channel, is one


@dataclass(frozen=True)
class Posted:
    """A message that was said: its channel by id, also where it was said to a person, and its ts.

    `thread` is the ts of the message in whose thread it was said, if it was.
    """

    channel: str
    ts: str
    thread: str | None = None

    @property
    def below(self) -> str:
        """The ts of the thread for what follows it: Slack knows no threads within threads."""
        return self.thread or self.ts


class InAMoment(RateLimitErrorRetryHandler):
    """Repeats a call that Slack refused for a moment (429), and none that it refused for longer."""

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return (
            response is not None
            and response.status_code == LIMITED
            and retry_after(response.headers) <= A_MOMENT
        )


def slack_client(token: str, api_url: str) -> WebClient:
    """A client that repeats a call only when Slack said that it did nothing (429).

    The SDK's default also repeats after a lost reply, and would post a message twice.
    """
    return WebClient(token, base_url=api_url, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)])


def brief(client: WebClient) -> WebClient:
    """The same client for those who answer people, all of whom would wait if one slept for Slack's minute."""
    return _another(client, [InAMoment(max_retry_count=2)])


def strict(client: WebClient) -> WebClient:
    """The same client, repeating nothing by itself: whoever uses it decides after every refusal."""
    return _another(client, [])


def _another(client: WebClient, retries: list[RetryHandler]) -> WebClient:
    return WebClient(client.token, base_url=client.base_url, retry_handlers=retries, timeout=client.timeout)


def post(client: WebClient, channel: str, message: Message, thread: str | None = None) -> Posted:
    """Say a message in a channel, or to a person by their id, its pictures inside it.

    `thread` is the ts of the message whose thread it joins. A picture that cannot be shown inside goes to
    the thread; the message stands in any case. Raises `SlackApiError` when Slack refuses the message itself.
    """
    return post_ready(client, channel, prepare(client, message), thread)


def post_ready(client: WebClient, channel: str, ready: Ready, thread: str | None = None) -> Posted:
    """Say a message whose pictures are uploaded, as `post` does."""
    posted, form = fitting(ready, lambda form: say(client, channel, form, thread))
    show_below(client, posted, replace(ready, shown=form.shown))
    return posted


def prepare(client: WebClient, message: Message) -> Ready:
    """Upload the pictures of a message, which nobody sees before it is said, and wait for their scan."""
    shown = {}
    for image in message.images:
        try:
            file_id = upload(client, image)
        except SlackApiError as error:
            log.warning("Slack takes no pictures just now: %s", details(error))
            continue
        if file_id:
            shown[image] = file_id
    return Ready(message, shown)


def say(client: WebClient, channel: str, ready: Ready, thread: str | None = None) -> Posted:
    """Say a message with the pictures that are ready. Raises `SlackApiError` and `OSError` as they come."""
    answer = client.chat_postMessage(
        channel=channel,
        thread_ts=thread,
        text=ready.message.text,
        blocks=ready.blocks,
        metadata=dict(ready.metadata) if ready.metadata else None,
        unfurl_links=False,
        unfurl_media=False,
    )
    return Posted(str(answer["channel"]), str(answer["ts"]), thread)


def show_below(client: WebClient, posted: Posted, ready: Ready) -> None:
    """Put the pictures that could not be shown inside into the thread: failing here takes nothing back."""
    for image in ready.missing:
        try:
            send(client, image, posted.channel, posted.below)
        except (SlackApiError, OSError) as error:
            log.warning("The picture could not be put into the thread either: %s", details(error))


def post_below(client: WebClient, posted: Posted, message: Message) -> None:
    """Say a message without pictures in the thread of another. Raises `SlackApiError` as `post` does."""
    client.chat_postMessage(
        channel=posted.channel, thread_ts=posted.below, text=message.text, blocks=message.blocks
    )


def respond(url: str, message: Message, to_all: bool = False, replace_original: bool = False) -> bool:
    """Answer through the address that Slack gave for it, also where we are no member; whether it was taken.

    One person alone reads it, or everybody. Without the pictures, which Slack refuses there.
    """
    hook = WebhookClient(url, retry_handlers=[])  # a repeated call would spend another of the five allowed
    response_type = "in_channel" if to_all else "ephemeral"

    def answered(form: Ready) -> bool:
        answer = hook.send(
            text=form.message.text,
            blocks=form.blocks,
            response_type=response_type,
            replace_original=replace_original,
        )
        if answer.status_code != 200 and any(code in answer.body for code in TOO_MUCH):
            raise BlocksRefused(answer.body[:200])
        if answer.status_code != 200:
            log.warning("Slack refused an answer: %s %s", answer.status_code, answer.body[:200])
        return answer.status_code == 200

    try:
        return fitting(Ready(message, {}), answered)[0]
    except BlocksRefused:
        return False
