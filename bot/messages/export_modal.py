"""The modal in which an export is chosen: its days, its project, its sections; and what was chosen there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.messages import block_kit as kit
from bot.messages.message import Block
from reports import words
from reports.export import EXPORTS
from reports.period import Period, add_months, month_of
from reports.ranges import Range, parse_range
from reports.request import Request
from storage.records import Organization

CALLBACK = "export"
SELECT_ALL, CLEAR_ALL = "export_select_all", "export_clear_all"
RANGE, PROJECT, SECTIONS = "range", "project", "sections"
TITLE = "Export CSV"
OPTIONS = 100  # of a menu
RANGES = (
    ("last-7d", "Last 7 days"),
    ("last-30d", "Last 30 days"),
    ("last-90d", "Last 90 days"),
    ("this-week", "This week"),
    ("last-week", "Last week"),
    ("this-month", "This month"),
    ("last-month", "Last month"),
    ("this-quarter", "This quarter"),
    ("last-quarter", "Last quarter"),
    ("ytd", "This year so far"),
    ("all", "All data"),
)
