"""An export on its way: counted, written to a file, recorded, and put where it was asked for."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import post
from bot.access import Visitor, admitted
from bot.attach import File, attach
from bot.desk import Desk
from bot.messages import export as said
from bot.messages.sentence import sentence_message
from bot.post import Posted
from bot.refused import error_code
from bot.replies.counting import Reader, report
from reports.formats import csv
from reports.report import Report
from reports.request import Request
from storage.audit import Entry, record
from storage.engine import writing


@dataclass(frozen=True)
class Place:
    """Where a file goes: the thread of a message; without a ts a message of its own is posted for it.

    A person's id as the channel means the direct message with them.
    """

    channel: str
    ts: str | None = None

    @property
    def alone(self) -> bool:
        """Whether one person alone reads there."""
        return self.channel.startswith(("D", "U", "W"))


@dataclass(frozen=True)
class Wish:
    """An export as somebody wished it; `signature` says who asked and what, in plain words."""

    request: Request
    place: Place
    user: str
    team: str
    signature: str
    asked_in: str | None = None  # the channel where it was asked for, if the file goes elsewhere
    home: str | None = None  # the Slack team that the person belongs to, if the payload tells

    @property
    def visitor(self) -> Visitor:
        """Who asks, and where: what a channel is bound to also binds a file that goes elsewhere."""
        return Visitor(self.team, self.user, self.asked_in or self.place.channel, self.home)


class NotTaken(Exception):
    """Slack did not take the file; the message says why, and the command that writes it elsewhere."""


def deliver(client: WebClient, desk: Desk, wish: Wish) -> str:
    """Count an export and attach it; the sentence that tells where it is.

    Where the bot cannot reach the thread, the file goes to the direct message. Raises `RequestError`,
    `StoreError`, `NotTaken`, and `SlackApiError` when nothing could be said at all.
    """
    try:
        _deliver(client, desk, wish)
    except SlackApiError as error:
        reason = said.ELSEWHERE.get(error_code(error) or "")
        if reason is None or wish.place.alone:
            raise
        _deliver(client, desk, replace(wish, place=Place(wish.user), asked_in=wish.visitor.channel))
        return f"{reason}, so the file is in our direct message. {said.INVITE}".rstrip()
    return said.IN_DIRECT if wish.place.channel == wish.user else said.IN_THREAD


def _deliver(client: WebClient, desk: Desk, wish: Wish) -> None:
    counted = report(
        desk.engine,
        wish.request,
        lambda store: admitted(store, desk, wish.visitor),
        Reader(wish.place.alone, desk.clock),
    )
    with TemporaryDirectory(prefix="usage-export-") as folder:
        path = _write(counted, Path(folder))
        _remember(desk, counted, wish)
        if wish.place.ts:
            comment = said.comment(counted, wish.signature)
            _attach(client, Posted(wish.place.channel, wish.place.ts), File(path, comment), wish)
            return
        posted = post.post(client, wish.place.channel, said.export_message(counted, wish.signature))
        try:
            _attach(client, posted, File(path), wish)
        except NotTaken as refusal:
            # The message promises a file, so those who read it must hear why there is none.
            post.post_below(client, posted, sentence_message(str(refusal)))
            raise


def _write(counted: Report, folder: Path) -> Path:
    """Write the file line by line: of a large organisation it is too long to be held in memory."""
    path = folder / csv.file_name(counted.scope.today)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv.lines(counted, counted.scope.as_of))
    return path


def _remember(desk: Desk, counted: Report, wish: Wish) -> None:
    """Record the export before anything leaves: what cannot be recorded is not handed out."""
    place = "direct message" if wish.place.alone else f"{wish.place.channel} {wish.place.ts or ''}".rstrip()
    entry = Entry(counted.scope.as_of, wish.team, wish.user, "export", str(wish.request), place)
    with writing(desk.engine) as connection:
        record(connection, counted.scope.org.id, entry)


def _attach(client: WebClient, posted: Posted, file: File, wish: Wish) -> None:
    try:
        attach(client, posted, file)
    except SlackApiError as error:
        code = error_code(error) or ""
        if code in said.ELSEWHERE:
            raise
        raise NotTaken(said.not_taken(code, wish.request)) from error
    except OSError as error:
        raise NotTaken(said.not_taken("", wish.request)) from error
