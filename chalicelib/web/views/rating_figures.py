"""The public figures of ratings: what may be published, as tables and as what charts draw (evaluation.md §5).

What is shown comes from the documents that the API and the CSV publish, where small cells are hidden, or from
a breakdown beside them that hides at least the same; every share goes through the domain's rounding.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import dropwhile
from typing import Any

from chalicelib.domain.satisfaction.codes.levels import BAD_LEVELS
from chalicelib.domain.satisfaction.statistics.breakdowns import Breakdown, channels_of, parts_of
from chalicelib.domain.satisfaction.statistics.cells import Published
from chalicelib.domain.satisfaction.statistics.columns import LEVELS, UnitMonth
from chalicelib.domain.satisfaction.statistics.figures import counted_by, is_audited
from chalicelib.domain.satisfaction.statistics.participation import is_silent
from chalicelib.domain.satisfaction.statistics.ranking import Ranked, Standing, rank
from chalicelib.domain.satisfaction.statistics.recipes import RECIPES
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent
from chalicelib.domain.satisfaction.statistics.snapshot import Counts, is_hidden, known, part_json
from chalicelib.domain.satisfaction.statistics.snapshot_rows import HIDDEN, definition_of
from chalicelib.domain.satisfaction.statistics.tally import FiveLevels, bad_of
from chalicelib.usecases.ratings.read_figures import Figures
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.labels.ratings import CHANNELS
from chalicelib.web.labels.ratings import LEVELS as LEVEL_WORDS
from chalicelib.web.views.charts import Bar, Range, bar_chart, range_chart
from chalicelib.web.views.published_figures import (
    NO_FIGURE,
    Months,
    Part,
    label_of,
    part_row,
    ratings_of,
    shown,
    with_parts,
)

Name = Callable[[str], str]


def whole_view(figures: Figures, months: Months, chosen: str, locale: str, unit: str = "") -> dict[str, Any]:
    """Return what a page shows of the whole, or of one unit: totals, levels, months, channels, the funnel."""
    total = part_json(None, months[chosen].total)
    return {
        "label": label_of(figures, chosen),
        "total": part_row(total),
        "levels": _levels(total["counts"], locale),
        "by_month": _months(figures, months, locale),
        "by_channel": _channels(
            channels_of(_chosen(figures, chosen), figures.rules.small_cell_below, unit), locale
        ),
        "funnel": _funnel(total, locale),
        "definitions": [
            (recipe.key, definition_of(recipe), with_parts(figure))
            for recipe, figure in zip(RECIPES, total["figures"], strict=True)
        ],
    }


def units_view(figures: Figures, months: Months, chosen: str, name_of: Name, locale: str) -> dict[str, Any]:
    """Return what a page shows of the units side by side: a row each, the ranking, the heat map.

    Who is hidden has no place: a place would say how good the hidden ratings are.
    """
    rules, units = figures.rules, months[chosen].units
    parts = [part_json(unit, units[unit]) for unit in sorted(units)]
    seen = {unit: counts for unit, counts in sorted(units.items()) if not is_hidden(counts)}
    silent = {unit for unit, counts in seen.items() if is_silent(known(counts), rules)}
    rows = [{**part_row(part), "name": name_of(part["unit"])} for part in parts]
    ranked = rank([_standing(unit, counts) for unit, counts in seen.items()], rules.ranking_minimum)
    left_out = sorted(units.keys() - seen.keys())
    return {
        "units": [{**row, "is_silent": row["unit"] in silent} for row in rows],
        "ranking": [
            *(_ranked(one, name_of) for one in ranked),
            *(_unranked(unit, name_of) for unit in left_out),
        ],
        "ranking_chart": range_chart(
            translate(_("各单位满意率和误差范围"), locale),
            [_range(one, name_of) for one in ranked if one.place is not None and one.interval],
        ),
        "heat": _heat(figures, months, name_of),
        "minimum": rules.ranking_minimum,
    }


def unit_view(figures: Figures, months: Months, unit: str, chosen: str) -> dict[str, Any]:
    """Return what a unit's own page shows beside the whole: halls, why nobody was asked, states, signs."""
    counts, rules = months[chosen].total, figures.rules
    own = [month for month in _chosen(figures, chosen) if month.tally.unit == unit]
    beside = [(month, months[month.tally.period].total) for month in own]
    below, is_shown = rules.small_cell_below, not is_hidden(counts)
    halls = parts_of(((sum_of(month.by_hall), is_hidden(total)) for month, total in beside), below)
    orders = ((month.order_states, total["orders_created_and_due"] is None) for month, total in beside)
    return {
        "halls": [(hall, shown(count)) for hall, count in sorted(halls.items())],
        "suppressed": sorted(_added(month.suppressed for month in own).items()),
        "states": [(state, shown(count)) for state, count in sorted(parts_of(orders, below).items())],
        "is_silent": is_shown and is_silent(known(counts), rules),
        "is_audited": is_shown and is_audited(known(counts), rules.audit_invalid_share_bp),
    }


