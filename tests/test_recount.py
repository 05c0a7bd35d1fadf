"""Every figure of the demo history's credits, people and projects equals a recount of its lines."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.answer import Reader, report
from bot.clock import Today
from bot.demo_data import lines
from reports.numbers import Credits, Rate
from reports.parts import Meter, Table, Timeline
from reports.report import Report
from reports.request import Request
from storage.engine import open_engine
from tests import databases
from tests.databases import Template
from tests.recount import Cut, History, bucket

END = date(2026, 11, 30)
NOW = Today.parse("2026-12-01T04:00")
RANGES = (
    "2026-11 daily",
    "last-90d weekly",
    "2025-12-15..2026-02-10 weekly",
    "2026-03-01..2026-03-15 daily",
    "2026-06 vs:none",
    "2026-10-20..2026-11-12 weekly",
    "2025-10-01..2025-10-20",
    "all monthly",
)
PROJECTS = (None, "storefront", "payments-api", "mobile-app", "data-platform")
Ask = Callable[[str], Report]
