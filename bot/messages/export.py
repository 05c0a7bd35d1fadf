"""What is said about an export: the message that carries its file, and the sentences around it."""

from dataclasses import replace

from bot.messages import block_kit as kit
from bot.messages.message import Message
from reports.report import Report
from reports.request import Request

FEW = 3  # sections that are told by name above a file
PREPARING = "Your CSV file is being prepared. I'll put it in place as soon as it is ready."
IN_THREAD = "Done: the file is in the thread."
IN_DIRECT = "Done: the file is in our direct message."
INVITE = "To share files there: `/invite @PlayerZero Usage`"

# Why a file cannot be where it was asked for, by Slack's word for it: it goes to the direct message then.
ELSEWHERE = {
    "not_in_channel": "I am not in that channel",
    "channel_not_found": "I am not in that channel",
    "invalid_channel": "That channel is gone",
    "is_archived": "That channel is archived",
    "cannot_reply_to_message": "That report was deleted",
    "message_not_found": "That report was deleted",
    "thread_not_found": "That report was deleted",
}
REASONS = {
    "file_uploads_disabled": "this workspace allows no uploads",
    "file_uploads_except_images_disabled": "this workspace allows pictures only",
    "file_type_not_allowed": "this workspace allows no CSV files",
    "file_upload_size_restricted": "it is too large for Slack",
    "storage_limit_reached": "this workspace has no room for files left",
    "posting_to_channel_denied": "nobody may post files in this channel",
    "slack_connect_file_upload_sharing_blocked": "files may not be shared with the other organisation here",
    "missing_scope": "the app may not upload files; install it again with its manifest",
}


def export_message(report: Report, asked: str) -> Message:
    """The message whose thread carries the file: what is in it, and who asked."""
    sections, title = _sections(report), report.section.title
    notes = [kit.escape(note.text) for note in report.notes]
    said = (f"{title}: {report.context}", f"Sections: {sections}", "The file is in the thread.")
    small = " • ".join(text for text in (report.context, asked) if text)
    claim = f"*{kit.escape(report.sentence.claim)}* {kit.escape(report.sentence.during)}"
    return Message(
        text=kit.cut("\n".join([*(kit.escape(line) for line in said), *notes]), kit.TEXT),
        body=(
            kit.header(title),
            kit.section(f"{claim}\n{kit.escape(sections)}"),
            *((kit.context(notes),) if notes else ()),
            kit.context([kit.escape(small)]),
        ),
    )


def comment(report: Report, asked: str) -> str:
    """What stands above a file in the thread of another report, whose days and project may differ."""
    few = len(report.tables) <= FEW
    return kit.escape(
        " • ".join((report.context, _sections(report) if few else report.sentence.claim, asked))
    )


def _sections(report: Report) -> str:
    return ", ".join(table.title for table in report.tables)


def not_taken(code: str, request: Request) -> str:
    """Why Slack has no file, and the command that writes it where the store is."""
    reason = REASONS.get(code, f"it says {code}" if code else "it does not answer")
    words = replace(request, visibility=None)
    command = f'usagebot ask "{words}" --out .'
    return f"Slack did not take the file: {reason}. This writes it where the store is: `{command}`"
