"""A small world in the lines of a source, and the answers about it."""

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from sqlalchemy import Engine

from bot.clock import Today
from bot.replies.counting import Reader, report
from reports.numbers import Number
from reports.parts import Graph, Part, Table, Timeline
from reports.report import Report
from reports.request import Request
from storage.ingest import Receipt, ingest, input_file

Line = dict[str, Any]
Kind = TypeVar("Kind", bound=Part)
TODAY = Today.parse("2026-03-31T12:00")
ORGANISATION = {"name": "Acme Inc.", "time_zone": "America/New_York", "data_start_on": "2026-01-01"}
STAGES = (("triage", "entry"), ("fix", "work"), ("test", "work"), ("close", "terminal"))
ALONG = (("triage", "fix"), ("fix", "test"), ("test", "fix"), ("test", "close"))


def line(kind: str, id: str, day: str, **fields: object) -> Line:
    """One line of that UTC instant, or of eleven in the morning in New York on that day of winter."""
    at = day if "T" in day else f"{day}T16:00:00Z"
    return {"v": 1, "kind": kind, "id": id, "source": "playerzero", "at": at, "org": "acme"} | fields


def organisation(*slugs: str) -> list[Line]:
    """Acme with projects named by their slugs, and all that happens to it since 2026."""
    return [
        line("org.upsert", "org-acme", "2026-01-01", **ORGANISATION),
        *(
            line("project.upsert", f"p-{slug}", "2026-01-01", slug=slug, name=slug.title())
            for slug in slugs or ("store",)
        ),
    ]


def workflow(
    day: str = "2026-01-01",
    stages: Iterable[tuple[str, str]] = STAGES,
    edges: Iterable[tuple[str, str]] = ALONG,
    **fields: object,
) -> Line:
    """A version of a workflow, by default of the project `store`; stages are named by their ids."""
    stated = {"id": "w-1", "project": "store", "name": "Defects", "rev": 1} | fields
    described = [{"id": id, "name": id.title(), "type": type_} for id, type_ in stages]
    return line(
        "workflow.upsert", str(stated.pop("id")), day, stages=described, edges=[*map(list, edges)], **stated
    )


def take(engine: Engine, texts: Iterable[str], today: Today) -> Receipt:
    """Take texts in as the lines of one file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "lines.jsonl"
        file.write_text("\n".join(texts), encoding="utf-8")
        return ingest(engine, [input_file(file)], lambda zone: today(str(zone)))


def tell(engine: Engine, *lines: Line) -> None:
    """Take lines in, every one of them, as of the last day of March 2026."""
    receipt = take(engine, map(json.dumps, lines), TODAY)
    assert receipt.inserted + receipt.updated == len(lines), receipt.errors


def ask(engine: Engine, words: str, org: str = "acme", today: Today = TODAY) -> Report:
    """The answer with every breakdown for one person alone, as of the last day of March 2026 or another."""
    reader = Reader(alone=True, clock=today, every_breakdown=True)
    return report(engine, Request.parse(words), lambda store: store.organization(org), reader)


def part(found: Report, kind: type[Kind], key: str) -> Kind:
    return next(part for part in found.parts if isinstance(part, kind) and part.key == key)


def now(found: Report, key: str) -> Number | None:
    return found.figure(key).now


def rows(found: Report, key: str) -> list[tuple[object, ...]]:
    return list(part(found, Table, key).rows)


def bars(found: Report, key: str) -> dict[str, dict[str, int]]:
    """What a timeline shows, by the label of the series and the bucket's first day; no zeros."""
    chart = part(found, Timeline, key)
    return {
        row.label: {str(day): value for day, value in zip(chart.buckets, row.values, strict=True) if value}
        for row in chart.series
    }


def moves(found: Report, key: str) -> dict[tuple[str, str], tuple[int, bool]]:
    """The edges of a graph: how often, and whether the workflow has them today."""
    return {(e.source, e.target): (e.moves, e.published) for e in part(found, Graph, key).edges}


def said(found: Report) -> list[str]:
    return [note.text for note in found.notes]
