"""What a person types: messages and slash commands."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.sandbox.answers import answer
from bot.sandbox.errors import SlackError
from bot.sandbox.manifest import Command
from bot.sandbox.passes import ResponseUrl
from bot.sandbox.person.envelope import ask, send_event, whisper
from bot.sandbox.state import Answer, Message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace


def type_text(
    workspace: "Workspace", user_id: str, channel_id: str, text: str, thread_ts: str | None
) -> Answer:
    """Send what was typed, as Slack's composer would."""
    if not text.startswith("/"):
        return _speak(workspace, Message(channel_id, workspace.next_ts(), user_id, text, thread_ts=thread_ts))
    name, _, words = text.partition(" ")
    command = next((c for c in workspace.app.commands if c.name == name), None)
    if command is None:
        said = whisper(workspace, user_id, channel_id, f"{name} is not a valid command.")
        return Answer(error="unknown_command", message=said)
    if thread_ts is not None:
        said = whisper(workspace, user_id, channel_id, f"{name} is not supported in threads. Sorry!")
        return Answer(error="not_in_threads", message=said)
    return _command(workspace, Message(channel_id, "", user_id, text), command, words.strip())


def _speak(workspace: "Workspace", message: Message) -> Answer:
    workspace.say(message)
    event: dict[str, Any] = {
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "event_ts": message.ts,
        "channel": message.channel,
        "team": workspace.users[message.user].team or workspace.team_id,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
    }
    channel = workspace.channels[message.channel]
    if workspace.bot.id in channel.members:
        kind = "im" if channel.is_im else "group" if channel.is_private else "channel"
        subscription = {"im": "message.im", "group": "message.groups", "channel": "message.channels"}[kind]
        send_event(workspace, subscription, {"type": "message", "channel_type": kind, **event})
        if f"<@{workspace.bot.id}>" in message.text and not channel.is_im:
            send_event(workspace, "app_mention", {"type": "app_mention", **event})
    return Answer(message=message)


def _command(workspace: "Workspace", typed: Message, command: Command, words: str) -> Answer:
    path = workspace.response_urls.issue(typed.user, typed.channel)
    channel = workspace.channels[typed.channel]
    answered = ask(
        workspace,
        "slash_commands",
        {
            "token": "sandbox",
            "team_id": workspace.team_id,
            "team_domain": "sandbox",
            "channel_id": channel.id,
            "channel_name": "directmessage" if channel.is_im else channel.name,
            "user_id": typed.user,
            "user_name": workspace.users[typed.user].name,
            "command": command.name,
            "text": _escaped(workspace, words) if command.should_escape else words,
            "api_app_id": workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": workspace.url + path,
            "trigger_id": workspace.triggers.issue(typed.user),
        },
    )
    return _reply(workspace, typed, command, answered)


def _reply(workspace: "Workspace", typed: Message, command: Command, answered: Answer) -> Answer:
    error = answered.error
    if not error and answered.ack:
        to = ResponseUrl("", typed.user, typed.channel, until=0)
        if answered.ack.get("response_type") == "in_channel":
            workspace.say(replace(typed, ts=workspace.next_ts()))
        try:
            return replace(answered, message=answer(workspace, to, answered.ack))
        except SlackError as refusal:
            error = refusal.code
    if not error:
        return answered
    said = f'{command.name} failed with the error "{error}"'
    return Answer(error, answered.ack, whisper(workspace, typed.user, typed.channel, said))


def _escaped(workspace: "Workspace", words: str) -> str:
    """Names as Slack escapes them when the manifest asks for it: `@mira` becomes `<@U017|mira>`."""
    people = {user.name: user.id for user in workspace.users.values()}
    channels = {channel.name: channel.id for channel in workspace.channels.values() if not channel.is_im}

    def escape(match: re.Match[str]) -> str:
        mark, name = match.groups()
        known = people if mark == "@" else channels
        return f"<{mark}{known[name]}|{name}>" if name in known else match[0]

    plain = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"(?<!\S)([@#])([\w-]+)", escape, plain)
