"""Uploading: files.getUploadURLExternal, files.completeUploadExternal."""

from secrets import token_hex
from threading import Timer
from typing import TYPE_CHECKING

from bot.sandbox.block_check import check_blocks
from bot.sandbox.errors import SlackError, with_messages
from bot.sandbox.images import visible_to_bot
from bot.sandbox.methods.register import Json, joined_channel, method
from bot.sandbox.methods.said import parent
from bot.sandbox.state import Block, Channel, File, Message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

ALT_CHARACTERS = 1_000
SNIPPET_BYTES = 1_000_000
CHANNELS_AT_ONCE = 100


@method("files.getUploadURLExternal")
def upload_url(workspace: "Workspace", args: Json) -> Json:
    """Where to send the bytes, and the id that the file will have."""
    if args["length"] <= 0 or not args["filename"]:
        raise SlackError("missing_argument")
    if len(args.get("alt_txt", "")) > ALT_CHARACTERS:
        raise SlackError("alt_txt_too_large")
    if "snippet_type" in args and args["length"] > SNIPPET_BYTES:
        raise SlackError("snippet_too_large")
    name = args["filename"]
    file = File(
        workspace.next_id("F"), name, name, args["length"], args.get("alt_txt", ""), workspace.bot.id, b""
    )
    path = f"/upload/v1/{token_hex(12)}"
    workspace.files[file.id] = file
    workspace.uploads[path] = file.id
    return {"upload_url": workspace.url + path, "file_id": file.id}


@method("files.completeUploadExternal")
def complete(workspace: "Workspace", args: Json) -> Json:
    """Finish uploads; with a channel they appear in one message there, a moment later."""
    titles = _titles(args["files"])
    files = [_uploaded(workspace, file_id) for file_id in titles]
    channels = _channels(workspace, args)
    blocks = _blocks(workspace, args)
    now = workspace.clock()
    for file in files:
        file.title, file.completed, file.created = titles[file.id] or file.name, True, now
        file.scanned_at = workspace.ticks() + workspace.timing.scan
    for channel in channels:
        thread_ts = parent(workspace, channel, args.get("thread_ts"))
        message = Message(channel.id, "", workspace.bot.id, args.get("initial_comment", ""), list(blocks))
        message.files, message.thread_ts = list(titles), thread_ts
        _appear_later(workspace, message)
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def _titles(files: list[Json]) -> dict[str, str | None]:
    known = {"id", "title", "highlight_type"}
    if not files or not all(isinstance(f, dict) and "id" in f and f.keys() <= known for f in files):
        why = "[ERROR] each file needs an id, and may have a title [json-pointer:/files]"
        raise with_messages("invalid_arguments", [why])
    return {file["id"]: file.get("title") for file in files}


def _uploaded(workspace: "Workspace", file_id: str) -> File:
    file = workspace.file(file_id)
    if file is None or file.completed:
        raise SlackError("file_not_found")
    if len(file.content) != file.size:
        raise SlackError("file_update_failed")
    return file


def _channels(workspace: "Workspace", args: Json) -> list[Channel]:
    named = [name for name in args.get("channels", "").split(",") if name]
    named += [args["channel_id"]] if args.get("channel_id") else []
    if len(named) > CHANNELS_AT_ONCE:
        raise SlackError("channels_limit_exceeded")
    if "thread_ts" in args and len(named) != 1:
        why = "[ERROR] thread_ts needs exactly one channel [json-pointer:/thread_ts]"
        raise with_messages("invalid_arguments", [why])
    channels = [joined_channel(workspace, name) for name in named]
    for channel in channels:
        parent(workspace, channel, args.get("thread_ts"))
    return channels


def _blocks(workspace: "Workspace", args: Json) -> list[Block]:
    if "initial_comment" in args or "blocks" not in args:
        return []
    blocks: list[Block] = args["blocks"]
    check_blocks(blocks, "message", visible_to_bot(workspace))
    if any(block["type"] == "markdown" for block in blocks):
        raise SlackError("internal_error")
    return blocks


def _appear_later(workspace: "Workspace", message: Message) -> None:
    def appear() -> None:
        with workspace.lock:
            message.files = [file_id for file_id in message.files if workspace.file(file_id)]
            message.ts = workspace.next_ts()
            workspace.say(message)

    timer = Timer(workspace.timing.share, appear)
    timer.daemon = True
    timer.start()
