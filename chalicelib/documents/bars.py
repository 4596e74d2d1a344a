"""A drawing of an evaluation's means as SVG: a bar a dimension, its figure beside it (pages §3).

The page shows the same figures in a table beside it; the drawing has no text of a language of its own except
the names it is given, and carries a title for those who hear it.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape

WIDTH, ROW, LABEL, SCALE, TOP = 368, 32, 160, 160, 8
MOST_HUNDREDTHS = 500


def bars(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """Return the drawing of (name, mean with two decimals) pairs on a scale from 0 to 5."""
    height = TOP * 2 + ROW * len(rows)
    drawn = "".join(_bar(place, name, mean) for place, (name, mean) in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{drawn}</svg>'
    )


def _bar(place: int, name: str, mean: str) -> str:
    y = TOP + place * ROW
    length = int(mean.replace(".", "")) * SCALE // MOST_HUNDREDTHS
    text = 'font-family="sans-serif" font-size="14" fill="#1d2733"'
    return (
        f'<text x="{LABEL - 8}" y="{y + 21}" text-anchor="end" {text}>{escape(name)}</text>'
        f'<rect x="{LABEL}" y="{y + 6}" width="{SCALE}" height="20" fill="#e3e8ee"/>'
        f'<rect x="{LABEL}" y="{y + 6}" width="{length}" height="20" fill="#1f5fa8"/>'
        f'<text x="{WIDTH - 4}" y="{y + 21}" text-anchor="end" {text}>{escape(mean)}</text>'
    )
