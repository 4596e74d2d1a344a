"""The results of a survey as pictures: shares with their error bars, and how far the calls came."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from chalicelib.domain.satisfaction.statistics.funnel import STEPS
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.labels import label
from chalicelib.web.views.charts import Bar, Range, bar_chart, range_chart


def survey_charts(document: Mapping[str, Any], locale: str) -> dict[str, Markup]:
    """Return a chart by question, and the funnel of the calls under `funnel` where people were called."""
    charts = {
        str(one["id"]): range_chart(str(one["text"]), ranges)
        for one in document["questions"]
        if (ranges := tuple(_ranges(one, locale)))
    }
    return {**charts, **_funnel(document.get("reached", ()), locale)}


def _ranges(question: Mapping[str, Any], locale: str) -> Iterator[Range]:
    is_level = question["kind"] == "SCALE5"
    for one in question["answers"]:
        if one["share"] is not None:
            words = translate(label(one["answer"], "rating-level"), locale) if is_level else one["text"]
            low, share, high = (Decimal(one[name]) for name in ("low", "share", "high"))
            yield Range(str(words or one["answer"]), low, share, high)


def _funnel(lines: Sequence[Mapping[str, Any]], locale: str) -> dict[str, Markup]:
    is_shown = bool(lines) and lines[0]["served"] is not None
    return {"funnel": funnel_chart(lines[0], locale)} if is_shown else {}


def funnel_chart(line: Mapping[str, Any], locale: str) -> Markup:
    """Return the funnel of a campaign's calls, from everybody served to those who answered."""
    bars = [
        Bar(translate(label(step, "funnel-step"), locale), line[step], f"{line[step]:,}")
        for step in STEPS
        if line[step] is not None
    ]
    return bar_chart(translate(_("覆盖漏斗"), locale), bars)
