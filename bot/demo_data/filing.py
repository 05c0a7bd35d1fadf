"""The order of the file: by time, but one day's lines come last, and another day's come again."""

from collections.abc import Iterable, Iterator
from itertools import cycle, islice

from bot.demo_data.history import History
from bot.demo_data.line import Line

RETRIED = 1_900


def filed(lines: Iterable[Line], history: History) -> Iterator[Line]:
    """Yield the lines in the order in which the file has them.

    The lines of the outage day come last. After the day of the retry storm, 1,900 of Acme's lines come again;
    those of issues are not among them, because a repeated upsert is ignored and not a duplicate.
    """
    outage, storm = history.on("2026-04-07"), history.on("2026-08-11")
    ordered = sorted(lines, key=lambda line: line.at)
    in_time = [line for line in ordered if line.day != outage]
    after_storm = max(place for place, line in enumerate(in_time) if line.day == storm) + 1
    yield from in_time[:after_storm]
    yield from islice(cycle(line for line in in_time if _sent_again(line, history)), RETRIED)
    yield from in_time[after_storm:]
    yield from (line for line in ordered if line.day == outage)


def _sent_again(line: Line, history: History) -> bool:
    return line.day == history.on("2026-08-11") and line.org == "acme" and line.kind != "issue.upsert"
