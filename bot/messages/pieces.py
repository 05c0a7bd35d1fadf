"""What messages of several kinds share: a chart as a picture, a figure in a line, the mark of a test."""

from bot.messages import block_kit as kit
from bot.messages.message import Image, Message
from reports.formats import text as words
from reports.formats.alt import alt
from reports.parts import Figure, Meter
from reports.report import Chart, Report

TEST = "TEST"


def image(report: Report, chart: Chart) -> Image:
    """A chart of a report, drawn when it is posted."""
    # A contract's card is about its whole term, whatever the report covers.
    caption = "" if isinstance(chart, Meter) else report.caption
    return Image(f"{chart.key.replace('.', '-').replace('_', '-')}.png", alt(report, chart), chart, caption)


def figure_line(figure: Figure) -> str:
    """Pass rate *81%* ▲ 3 pp"""
    number, small = _told(figure)
    return " ".join((kit.escape(figure.label), f"*{number}*", *small))


def figure_field(figure: Figure) -> str:
    """A figure for two columns: its label, and below it the number and its trend."""
    number, small = _told(figure)
    return "   ".join((f"{kit.escape(figure.label)}\n*{number}*", *small))


def _told(figure: Figure) -> tuple[str, list[str]]:
    """The number, and what stands small beside it; nothing is not told twice."""
    number = words.number(figure.now, figure.unit)
    said = (figure.trend.text if figure.trend else "", figure.hint)
    return kit.escape(number), [kit.escape(text) for text in said if text and text != number]


def as_test(message: Message, promise: str) -> Message:
    """A message marked as a test, above everything else; `promise` says what it leaves untouched."""
    said = f"This is a test. {promise}"
    mark = kit.section(f"*{TEST}*   {kit.escape(said)}")
    text = kit.cut(f"{TEST}. {kit.escape(said)}\n{message.text}", kit.TEXT)
    return Message(text, (mark, *message.body))
