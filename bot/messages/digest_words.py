"""What a digest says, in plain words: the lines of its message, and the whole of it as text."""

from collections.abc import Iterator
from datetime import date

from reports import numbers, words
from reports.chapters import CONTRACT, Chapter
from reports.digest import Digest
from reports.formats import text as plain
from reports.parts import Cell, Credits, Figure, Meter, Rate, Table
from reports.sentences import during

TITLES = {"yesterday": "Daily usage", "last-week": "Weekly usage", "last-month": "Monthly usage"}
ROWS = 3  # of a breakdown, told in a line
MISSED = 5  # days told one by one


def title(digest: Digest) -> str:
    """Weekly usage · Acme Inc. · Nov 16–22, 2026"""
    scope = digest.scope
    kind = TITLES.get(digest.wish.range_word, "Usage")
    project = scope.project.name if scope.project else ""
    return " · ".join(text for text in (kind, scope.org.name, project, words.dates(scope.period)) if text)


def quiet(digest: Digest) -> str:
    """Nothing happened in PlayerZero last week (Nov 16–22, 2026)."""
    scope = digest.scope
    place = f" for {scope.project.name}" if scope.project else ""
    return f"Nothing happened in PlayerZero{place} {during(scope)} ({words.dates(scope.period)})."


def claim(chapter: Chapter) -> str:
    """Answered 725 questions   ▲ 12%"""
    sentence = chapter.report.sentence
    return "   ".join(text for text in (sentence.claim, sentence.trend) if text)


def figures(chapter: Chapter) -> tuple[Figure, ...]:
    """The figures told beside the claim, which has said the first."""
    return tuple(figure for figure in chapter.brief if figure.key != chapter.report.figures[0].key)


def below(chapter: Chapter) -> Iterator[str]:
    """The lines under a claim: the largest values of the first breakdown, or the card of the contract."""
    if chapter.report.section.name == CONTRACT:
        for meter in (part for part in chapter.report.charts if isinstance(part, Meter)):
            yield f"{meter.title}: {' • '.join(meter.lines[1:-1])}"
    elif chapter.report.section.breakdowns:
        yield from (line for table in chapter.report.tables[:1] if (line := _largest(table)))


def _largest(table: Table) -> str:
    """Category: Execute 140, Explain 120, Change 101 and 8 more"""
    rows = [(row[0], number) for row in table.rows if (number := _number(row[table.labels]))]
    if not rows:
        return ""
    named = rows if len(rows) <= ROWS + 1 else rows[:ROWS]
    shown = ", ".join(f"{label} {number}" for label, number in named)
    more = f" and {len(rows) - ROWS} more" if len(named) < len(rows) else ""
    return f"{table.headings[0]}: {shown}{more}"


def _number(cell: Cell) -> str:
    """A number in whole units; "" for none and for zero."""
    match cell:
        case int() | Credits() | Rate() if cell not in (0, Credits(0)):
            return numbers.text(cell)
        case _:
            return ""


def notes(digest: Digest, missed: tuple[date, ...]) -> tuple[str, ...]:
    """What belongs to the numbers, each sentence once; and which digests were never sent."""
    texts = [note.text for chapter in digest.chapters for note in chapter.notes]
    return (*dict.fromkeys(texts), *not_sent(missed))


def not_sent(missed: tuple[date, ...]) -> tuple[str, ...]:
    """Not sent, because I was not running: Nov 9 and Nov 16"""
    if not missed:
        return ()
    days = tuple(words.short_day(day) for day in sorted(missed)[-MISSED:])
    more = f", and {len(missed) - MISSED} before" if len(missed) > MISSED else ""
    return (f"Not sent, because I was not running: {words.joined(days)}{more}.",)


def small_print(digest: Digest) -> str:
    """Where the numbers come from, and which subscription asked for them."""
    number = digest.wish.number
    hint = f"Subscription {number}: `/usage subscriptions`" if number is not None else ""
    return " • ".join(text for text in (digest.context, hint) if text)


def text(digest: Digest, missed: tuple[date, ...]) -> str:
    """The whole digest, with the real numbers."""
    said = [title(digest), *(f"{finding}." for finding in digest.findings)]
    for chapter in digest.chapters:
        lines = (claim(chapter), *map(plain.figure, figures(chapter)), *below(chapter))
        said.append(f"{chapter.report.section.title}: {'. '.join(lines)}")
    return "\n".join([*said, *notes(digest, missed), small_print(digest)])
