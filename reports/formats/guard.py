"""Text that a spreadsheet shows as text: the one guard against formulas in names that people choose."""

import re

LEAD = frozenset("=+-@\t\r\0\uff1d\uff0b\uff0d\uff20")
PAD = " \u00a0\ufeff\u200b\u3000"
BREAKS = re.compile("[\r\n\v\f\x85\u2028\u2029]+")


def safe_cell(text: str) -> str:
    """The text on one line, with an apostrophe before it if a spreadsheet would calculate it.

    Spreadsheets look past odd spaces and byte-order marks, read full-width signs as signs, and take a
    formula also from the second line of a cell. Numbers are no text and never come here.
    """
    line = BREAKS.sub(" ", text)
    return f"'{line}" if line.lstrip(PAD)[:1] in LEAD else line
