"""How much happens when, and in which proportions: what the demo data have, for more people."""

import math
from collections.abc import Mapping
from datetime import timedelta

from storage import kinds
from tests.bench.company import DAYS, FIRST

# Parts of a hundred, as the demo data have them.
SHARES = {
    kinds.CREDITS_USED: 36.0,
    kinds.QUESTION: 17.0,
    kinds.SIMULATION: 16.0,
    kinds.CODE: 14.5,
    kinds.SESSION: 6.1,
    kinds.TRANSITION: 5.4,
    kinds.MEMORY_RECALLED: 1.8,
    kinds.ARTIFACT_CREATED: 1.4,
    kinds.MEMORY_CREATED: 0.9,
    kinds.DEFECT: 0.5,
    kinds.ARTIFACT_SHARED: 0.4,
}
WEEKDAYS = (0.95, 1.08, 1.12, 1.06, 0.79, 0.10, 0.14)
MONTHS = (0.95, 1.0, 1.03, 1.0, 1.0, 1.02, 0.88, 0.84, 1.05, 1.06, 1.0, 0.80)
HOURS = (1, 1, 1, 1, 1, 2, 6, 20, 60, 110, 120, 110, 70, 90, 120, 120, 110, 80, 40, 20, 12, 8, 5, 3)
CATEGORIES: Mapping[str | None, float] = {
    "Execute": 19, "Explain": 17, "Change": 14, "Triage": 14, "Debug": 12, "Validate": 6,
    "Write": 6, "Code": 5, "Other": 4, "Report": 2, "Configure": 1,
}  # fmt: skip
NO_CATEGORY: Mapping[str | None, float] = {None: 1}
ORIGINS = {"web_app": 50, "mcp": 20, "slack": 16, "chrome_extension": 8, "ticketing": 4, "teams": 2}
TYPES = {
    "Functional": 63, "Security": 14, "Integration": 8, "ErrorHandling": 6, "EdgeCase": 4,
    "Regression": 4, "Performance": 0.7, "UserExperience": 0.3,
}  # fmt: skip
LAYERS = {"Backend": 38, "Frontend": 22, "API": 18, "Database": 12, "Integration": 7, "Infrastructure": 3}
VERDICTS = {"passed": 76, "failed": 18, "inconclusive": 3, "canceled": 2, "errored": 1}
PURPOSES = {"investigation": 62, "simulation": 32, "indexing": 5, "monitor": 1}
CREDITS = {"Player": 47, "Simulation": 43, "Monitor": 6, "WorldModel": 4}
WITHOUT_PROJECT = ("Monitor", "WorldModel")
OBJECTS = {"document": 70, "diagram": 30}


def volumes() -> list[float]:
    """The part of all events that happens on each day: growing, less at weekends and in summer."""
    levels = [_level(day) for day in range(DAYS)]
    return [level / sum(levels) for level in levels]


def _level(number: int) -> float:
    day = FIRST + timedelta(days=number)
    growth = 22 + 128 / (1 + math.exp(-(number - DAYS / 2) / (DAYS / 7)))
    return growth * WEEKDAYS[day.weekday()] * MONTHS[day.month - 1]
