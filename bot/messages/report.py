"""A report as a message: headline, card, chart, table, what can be changed, where the numbers come from."""

from collections.abc import Iterator, Sequence

from bot.messages import block_kit as kit
from bot.messages.menus import Shown, controls, pick
from bot.messages.message import Block, Image, Message
from bot.messages.native_chart import native_charts
from bot.messages.pieces import figure_field, image
from reports.formats import text as words
from reports.parts import Graph, Meter, Table
from reports.report import Report
from reports.sections import section_named
from storage.records import Organization

GRAPH = "graph"
PICTURES = 4
FURTHER = 5  # tables told in a line each, of so many characters at most
FURTHER_TEXT = 400
SPARE = 300  # characters that are left free, since nobody knows how exactly Slack counts


def report_message(report: Report, shown: Shown) -> Message:
    """What is said for a report, as it is shown there and then."""
    view = shown.request.view
    charts = native_charts(report) if shown.whispered else _pictures(report, view)
    above = (
        kit.header(report.section.title),
        _opening(report),
        *_figures(report),
        *_cards(report, shown),
        *charts,
    )
    below = (*controls(report, shown), *_small_print(report, shown.asked))
    tables = () if view == GRAPH and not shown.whispered else _tables(report, _room((*above, *below)))
    text = kit.cut_escaped(words.text(report), kit.TEXT)
    return Message(text, (*above, *tables, *below))


def project_question(question: str, org: Organization, shown: Shown) -> Message:
    """What is said for a section that needs a project: which one? The menu turns it into the report."""
    escaped = kit.cut_escaped(question, kit.SECTION_TEXT)
    title = section_named(shown.request.section).title
    return Message(escaped, (kit.header(title), kit.section(escaped), *pick(org, shown)))


def _room(pieces: Sequence[Block | Image]) -> int:
    """The characters that are left for the table."""
    taken = sum(len(each.alt) if isinstance(each, Image) else kit.characters(each) for each in pieces)
    return kit.MESSAGE_CHARS - SPARE - FURTHER * FURTHER_TEXT - taken


def _opening(report: Report) -> Block:
    """The headline, its claim in bold."""
    sentence = report.sentence
    claim = f"*{kit.escape(sentence.claim)}* {kit.escape(sentence.during)}"
    return kit.section(f"{claim}   {kit.escape(sentence.trend)}".rstrip())


def _figures(report: Report) -> tuple[Block, ...]:
    """Every figure but the one that the headline has said, in two columns."""
    texts = [figure_field(figure) for figure in report.figures[1:]]
    return tuple(kit.fields(texts[at : at + kit.FIELDS]) for at in range(0, len(texts), kit.FIELDS))


def _cards(report: Report, shown: Shown) -> Iterator[Block]:
    """The contract's card in words: how it stands, and the whole of it where no picture shows the rest."""
    for meter in (part for part in report.parts if isinstance(part, Meter)):
        said = [kit.escape(line) for line in meter.lines]
        yield kit.section(f"*{kit.escape(meter.title)}*   {' • '.join(said[:2])}")
        if shown.whispered and said[2:]:
            yield kit.context([" • ".join(said[2:])])


def _pictures(report: Report, view: str | None) -> tuple[Image, ...]:
    """The charts that belong inside; stages are drawn only where their graph was asked for."""
    wanted = [chart for chart in report.charts if isinstance(chart, Graph) == (view == GRAPH)]
    return tuple(image(report, chart) for chart in wanted[:PICTURES])


def _tables(report: Report, room: int) -> tuple[Block, ...]:
    """The first table as a table; Slack takes one in a message, so the others are told in a line."""
    if not report.tables:
        return ()
    first, *others = report.tables
    block, left_out = kit.data_table(first, room)
    lines = [kit.cut_escaped(words.table_line(table, rows=5), FURTHER_TEXT) for table in others[:FURTHER]]
    lines += [f"… and {len(others) - FURTHER} more tables"] if len(others) > FURTHER else []
    lines += [f"… and {left_out} more rows; the CSV export has them all."] if left_out else []
    return (*((block,) if _has_rows(first) else ()), *(kit.section(line) for line in lines))


def _has_rows(table: Table) -> bool:
    """Slack refuses a table without any row under its header."""
    return bool(table.rows or table.total)


def _small_print(report: Report, asked: str) -> tuple[Block, ...]:
    notes = [kit.escape(note.text) for note in report.notes]
    return (
        *((kit.context(notes),) if notes else ()),
        kit.context([kit.escape(" • ".join(text for text in (report.context, asked) if text))]),
    )
