"""matplotlib's Agg by itself: its figures and artists take many times as long as the painting."""

from typing import Any

from matplotlib.backends.backend_agg import RendererAgg

DPI = 100
POINTS = 72 / DPI  # per pixel


def renderer(width: int, height: int) -> Any:
    """An empty picture that can be painted and measured on, by one thread. Matplotlib gives it no types."""
    return RendererAgg(width, height, DPI)  # type: ignore[no-untyped-call]
