"""The CSV format: every cell comes back as it was, and none of them is a formula."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.formats.csv import file_name, lines, text
from reports.formats.guard import safe_cell
from reports.numbers import Credits, Rate
from reports.parts import Cell, Table
from reports.report import Report
from reports.request import Request
from reports.sections.export import SECTION
from tests.csv_files import read, sections, written
from tests.organizations import organization

AS_OF = datetime(2026, 11, 22, 14, 5, 9, 123456, tzinfo=ZoneInfo("America/New_York"))
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://evil.test","x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "harmless\n=1+1",
    "harmless\r\n=1+1",
    "harmless\u2028=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b \u00a0=1+1",
    "\u3000=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1,1)",
    "a;=1+1",
    "a\t=1+1",
    'a",=1+1,"',
    '"=1+1"',
)
SIGNS = "=+-@＝＋－＠"
# A database keeps no lone surrogates, and Postgres no zero byte either.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def report(*rows: tuple[Cell, ...]) -> Report:
    """A report of one table."""
    scope = Request.parse("export last-7d").scope(organization(), AS_OF, alone=True)
    return Report(SECTION, scope, (Table("export.test", "Test", ("A", "B"), rows, None),), None)


def test_the_file_begins_with_where_it_comes_from() -> None:
    assert list(lines(report(("x", 1)), AS_OF.astimezone(UTC))) == [
        "PlayerZero Usage Export\r\n",
        "Date Range,2026-11-16 to 2026-11-22\r\n",
        "Scope,All Projects\r\n",
        "Exported At,2026-11-22T14:05:09-05:00\r\n",
        "Time Zone,America/New_York\r\n",
        "\r\n",
        "Test\r\n",
        "A,B\r\n",
        "x,1\r\n",
    ]


def test_the_file_is_named_by_its_day() -> None:
    assert file_name(date(2026, 1, 2)) == "playerzero-usage-2026-01-02.csv"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (1234567, "1234567"),
        (-3, "-3"),
        (Credits(81_500_000_000), "81500"),
        (Credits(201_186_790), "201.186790"),
        (Credits(-40_500_000), "-40.500000"),
        (Rate(2764, 3358), "82.3%"),
        (Rate(1, 16), "6.3%"),
        (Rate(1, 80), "1.3%"),
        (Rate(999, 1000), "99.9%"),
        (Rate(5, 5), "100.0%"),
        (Rate(0, 5), "0.0%"),
        (Rate(0, 0), "n/a"),
        (Rate(8996, 10000, of_limit=True), "89.9%"),
        (Rate(100_004, 100_000, of_limit=True), "100.1%"),
        (None, "–"),
        ("", ""),
    ],
)
def test_numbers_stay_numbers_and_rates_have_one_decimal(cell: Cell, written: str) -> None:
    assert text(cell) == written


@given(st.lists(st.tuples(TEXTS, st.integers()), max_size=20))
def test_cells_come_back_as_they_were_but_for_the_guard(cells: list[tuple[str, int]]) -> None:
    read_again = sections(written(report(*cells)))["Test"]
    assert read_again == [[safe_cell(name), str(number)] for name, number in cells]


@given(TEXTS, TEXTS)
def test_a_text_never_reaches_another_cell_or_line(first: str, second: str) -> None:
    lines = written(report((first, second), ("next", 1))).split("\r\n")
    assert len(lines) == len(read("\r\n".join(lines))) + 1
    assert lines[-2] == "next,1"


@given(st.text("=+-@＝＋－＠ \t\r\n\u00a0\ufeff\u200b\u3000ab\"';,"))
def test_no_text_begins_with_a_sign_on_any_line(name: str) -> None:
    guarded = safe_cell(name)
    assert "\n" not in guarded
    assert "\r" not in guarded
    assert not guarded.strip(" \t\u00a0\ufeff\u200b\u3000").startswith(tuple(SIGNS))


@pytest.mark.parametrize("name", ["Mira Okafor", "Zoë", "O'Neil", "a=b", "x-ray", "me+tag@acme.test", "李"])
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert safe_cell(name) == name


def formulas(file: Path) -> list[str]:
    """The formulas of the sheet that LibreOffice makes of a file, told to calculate what looks like one.

    It is also told that cells end at commas, tabs and semicolons, as its window offers it.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice: there is no soffice here; install libreoffice-calc to run this test")
    profile, sheet = file.parent / "profile", file.with_suffix(".fods")
    calculating = "CSV:44/9/59,34,76,1,,0,false,true,false,false,false,-1,true"
    command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "fods"]
    options = [f"--infilter={calculating}", "--outdir", str(file.parent), str(file)]
    subprocess.run([*command, *options], check=True, capture_output=True, timeout=120)
    return re.findall('table:formula="([^"]*)"', sheet.read_text(encoding="utf-8"))


def test_a_spreadsheet_calculates_nothing(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(written(report(*((name, 1) for name in FORMULAS))), encoding="utf-8", newline="")
    assert formulas(file) == []
    bare = tmp_path / "bare.csv"
    bare.write_text("=1+1,2\r\n", encoding="utf-8")
    assert len(formulas(bare)) == 1
