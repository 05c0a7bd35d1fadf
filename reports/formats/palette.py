"""The colours of charts: one per value, the same in every chart, at least 3:1 against the paper.

Picked so that values which stand next to each other stay apart in protan, deutan and tritan vision too.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from zlib import crc32

PAPER = "#fbfbfc"
INK = "#1d232b"
MUTED = "#596270"
FAINT = "#838b97"  # lines that carry meaning but should not be looked at first
GRID = "#e3e6ea"
TRACK = "#e6e9ee"

BLUE, SKY, FOREST, GREEN = "#2f4fc9", "#1a97d4", "#0f6650", "#4a9a62"
OLIVE, AMBER, MAROON, MAGENTA = "#7a7a16", "#e0720f", "#8a1030", "#b52b80"
VIOLET, PLUM, BROWN, GREY, SLATE = "#8373f0", "#5f2167", "#8a5a18", "#7d8590", "#414b5a"
RED = "#c4211f"  # over a limit

# Greys mean "the rest" and "not said"; they are given to no other value.
FREE = (BLUE, AMBER, PLUM, GREEN, MAROON, SKY, OLIVE, MAGENTA, VIOLET, BROWN, FOREST)
FOLDED = "Other"

KNOWN: Mapping[str, str] = MappingProxyType(
    {
        # the rest, and what was not said
        FOLDED: GREY,
        "other": GREY,
        "Unspecified": GREY,
        "Unclassified": SLATE,
        "Automation": SLATE,
        # categories of questions
        "Execute": BLUE,
        "Explain": SKY,
        "Triage": AMBER,
        "Change": PLUM,
        "Debug": MAGENTA,
        "Validate": OLIVE,
        "Write": VIOLET,
        "Code": MAROON,
        "Report": FOREST,
        "Configure": GREEN,
        # origins
        "web_app": BLUE,
        "mcp": GREEN,
        "slack": MAROON,
        "teams": AMBER,
        "chrome_extension": SKY,
        "ticketing": BROWN,
        "api_trigger": VIOLET,
        "monitor": PLUM,
        # roles
        "Engineering": BLUE,
        "QA": MAROON,
        "Support": OLIVE,
        "Product": SKY,
        "SRE": BROWN,
        "Customer Success": VIOLET,
        "Data": AMBER,
        "Leadership": PLUM,
        # scenario types; Integration is a system layer too
        "Functional": BLUE,
        "Security": AMBER,
        "Integration": MAGENTA,
        "ErrorHandling": SKY,
        "EdgeCase": MAROON,
        "Regression": OLIVE,
        "Performance": PLUM,
        "UserExperience": VIOLET,
        # system layers
        "Backend": BLUE,
        "Frontend": GREEN,
        "API": MAROON,
        "Database": AMBER,
        "Infrastructure": PLUM,
        # verdicts
        "passed": GREEN,
        "failed": MAROON,
        "inconclusive": AMBER,
        "canceled": GREY,
        "errored": PLUM,
        # credits
        "Player": BLUE,
        "Simulation": AMBER,
        "Monitor": PLUM,
        "WorldModel": GREEN,
        # artifacts, memories, lines
        "document": BLUE,
        "diagram": AMBER,
        "memory.created": BLUE,
        "memory.recalled": AMBER,
        "investigation": BLUE,
    }
)


def colours(keys: Sequence[str]) -> tuple[str, ...]:
    """One colour per key: fixed for known values, picked by the key's own letters for others.

    Different keys of one chart get different colours as long as there are any left.
    """
    chosen = {key: KNOWN[key] for key in keys if key in KNOWN}
    if len(keys) == 1 and not chosen:
        return (BLUE,)
    for key in sorted(set(keys) - chosen.keys()):
        chosen[key] = _picked(key, frozenset(chosen.values()))
    return tuple(chosen[key] for key in keys)


def _picked(key: str, taken: frozenset[str]) -> str:
    start = crc32(key.encode("utf-8", "replace")) % len(FREE)
    turned = FREE[start:] + FREE[:start]
    return next((colour for colour in turned if colour not in taken), turned[0])
