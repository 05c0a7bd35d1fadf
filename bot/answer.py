"""From a request to a report: what every path shares, from the slash command to the terminal."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.clock import Clock, wall
from reports.report import Report, measure
from reports.request import Request
from reports.sections import section_named
from storage.engine import reading
from storage.records import Organization
from storage.store import Store


@dataclass(frozen=True)
class Reader:
    """Who reads the answer: `alone`, or a whole channel; and the clock that says which day it is for them."""

    alone: bool
    clock: Clock = wall
    every_breakdown: bool = False


def report(
    engine: Engine, request: Request, choose: Callable[[Store], Organization], reader: Reader
) -> Report:
    """Count what a request asks for, all of it in one snapshot of the store.

    Raises `RequestError` when the request cannot be met and `StoreError` when the store cannot be read.
    """
    section = section_named(request.section)
    shown = section.breakdown(request.by)
    tabs = section.breakdowns if reader.every_breakdown else ((shown,) if shown else ())
    with reading(engine) as connection:
        store = Store(connection)
        org = choose(store)
        scope = request.scope(org, reader.clock(org.time_zone), reader.alone)
        return measure(section, scope, store, tabs)
