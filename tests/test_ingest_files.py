"""Files as they come: CSV, blank lines, byte order marks, and what is no text at all."""

import gzip
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.errors import StoreError
from storage.ingest import ingest, input_file
from storage.tables import events, ingest_batches, ingest_rejections
from tests.ingest_lines import (
    NOW,
    WORLD,
    Line,
    codes,
    event,
    line,
    question,
    rows,
    send,
    send_bytes,
    session,
    texts,
    user,
    warned,
)

HEADER = "id,source,at,org,project,user,session,origin,category,stage"
ROW = "q-1,playerzero,2026-11-03T14:05:00Z,acme,pay,mira,,slack,Debug,fix"

CSV: dict[str, tuple[str, str, Line]] = {
    "question.asked": (HEADER, ROW, question(category="Debug", stage="fix")),
    "user.upsert": (
        "id,source,at,org,email,display_name,slack_user_id,is_service",
        "noa,playerzero,2025-10-01T00:00:00Z,acme,,Noa,,true",
        user("noa", is_service=True),
    ),
    "repository.upsert": (
        "id,source,at,org,name,provider,connected_on,disconnected_on,projects",
        "r,playerzero,2025-10-01T00:00:00+00:00,acme,r,git,2025-10-01,,pay;store",
        line("repository.upsert", "r", "2025-10-01T00:00:00Z", name="r", provider="git")
        | {"connected_on": "2025-10-01", "projects": ["pay", "store"]},
    ),
    "code.analyzed": (
        "id,source,at,org,project,purpose,lines,repository,session",
        "l,playerzero,2026-11-03T14:05:00Z,acme,,indexing,18422,,",
        line("code.analyzed", "l", purpose="indexing", lines=18_422),
    ),
    "credits.adjusted": (
        "amount,id,source,at,org,category,reason,rev",
        '-40.50,c,playerzero,2026-11-03T14:05:00Z,acme,WorldModel,"duplicate, ""index""",0',
        line("credits.adjusted", "c", category="WorldModel", amount="-40.5", reason='duplicate, "index"'),
    ),
}


@pytest.mark.parametrize("kind", CSV)
def test_a_csv_row_is_the_same_as_its_json_line(engine: Engine, kind: str) -> None:
    header, row, sent = CSV[kind]
    send(engine, *WORLD)
    first = send_bytes(engine, f"{header}\n{row}\n".encode(), f"{kind}.csv")
    assert (first.inserted, first.is_clean) == (1, True)
    assert send(engine, WORLD[0], sent).duplicate == 2


def test_columns_may_come_in_any_order_and_unknown_ones_warn(engine: Engine) -> None:
    send(engine, *WORLD)
    names, cells = HEADER.split(",")[::-1], ROW.split(",")[::-1]
    data = f"{','.join([*names, 'mood'])}\r\n{','.join([*cells, 'good'])}\r\n".encode()
    receipt = send_bytes(engine, data, "question.asked.csv")
    assert (receipt.inserted, warned(receipt)) == (1, ["E03"])
    assert "mood" in receipt.warnings[0].message


def test_a_byte_order_mark_is_no_part_of_the_first_line(engine: Engine) -> None:
    assert send_bytes(engine, b"\xef\xbb\xbf" + texts(WORLD)).inserted == len(WORLD)
    assert send_bytes(engine, f"\ufeff{HEADER}\n{ROW}".encode(), "question.asked.csv").inserted == 1


def test_a_header_without_a_required_column_refuses_the_file(engine: Engine) -> None:
    send(engine, *WORLD)
    receipt = send_bytes(engine, f"{ROW}\n".encode(), "question.asked.csv")
    assert (receipt.is_refused, receipt.inserted) == (True, 0)
    assert "id, source, org, at, project" in receipt.errors[0].message


@pytest.mark.parametrize("bad", ["q-2,playerzero", ROW + ",more", 'q-2,"open,x', "q-2,\udcff,x"])
def test_a_row_that_does_not_fit_the_header_is_rejected_and_its_neighbours_are_kept(
    engine: Engine, bad: str
) -> None:
    send(engine, *WORLD)
    good = [ROW.replace("q-1", f"q-{n}") for n in range(4, 9)]
    data = "\n".join([HEADER, *good[:2], bad, *good[2:]]).encode(errors="surrogateescape")
    receipt = send_bytes(engine, data, "question.asked.csv")
    assert (receipt.inserted, codes(receipt), receipt.errors[0].line) == (5, ["E01"], 4)


