"""From a request to a report: what every path shares, from the slash command to the terminal."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.access import Admission, Role
from bot.audit import remember_reading
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


Choose = Callable[[Store], Admission | Organization]


def report(engine: Engine, request: Request, choose: Choose, reader: Reader) -> Report:
    """Count what a request asks for, all of it in one snapshot of the store, and no more than is admitted.

    `choose` says who is admitted to what; an organisation by itself means an operator at a terminal, who may
    see it all. Raises `RequestError` when the request cannot be met, or not here, and `StoreError` when the
    store cannot be read.
    """
    section = section_named(request.section)
    shown = section.breakdown(request.by)
    tabs = section.breakdowns if reader.every_breakdown else ((shown,) if shown else ())
    with reading(engine) as connection:
        store = Store(connection)
        admission = _admission(choose(store))
        admission.check(request)
        org, now = admission.org, reader.clock(admission.org.time_zone)
        scope = request.scope(org, now, reader.alone, admission.default_project)
        counted = measure(section, scope, store, tabs)
    remember_reading(engine, admission, counted, str(request))
    return counted


def _admission(found: Admission | Organization) -> Admission:
    if isinstance(found, Admission):
        return found
    return Admission(found, Role.ADMIN, alone=True, visibility="private")