def sum_of(by_level: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """Return how many ratings there are under each name."""
    return {name: sum(counts) for name, counts in by_level.items()}


def _chosen(figures: Figures, chosen: str) -> list[UnitMonth]:
    return [month for month in figures.months if chosen in ("", month.tally.period)]


def _levels(counts: Part, locale: str) -> dict[str, Any]:
    found = [(level, counts[f"effective_{level}"]) for level in reversed(LEVELS)]
    told = [(level, count) for level, count in found if count is not None]
    # Beside a hidden level nobody knows the whole, and shares of the rest would be too high.
    total = sum(count for _level, count in told) if len(told) == len(found) else None
    rows = [(str(level), shown(count), _share(level, count, total)) for level, count in found]
    bars = [
        Bar(translate(LEVEL_WORDS[str(one)], locale), count, f"{count:,}", str(one)) for one, count in told
    ]
    return {"rows": rows, "chart": bar_chart(translate(_("五级评价分布"), locale), bars)}


def _share(level: int, count: Published, total: int | None) -> str:
    """Return a level's share, rounded so that it never flatters: a bad one to the nearest, others down."""
    if count is None or not total:
        return HIDDEN if count is None else NO_FIGURE
    return f"{percent(count, total, Rounding.HALF_UP if level in BAD_LEVELS else Rounding.DOWN)}%"


def _months(figures: Figures, months: Months, locale: str) -> dict[str, Any]:
    """Return a row a month from the first in which anybody was served.

    A month that is over and not frozen yet may still change.
    """
    every = [(period, months[period].total) for period in reversed(figures.periods)]
    begun = list(dropwhile(lambda one: not one[1]["completed"], every)) or every
    rows = [part_row(part_json(period, counts)) for period, counts in begun]
    bars = [
        Bar(row["unit"], ratings_of(counts) or 0, row["ratings"])
        for row, (_period, counts) in zip(rows, begun, strict=True)
    ]
    return {"rows": rows, "chart": bar_chart(translate(_("每月有效评价数"), locale), bars)}


def _channels(found: Breakdown, locale: str) -> dict[str, Any]:
    rows = [_channel(channel, levels) for channel, levels in sorted(found.items())]
    bars = [
        Bar(translate(CHANNELS.get(channel, channel), locale), sum(levels or ()), row["ratings"])
        for row, (channel, levels) in zip(rows, sorted(found.items()), strict=True)
    ]
    return {"rows": rows, "chart": bar_chart(translate(_("各渠道有效评价数"), locale), bars)}


def _channel(channel: str, levels: FiveLevels | None) -> dict[str, Any]:
    if levels is None:
        return {"channel": channel, "ratings": HIDDEN, "satisfied": HIDDEN, "bad": HIDDEN}
    bad, total = bad_of(levels), sum(levels)
    return {
        "channel": channel,
        "ratings": shown(total),
        "satisfied": f"{percent(total - bad, total, Rounding.DOWN)}%",
        "bad": f"{percent(bad, total, Rounding.HALF_UP)}%",
    }


_STEPS = (
    (" ".join(f"effective_{level}" for level in BAD_LEVELS), _("有效差评")),
    ("orders_created_and_due", _("已到期的工单")),
    ("orders_rectified", _("其中已整改")),
    ("orders_revisited", _("实名已回访")),
    ("orders_revisit_satisfied", _("回访满意")),
)
_RATES = frozenset({
    "rectified-on-time", "rectified", "revisit-tried", "revisit-reached", "revisit-satisfied",
})  # fmt: skip


def _funnel(total: Part, locale: str) -> dict[str, Any]:
    counts = total["counts"]
    steps = [(word, _sum_of(counts, names.split())) for names, word in _STEPS]
    bars = [
        Bar(translate(word, locale), count, f"{count:,}", "2") for word, count in steps if count is not None
    ]
    return {
        "rows": [(translate(word, locale), shown(count)) for word, count in steps],
        "chart": bar_chart(translate(_("差评处理"), locale), bars),
        "rates": [(one["key"], with_parts(one)) for one in total["figures"] if one["key"] in _RATES],
    }


def _sum_of(counts: Part, names: Sequence[str]) -> Published:
    found = [counts[name] for name in names]
    return None if None in found else sum(found)


def _standing(unit: str, counts: Counts) -> Standing:
    satisfied, ratings = counted_by("satisfied", known(counts))
    return Standing(unit, satisfied, ratings)


def _ranked(one: Ranked, name_of: Name) -> dict[str, Any]:
    standing, interval = one.standing, one.interval
    share = percent(standing.satisfied, standing.ratings, Rounding.DOWN)
    return {
        "place": one.place,
        "unit": standing.unit,
        "name": name_of(standing.unit),
        "ratings": f"{standing.ratings:,}",
        "satisfied": NO_FIGURE if share is None else f"{share}%",
        "interval": f"{interval.low}–{interval.high}%" if interval else NO_FIGURE,
    }


def _unranked(unit: str, name_of: Name) -> dict[str, Any]:
    hidden = dict.fromkeys(("ratings", "satisfied"), HIDDEN)
    return {"place": None, "unit": unit, "name": name_of(unit), **hidden, "interval": NO_FIGURE}


def _range(one: Ranked, name_of: Name) -> Range:
    standing, interval = one.standing, one.interval
    share = percent(standing.satisfied, standing.ratings, Rounding.DOWN)
    if interval is None or share is None:
        raise ValueError("only ranked units have a range")
    return Range(name_of(standing.unit), interval.low, share, interval.high)


def _heat(figures: Figures, months: Months, name_of: Name) -> dict[str, Any]:
    """Return the participation of each unit in each month, with the words of how many were asked for."""
    periods = sorted({month.tally.period for month in figures.months})
    units = sorted({month.tally.unit for month in figures.months})
    return {
        "months": periods,
        "rows": [
            (name_of(unit), [_heat_cell(months[period].units.get(unit)) for period in periods])
            for unit in units
        ],
    }


def _heat_cell(counts: Counts | None) -> dict[str, str]:
    if counts is None or is_hidden(counts):
        return {"shown": HIDDEN, "tone": ""}
    share = percent(*counted_by("participation", known(counts)), Rounding.DOWN)
    return {"shown": NO_FIGURE, "tone": ""} if share is None else {"shown": f"{share}%", "tone": _tone(share)}


def _tone(participation: Decimal) -> str:
    return "heat-1" if participation < 10 else "heat-2" if participation < 30 else "heat-3"


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts:
        for name, count in one.items():
            found[name] = found.get(name, 0) + count
    return found


def months_to_choose(figures: Figures, unit: str = "") -> Iterator[str]:
    """Yield the months that a page may be narrowed to: those in which anything was counted."""
    counted = {month.tally.period for month in figures.months if unit in ("", month.tally.unit)}
    return (period for period in figures.periods if period in counted)
