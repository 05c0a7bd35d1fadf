"""A report as a message: headline, card, chart, table, and where the numbers come from."""

from collections.abc import Iterator

from bot.messages import block_kit as kit
from bot.messages.message import Block, Image, Message
from reports.formats import text as words
from reports.formats.alt import alt
from reports.parts import Figure, Graph, Meter, Table
from reports.ranges import Range
from reports.report import Chart, Report
from reports.request import Request

GRAPH = "graph"
EXPORT = "export"  # the action of the button
PICTURES = 4
FURTHER = 5  # tables told in a line each, of so many characters at most
FURTHER_TEXT = 400


def report_message(report: Report, view: str | None = None, asked: str = "") -> Message:
    """What is posted for a report; `asked` says who asked and what, in plain words.

    Of a section that has both, `view` chooses the stage graph instead of the table.
    """
    return Message(
        text=kit.cut_escaped(words.text(report), kit.TEXT),
        body=(
            kit.header(report.section.title),
            _opening(report),
            *_figures(report),
            *_cards(report),
            *_pictures(report, view),
            *(() if view == GRAPH else _tables(report)),
            _buttons(report),
            *_small_print(report, asked),
        ),
    )


def _opening(report: Report) -> Block:
    """The headline, its claim in bold."""
    sentence = report.sentence
    claim = f"*{kit.escape(sentence.claim)}* {kit.escape(sentence.during)}"
    return kit.section(f"{claim}   {kit.escape(sentence.trend)}".rstrip())


def _figures(report: Report) -> tuple[Block, ...]:
    """Every figure but the one that the headline has said, in two columns."""
    texts = [_figure(figure) for figure in report.figures[1:]]
    return tuple(kit.fields(texts[at : at + kit.FIELDS]) for at in range(0, len(texts), kit.FIELDS))


def _figure(figure: Figure) -> str:
    said = (figure.trend.text if figure.trend else "", figure.hint)
    small = "   ".join(kit.escape(text) for text in said if text)
    number = kit.escape(words.number(figure.now, figure.unit))
    return f"{kit.escape(figure.label)}\n*{number}*   {small}".rstrip()


def _cards(report: Report) -> Iterator[Block]:
    """The contract's card in words, which stand for its picture where there is none."""
    for meter in (part for part in report.parts if isinstance(part, Meter)):
        said = [kit.escape(line) for line in meter.lines]
        yield kit.section(f"*{kit.escape(meter.title)}*   {' • '.join(said[:2])}")
        if said[2:]:
            yield kit.context([" • ".join(said[2:])])


def _pictures(report: Report, view: str | None) -> tuple[Image, ...]:
    """The charts that belong inside; stages are drawn only where their graph was asked for."""
    wanted = [chart for chart in report.charts if isinstance(chart, Graph) == (view == GRAPH)]
    return tuple(_image(report, chart) for chart in wanted[:PICTURES])


def _image(report: Report, chart: Chart) -> Image:
    def draw() -> bytes:
        from reports.formats.png import png  # matplotlib takes a second to load, and not every process draws

        # A contract's card is about its whole term, whatever the report covers.
        return png(chart, "" if isinstance(chart, Meter) else report.caption)

    return Image(f"{chart.key.replace('.', '-').replace('_', '-')}.png", alt(report, chart), draw)


def _tables(report: Report) -> tuple[Block, ...]:
    """The first table as a table; Slack takes one in a message, so the others are told in a line."""
    if not report.tables:
        return ()
    first, *others = report.tables
    block, left_out = kit.data_table(first)
    lines = [kit.cut_escaped(words.table_line(table, rows=5), FURTHER_TEXT) for table in others[:FURTHER]]
    lines += [f"… and {len(others) - FURTHER} more tables"] if len(others) > FURTHER else []
    lines += [f"… and {left_out} more rows; the CSV export has them all."] if left_out else []
    return (*((block,) if _has_rows(first) else ()), *(kit.section(line) for line in lines))


def _has_rows(table: Table) -> bool:
    """Slack refuses a table without any row under its header."""
    return bool(table.rows or table.total)


def _buttons(report: Report) -> Block:
    request = _export(report)
    return kit.actions([kit.button("Export CSV", EXPORT, str(request), "Export this report as a CSV file")])


def _export(report: Report) -> Request:
    """The export that belongs to a report: the very days it shows, also next week."""
    scope = report.scope
    days = Range(f"{scope.period.start}..{scope.period.last}")
    project = scope.project.slug if scope.project else "all"
    return Request("export", scope.range if scope.range.word == "all" else days, project)


def _small_print(report: Report, asked: str) -> tuple[Block, ...]:
    notes = [kit.escape(note.text) for note in report.notes]
    return (
        *((kit.context(notes),) if notes else ()),
        kit.context([kit.escape(" • ".join(text for text in (report.context, asked) if text))]),
    )
