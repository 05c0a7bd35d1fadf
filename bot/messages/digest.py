"""A digest as a message: what is worth knowing, a block for each section, and a file for the thread."""

from collections.abc import Iterator
from datetime import date

from bot.messages import block_kit as kit
from bot.messages import digest_words as said
from bot.messages.message import Block, Image, Message
from bot.messages.pieces import as_test, figure_line, image
from reports.chapters import Chapter
from reports.digest import Digest
from reports.findings import Finding
from reports.formats import csv
from reports.parts import Meter

TESTED = "It changes nothing: the next digest comes as planned."

File = tuple[str, Iterator[str]]


def digest_message(digest: Digest, mark_test: bool = False, missed: tuple[date, ...] = ()) -> Message:
    """What is posted for a digest; `missed` are the local days of earlier ones that were never sent."""
    message = _quiet(digest, missed) if digest.quiet else _full(digest, missed)
    return as_test(message, TESTED) if mark_test else message


def digest_file(digest: Digest) -> File | None:
    """The name and the lines of the CSV file for the thread; None when there is nothing to put into one."""
    if digest.export is None or digest.quiet:
        return None
    exported = digest.export.scope
    return csv.file_name(exported.today), csv.lines(digest.export, exported.as_of)


def _full(digest: Digest, missed: tuple[date, ...]) -> Message:
    notes = [kit.escape(note) for note in said.notes(digest, missed)]
    return Message(
        text=kit.cut_escaped(said.text(digest, missed), kit.TEXT),
        body=(
            kit.header(said.title(digest)),
            kit.section("\n".join(map(_finding, digest.findings))),
            *(piece for chapter in digest.chapters for piece in _chapter(digest, chapter)),
            *((kit.context(notes),) if notes else ()),
            kit.context([kit.escape(said.small_print(digest))]),
        ),
    )


def _quiet(digest: Digest, missed: tuple[date, ...]) -> Message:
    lines = (said.quiet(digest), *said.not_sent(missed), said.small_print(digest))
    return Message(
        text=kit.cut_escaped("\n".join(lines), kit.TEXT),
        body=(kit.section(kit.escape(lines[0])), kit.context([kit.escape(line) for line in lines[1:]])),
    )


def _finding(finding: Finding) -> str:
    """•  *Questions up 34% to 1,624*: +412 on the week before"""
    detail = f": {kit.escape(finding.detail)}" if finding.detail else ""
    return f"•  *{kit.escape(finding.claim)}*{detail}"


def _chapter(digest: Digest, chapter: Chapter) -> Iterator[Block | Image]:
    """A section in a few lines, and its chart where it is one of the main ones."""
    report = chapter.report
    chart = chapter.chart if report.section.name in digest.drawn else None
    below = () if isinstance(chart, Meter) else said.below(chapter)  # the picture of a card says these lines
    figures = "\u00a0\u00a0•  ".join(map(figure_line, said.figures(chapter)))
    head = f"*{kit.escape(report.section.title)}*   {kit.escape(said.claim(chapter))}"
    yield kit.section("\n".join([head, *([figures] if figures else []), *map(kit.escape, below)]))
    if chart:
        yield image(report, chart)
