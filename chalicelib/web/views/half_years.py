"""A half-year's ranking as its page shows it: lines, error bars, first and last (evaluation.md §5 no. 15)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from chalicelib.domain.satisfaction.statistics.half_years import Group
from chalicelib.domain.satisfaction.statistics.snapshot_rows import HIDDEN
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.views.charts import Range, range_chart
from chalicelib.web.views.published_figures import NO_FIGURE


def ranking_view(body: Mapping[str, Any], name_of: Callable[[str], str], locale: str) -> dict[str, Any]:
    """Return the lines of a ranking, the first and last units of it, and the chart of the ranked ones."""
    rows = [_row(one, name_of(one["unit"])) for one in body["units"]]
    ranges = [
        Range(row["name"], Decimal(one["low"]), Decimal(one["share"]), Decimal(one["high"]))
        for row, one in zip(rows, body["units"], strict=True)
        if one["place"] is not None
    ]
    return {
        "rows": rows,
        "top": [row for row in rows if row["group"] == Group.TOP],
        "bottom": [row for row in rows if row["group"] == Group.BOTTOM],
        "chart": range_chart(translate(_("各单位半年满意率和误差范围"), locale), ranges) if ranges else "",
        "limits": body["limits"],
        "months": body["months"],
        "profile": body["profile"],
    }


def _row(line: Mapping[str, Any], name: str) -> dict[str, Any]:
    is_hidden = line["group"] == Group.HIDDEN
    return {
        "unit": line["unit"],
        "name": name,
        "group": line["group"],
        "place": line["place"],
        "ratings": HIDDEN if is_hidden else f"{line['ratings']:,}",
        "share": HIDDEN if is_hidden else f"{line['share']}%" if line["share"] else NO_FIGURE,
        "interval": f"{line['low']}–{line['high']}%" if line["low"] else NO_FIGURE,
        "is_clear": line["is_clear"],
    }
