"""One line that nobody should send never keeps the lines beside it out."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.world import TODAY, line, organisation, send, send_file

GOOD = [line("question.asked", f"q-{n}", f"{TODAY}T09:00:00", project="storefront") for n in range(6)]


def raw(**fields: object) -> str:
    return json.dumps({**line("question.asked", "bad", f"{TODAY}T09:00:00", project="storefront"), **fields})


HOSTILE = {
    "the end of time": raw(at="9999-12-31T23:59:59Z"),
    "an endless exponent": '{"v":1,"amount":1e99999999999999999999}',
    "half a surrogate pair": raw(kind="\ud800"),
    "a NUL in the kind": raw(kind="a\0b"),
    "a NUL in a text": raw(category="a\0b"),
    "infinity": raw(category=float("inf")),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_line_is_rejected_alone(engine: Engine, tmp_path: Path, hostile: str) -> None:
    path = tmp_path / "lines.jsonl"
    good = [json.dumps(each) for each in [*organisation(), *GOOD]]
    path.write_text("\n".join([*good[:-1], hostile, good[-1]]), encoding="utf-8")
    receipt = send_file(engine, path)
    assert (receipt.rejected, receipt.inserted) == (1, len(good))


def test_a_field_that_nobody_knows_may_be_nested_as_deep_as_it_likes(engine: Engine, tmp_path: Path) -> None:
    deep = line("question.asked", "deep", f"{TODAY}T09:00:00", project="storefront", origin="", z="NEST")
    text = json.dumps(deep).replace('"NEST"', "[" * 700 + "]" * 700)
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join([*map(json.dumps, organisation()), text]), encoding="utf-8")
    assert send_file(engine, path).is_clean


def test_a_parked_line_with_a_warning_is_resolved_by_itself(engine: Engine, tmp_path: Path) -> None:
    asks = line(
        "question.asked",
        "q-1",
        f"{TODAY}T09:00:00",
        project="storefront",
        session="s-1",
        category="Brand-new",
    )
    send(engine, [*organisation(), asks], tmp_path)
    opens = line("session.created", "s-1", f"{TODAY}T08:00:00", project="storefront")
    assert send(engine, [opens], tmp_path).is_clean
    again = send(engine, [*organisation(), asks], tmp_path)
    assert (again.inserted, again.parked) == (0, 0)