def test_a_quoted_cell_may_hold_line_breaks(engine: Engine) -> None:
    send(engine, *WORLD)
    data = f"{HEADER}\n{ROW.replace('Debug', chr(34) + 'De' + chr(10) + 'bug' + chr(34))}\n".encode()
    assert send_bytes(engine, data, "question.asked.csv").inserted == 1
    assert event(engine, "q-1").category == "De\nbug"


def test_numbers_in_csv_must_be_numbers(engine: Engine) -> None:
    send(engine, *WORLD)
    header, row, _ = CSV["code.analyzed"]
    good = [row.replace("l,", f"l-{n},", 1) for n in range(4)]
    data = "\n".join([header, *good, row.replace("18422", "many")]).encode()
    assert codes(send_bytes(engine, data, "code.analyzed.csv")) == ["E15"]


@pytest.mark.parametrize("name", ["history.csv", "org.upsert.csv", "workflow.upsert.csv"])
def test_csv_of_no_kind_that_csv_can_carry_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("id\n")
    with pytest.raises(StoreError):
        input_file(tmp_path / name)


def test_blank_lines_are_skipped_and_not_counted(engine: Engine) -> None:
    receipt = send_bytes(engine, b"\n \n" + texts(WORLD).replace(b"\n", b"\r\n\n\t\n") + b"\n\n")
    assert (receipt.total, receipt.inserted) == (len(WORLD), len(WORLD))


def test_an_empty_string_is_null(engine: Engine) -> None:
    assert send(engine, *WORLD, question(category="", stage="", session="")).is_clean
    assert send(engine, *WORLD, question(category=None)).duplicate == len(WORLD) + 1


def test_an_empty_file_is_taken(engine: Engine) -> None:
    assert (send_bytes(engine, b"").total, send_bytes(engine, b"").is_clean) == (0, True)


def test_a_truncated_file_keeps_its_whole_lines(engine: Engine) -> None:
    receipt = send_bytes(engine, texts([*WORLD, question(), session()])[:-20])
    assert (receipt.inserted, codes(receipt), receipt.errors[0].line) == (7, ["E01"], 8)


@pytest.mark.parametrize(
    "data", [gzip.compress(texts(WORLD)), texts(WORLD).decode().encode("utf-16"), b"\0" * 99]
)
def test_a_file_that_is_no_text_is_refused(engine: Engine, data: bytes) -> None:
    assert send_bytes(engine, data).is_refused


def test_a_huge_line_costs_no_more_than_its_own_rejection(engine: Engine) -> None:
    huge = b'{"v":1,"x":"' + b"x" * 5_000_000 + b'"}'
    receipt = send_bytes(engine, texts(WORLD) + b"\n" + huge + b"\n" + texts([question()]))
    assert (receipt.inserted, codes(receipt), receipt.errors[0].line) == (len(WORLD) + 1, ["E01"], 7)
    assert len(rows(engine, ingest_rejections)[0].raw) <= 2000


def test_what_was_rejected_is_kept_with_its_line_and_reason(engine: Engine) -> None:
    wrong = json.dumps(question("q-2", at="never"))
    send(engine, *WORLD, wrong)
    [kept] = rows(engine, ingest_rejections)
    assert (kept.line_no, kept.code, kept.raw, kept.state, kept.org_id) == (7, "E04", wrong, "rejected", 1)


def test_a_wrong_line_before_the_organisation_exists_is_counted_and_kept(engine: Engine) -> None:
    receipt = send(engine, "{", *WORLD)
    assert (receipt.rejected, receipt.inserted) == (1, len(WORLD))
    [batch] = rows(engine, ingest_batches)
    assert (batch.rows_total, batch.rows_rejected, len(rows(engine, ingest_rejections))) == (7, 1, 1)


def test_several_files_give_one_receipt_and_one_for_each(engine: Engine, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_bytes(texts([*WORLD, question(session="s-1")]))
    second.write_bytes(
        texts([session(), question("q-2", at="never")] + [session(f"s-{n}") for n in range(2, 11)])
    )
    receipt = ingest(engine, [input_file(first), input_file(second)], lambda _zone: NOW)
    assert (receipt.total, receipt.inserted, receipt.rejected, receipt.adds_up) == (18, 17, 1, True)
    assert [(file.total, file.parked, file.is_clean) for file in receipt.files] == [
        (7, 0, True),
        (11, 0, False),
    ]
    assert len(rows(engine, events)) == 11
