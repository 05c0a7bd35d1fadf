"""An export as a file, and the file read again."""

import csv
import io

from reports.formats.csv import lines
from reports.report import Report

Rows = list[list[str]]


def written(report: Report) -> str:
    """The whole file of an export."""
    return "".join(lines(report, report.scope.as_of))


def read(text: str) -> Rows:
    """The cells of a file, a blank line as a row of none."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def sections(text: str) -> dict[str, Rows]:
    """The rows under each title, headings left out; the lines about the file under the empty one."""
    blocks: list[Rows] = [[]]
    for row in read(text):
        if row:
            blocks[-1].append(row)
        else:
            blocks.append([])
    return {"": blocks[0]} | {block[0][0]: block[2:] for block in blocks[1:]}
