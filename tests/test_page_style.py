"""The page's colours: words can be read on what is behind them, in light and in dark."""

import re
from importlib.resources import files

import pytest

STYLE = (files("bot.sandbox.page") / "static" / "style.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part))
    for part in STYLE.split("*, *::before")[0].split("@media")
)
WORDS = [
    *(("text", behind) for behind in ("page", "raised", "sunken", "hover", "accent-soft", "private")),
    *(("quiet", behind) for behind in ("page", "raised", "sunken", "hover", "accent-soft", "private")),
    *(("link", behind) for behind in ("page", "raised", "hover", "private")),
    *(("accent", behind) for behind in ("page", "accent-soft", "sunken")),
    *(("danger", behind) for behind in ("page", "raised")),
    ("code", "sunken"),
    ("on-accent", "accent"),
    ("side-text", "side"),
    ("side-text", "side-hover"),
    ("side-quiet", "side"),
]
SERIES = [name for name in LIGHT if re.fullmatch(r"s\d+", name)]


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Between 1 and 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "behind"), WORDS)
def test_words_stand_out(theme: dict[str, str], words: str, behind: str) -> None:
    assert contrast(theme[words], theme[behind]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("series", SERIES)
def test_every_series_of_a_chart_stands_out(theme: dict[str, str], series: str) -> None:
    assert contrast(theme[series], theme["raised"]) >= 3


def test_the_style_asks_no_other_host() -> None:
    assert not re.search(r"https?:|//|@import", STYLE)
