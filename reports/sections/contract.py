"""Contract: how much of the allocation is used, how long the term lasts, when it will be used up."""

from collections.abc import Iterator

from reports import numbers, words
from reports.card import card
from reports.contract import Standing, standing
from reports.definition import Definition
from reports.facts import Facts
from reports.numbers import Credits, Number
from reports.parts import Figure, Part, Unit
from reports.report import Report
from reports.section import Need, Section
from reports.sentences import Sentence


def brief(count: Facts) -> Iterator[Part]:
    now = standing(count.store, count.scope.org, count.scope.today)
    if now:
        yield card(now)


def figures(count: Facts) -> Iterator[Part]:
    now = standing(count.store, count.scope.org, count.scope.today)
    if now:
        yield from _figures(now)
        yield card(now)


def _figures(now: Standing) -> Iterator[Figure]:
    """The numbers of the card; they belong to the term to date, so there is nothing to compare them with."""
    yield _figure("percent", "Used of the allocation", now.percent, Unit.RATE)
    yield _figure("allocation", "Allocation", now.allocation, Unit.CREDITS)
    yield _figure("used", "Used", now.used, Unit.CREDITS)
    yield _figure("overflow", "Overflow", now.overflow, Unit.CREDITS)
    if now.days_left is not None:
        yield _figure("days_left", "Days left", now.days_left, Unit.COUNT)


def _figure(name: str, label: str, number: Number, unit: Unit) -> Figure:
    return Figure(f"contract.{name}", label, number, None, unit, None)


def sentence(report: Report) -> Sentence:
    """108.1% of 81,500 credits used by Nov 30, 2026"""
    percent, allocation = (report.figure(f"contract.{name}").now for name in ("percent", "allocation"))
    claim = f"{numbers.text(percent or 0)} of {numbers.text(allocation or Credits(0))} credits used"
    return Sentence(claim, f"by {words.day(report.scope.today)}")


DEFINITIONS = (
    Definition(
        "contract.percent",
        "Used credits of the allocation, of the whole organisation and the term to date, whatever is "
        "filtered. Rounded down up to 100 % and up above, so that it never contradicts its colour.",
    ),
    Definition("contract.allocation", "The contract's credits, and every top-up in force by now."),
    Definition("contract.used", "All credits of the term to date, of all projects, corrections included."),
    Definition("contract.overflow", "Used credits beyond the allocation."),
    Definition("contract.days_left", "Days until the term ends, today not included."),
)

SECTION = Section(
    title="Contract",
    rank=25,
    words=("contract",),
    summary="allocation, used, days left, and when it will be used up",
    figures=figures,
    sentence=sentence,
    brief=brief,
    needs=Need.CONTRACT,
    steps=False,
    filters=False,
    definitions=DEFINITIONS,
)
