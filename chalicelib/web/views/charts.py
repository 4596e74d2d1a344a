"""Charts as SVG in the page itself: shapes have classes, so that dark mode and paper only change tokens.

A chart adds nothing to the table beside it, which holds every figure of it; it names what it shows for those
who hear the page, and no shape is told from another by its colour alone.
"""

from collections.abc import Sequence
from decimal import Decimal
from unicodedata import east_asian_width

from markupsafe import Markup, escape

from chalicelib.kernel.records import dataclass

WIDTH, ROW, LABEL, VALUE, TOP = 400, 30, 168, 62, 6
EMS, NARROW_EM = 11, 0.58
"""Wide characters that a label has room for, and how wide a narrow one is beside them."""

SCALE = WIDTH - LABEL - VALUE


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its length, what is written behind it, and which of the five tones it has."""

    name: str
    length: int
    shown: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Range:
    """A share with its error bar, in per cent."""

    name: str
    low: Decimal
    value: Decimal
    high: Decimal


def bar_chart(title: str, bars: Sequence[Bar]) -> Markup:
    """Return a chart of lying bars, the longest as long as the scale."""
    most = max((bar.length for bar in bars), default=0) or 1
    return _chart(title, len(bars), Markup("").join(_bar(n, bar, most) for n, bar in enumerate(bars)))


def range_chart(title: str, ranges: Sequence[Range]) -> Markup:
    """Return a chart of shares with error bars; the scale begins at the tens below the lowest."""
    least = min((int(one.low) // 10 * 10 for one in ranges), default=0)
    return _chart(title, len(ranges), Markup("").join(_range(n, one, least) for n, one in enumerate(ranges)))


def _chart(title: str, rows: int, drawn: Markup) -> Markup:
    height = TOP * 2 + ROW * rows
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" focusable="false">{}</svg>'
    ).format(WIDTH, height, title, drawn)


def _bar(place: int, bar: Bar, most: int) -> Markup:
    y = TOP + place * ROW
    length = bar.length * SCALE // most
    return _name(y, bar.name) + Markup(
        '<rect class="chart-track" x="{}" y="{}" width="{}" height="18"/>'
        '<rect class="chart-bar chart-{}" x="{}" y="{}" width="{}" height="18"/>{}'
    ).format(LABEL, y + 5, SCALE, bar.tone, LABEL, y + 5, length, _figure(y, bar.shown))


def _range(place: int, one: Range, least: int) -> Markup:
    y = TOP + place * ROW
    low, value, high = (_along(part, least) for part in (one.low, one.value, one.high))
    return _name(y, one.name) + Markup(
        '<path class="chart-axis" d="M{} {}H{}"/><path class="chart-range" d="M{} {}H{}M{} {}v10M{} {}v10"/>'
        '<circle class="chart-point" cx="{}" cy="{}" r="4"/>{}'
    ).format(
        LABEL, y + 14, LABEL + SCALE, low, y + 14, high, low, y + 9, high, y + 9, value, y + 14,
        _figure(y, f"{one.value}%"),
    )  # fmt: skip


def _along(share: Decimal, least: int) -> int:
    return LABEL + int((share - least) * SCALE / (100 - least or 1))


def _name(y: int, name: str) -> Markup:
    return Markup('<text class="chart-text" x="{}" y="{}" text-anchor="end">{}</text>').format(
        LABEL - 8, y + 19, escape(fitting(name))
    )


def fitting(name: str) -> str:
    """Return a label as far as there is room for it.

    >>> fitting("潍坊市自然资源和规划局"), fitting("潍坊高新技术产业开发区管理委员会")
    ('潍坊市自然资源和规划局', '潍坊高新技术产业开发…')
    >>> fitting("Very dissatisfied")
    'Very dissatisfied'
    """
    if _ems(name) <= EMS:
        return name
    kept = next(end for end in range(len(name), 0, -1) if _ems(name[:end]) <= EMS - 1)
    return name[:kept] + "…"


def _ems(text: str) -> float:
    return sum(1.0 if east_asian_width(character) in "WF" else NARROW_EM for character in text)


def _figure(y: int, shown: str) -> Markup:
    return Markup('<text class="chart-text" x="{}" y="{}" text-anchor="end">{}</text>').format(
        WIDTH - 2, y + 19, escape(shown)
    )
