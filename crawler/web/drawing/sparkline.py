"""A row of numbers → the points of a line, or the bars of a chart, in a box. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 120, 28
EDGE = 3.0  # room for the dot at the end
_SHORTEST = 1.0  # a bar of something is seen


@dataclass(frozen=True, slots=True)
class Line:
    """``points`` as SVG has them; the end of the line; ``area`` closes it at the bottom."""

    points: str
    area: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with what it stands for."""

    x: float
    y: float
    width: float
    height: float
    value: float
    label: str


def draw_line(values: Sequence[float], width: float = WIDTH, height: float = HEIGHT) -> Line | None:
    """The line of shares (0 to 1), the whole box being from none to all; None without any."""
    if not values:
        return None
    shares = values if len(values) > 1 else [values[0], values[0]]
    step = (width - 2 * EDGE) / (len(shares) - 1)
    points = [
        (EDGE + step * n, EDGE + (height - 2 * EDGE) * (1 - min(max(share, 0.0), 1.0)))
        for n, share in enumerate(shares)
    ]
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    floor = height - EDGE
    area = f"{points[0][0]:.1f},{floor:.1f} {told} {points[-1][0]:.1f},{floor:.1f}"
    return Line(told, area, round(points[-1][0], 1), round(points[-1][1], 1))


def draw_bars(
    values: Sequence[tuple[str, float]], width: float, height: float, gap: float = 2
) -> list[Bar]:
    """One bar a (label, number), the tallest as high as the box."""
    most = max((value for _, value in values), default=0)
    room = width / max(len(values), 1)
    bars = []
    for n, (label, value) in enumerate(values):
        tall = max(height * value / most, _SHORTEST) if most and value else 0.0
        bars.append(
            Bar(
                round(room * n, 2),
                round(height - tall, 2),
                round(max(room - gap, 0.5), 2),
                round(tall, 2),
                value,
                label,
            )
        )
    return bars
