"""A plot of seconds by way, as SVG drawn by hand: every run a dot, the median a bar."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence

_WIDTH, _LEFT, _ROW, _TOP = 760, 170, 46, 44
_COLOURS = {"Ventanilla": "#1b6e53", "POST per record": "#8a5a00", "PouchDB": "#7a2e6b"}


def plot(title: str, rows: Mapping[str, Sequence[float]], limit_seconds: float) -> str:
    """Return a drawing of seconds on a logarithmic scale; *limit_seconds* is a dashed line."""
    every = [value for values in rows.values() for value in values] + [limit_seconds]
    low = 10.0 ** math.floor(math.log10(min(every)))
    high = 10.0 ** math.ceil(math.log10(max(every) * 1.02))
    height = _TOP + _ROW * len(rows) + 40

    def x(seconds: float) -> float:
        share = math.log(seconds / low) / math.log(high / low)
        return round(_LEFT + share * (_WIDTH - _LEFT - 30), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        f' font-family="sans-serif" font-size="14"><title>{html.escape(title)}</title>',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="24" font-weight="bold">{html.escape(title)}</text>',
    ]
    bottom = _TOP + _ROW * len(rows)
    for tick in _ticks(low, high):
        parts.append(
            f'<path d="M{x(tick)} {_TOP}V{bottom}" stroke="#d0d0d0"/>'
            f'<text x="{x(tick)}" y="{bottom + 20}" text-anchor="middle">{tick:g} s</text>'
        )
    for number, (name, values) in enumerate(rows.items()):
        middle = _TOP + _ROW * number + _ROW // 2
        colour = _COLOURS.get(name, "#444444")
        median = sorted(values)[len(values) // 2]
        parts.append(f'<text x="12" y="{middle + 5}">{html.escape(name)}</text>')
        parts.append(
            f'<rect x="{_LEFT}" y="{middle - 9}" width="{x(median) - _LEFT:.1f}" height="18"'
            f' fill="{colour}" opacity="0.75"/>'
        )
        parts += [
            f'<circle cx="{x(value)}" cy="{middle}" r="3.5" fill="{colour}" stroke="#ffffff"/>'
            for value in values
        ]
    limit = x(limit_seconds)
    parts.append(
        f'<path d="M{limit} {_TOP - 6}V{bottom}" stroke="#b00020" stroke-dasharray="5 4"/>'
        f'<text x="{limit + 5}" y="{_TOP - 2}" fill="#b00020">limit</text></svg>'
    )
    return "\n".join(parts) + "\n"


def _ticks(low: float, high: float) -> list[float]:
    ticks, tick = [], low
    while tick <= high * 1.001:
        ticks.append(tick)
        tick *= 10
    return ticks
