"""The public figures of ratings: what may be published, as tables and as what charts draw (evaluation.md §5).

Every table goes through the domain's rule for small cells and every share through its rounding. A table has a
row a unit, a month or a channel; the whole of it is published like a unit, so that the page, the API and the
CSV show the same document.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import dropwhile, groupby
from typing import Any

from chalicelib.domain.satisfaction.statistics.cells import Published, protect
from chalicelib.domain.satisfaction.statistics.columns import LEVELS, UnitMonth, summed
from chalicelib.domain.satisfaction.statistics.figures import is_audited
from chalicelib.domain.satisfaction.statistics.participation import HeatCell, heat_map, is_silent
from chalicelib.domain.satisfaction.statistics.ranking import Ranked, Standing, rank
from chalicelib.domain.satisfaction.statistics.recipes import RECIPES, Method
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent
from chalicelib.domain.satisfaction.statistics.snapshot import (
    Document,
    Hidden,
    Snapshot,
    hidden_in,
    hidden_of,
    hidden_over_time,
    published,
)
from chalicelib.domain.satisfaction.statistics.snapshot_rows import HIDDEN, definition_of
from chalicelib.domain.satisfaction.statistics.tally import Tally
from chalicelib.usecases.ratings.read_figures import Figures
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.labels.ratings import CHANNELS
from chalicelib.web.labels.ratings import LEVELS as LEVEL_WORDS
from chalicelib.web.views.charts import Bar, Range, bar_chart, range_chart

Name = Callable[[str], str]
Part = Mapping[str, Any]

NO_FIGURE = "—"
_PLAIN = {Method.MEAN_DOWN, Method.BALANCE_DOWN}
_METHODS = {recipe.key: recipe.method for recipe in RECIPES}
_SHOWN = ("participation", "satisfied", "good", "bad", "mean")


Hiding = Mapping[str, Hidden]
"""Who is hidden in each period, and in all of them together under the empty name."""


def hiding_of(figures: Figures) -> Hiding:
    """Return who is hidden in each document of the district; a page of a unit hides the same."""
    below = figures.rules.small_cell_below
    over_time = hidden_over_time((month.tally for month in figures.months), below)
    return {
        period: hidden_of(
            _by_unit(figures, period), below, hidden_in(period, over_time) if period and over_time else ()
        )
        for period in ("", *figures.periods)
    }


def of_unit(figures: Figures, unit: str) -> Figures:
    """Return the figures of one unit of the district's."""
    return replace(figures, months=tuple(month for month in figures.months if month.tally.unit == unit))


def document_of(figures: Figures, chosen: str, now: datetime, hiding: Hiding | None = None) -> Document:
    """Return what is published of the units in the chosen month, or in all months."""
    hidden = (hiding or hiding_of(figures))[chosen]
    return _published(figures, label_of(figures, chosen), _by_unit(figures, chosen), now, hidden)


def label_of(figures: Figures, chosen: str) -> str:
    """Return the chosen month, or the first and the last of all."""
    return chosen or f"{figures.periods[-1]}/{figures.periods[0]}"


def part_row(part: Part) -> dict[str, Any]:
    """Return a published part as a row: counts and figures as they are written, hidden ones as `<5`."""
    counts = part["counts"]
    levels = [counts[f"effective_{level}"] for level in LEVELS]
    ratings: Published = None if None in levels else sum(levels)
    return {
        "unit": part["unit"],
        "completed": counts["completed"],
        "ratings": shown(ratings),
        "levels": [shown(count) for count in levels],
        "late": shown(_sum(counts, "late")),
        "invalid_count": shown(_sum(counts, "invalidated")),
        **{one["key"].replace("-", "_"): written(one) for one in part["figures"]},
    }


def shown(count: Published) -> str:
    """Write a count."""
    return HIDDEN if count is None else f"{count:,}"


def written(figure: Part) -> str:
    """Write a figure: hidden, of nothing, a share in per cent or a mean."""
    if figure["denominator"] is None:
        return HIDDEN
    if figure["value"] is None:
        return NO_FIGURE
    return str(figure["value"]) if _METHODS[figure["key"]] in _PLAIN else f"{figure['value']}%"


def whole_view(
    figures: Figures, chosen: str, now: datetime, locale: str, hiding: Hiding | None = None
) -> dict[str, Any]:
    """Return what a page shows of the whole: totals, levels, months, channels, the funnel."""
    hiding = hiding or hiding_of(figures)
    document = document_of(figures, chosen, now, hiding)
    total = document.body["total"]
    return {
        "label": label_of(figures, chosen),
        "total": part_row(total),
        "levels": _levels(total["counts"], locale),
        "by_month": _months(figures, now, locale, hiding),
        "by_channel": _channels(figures, chosen, locale),
        "funnel": _funnel(total, locale),
        "definitions": [(recipe.key, definition_of(recipe)) for recipe in RECIPES],
    }


def units_view(figures: Figures, chosen: str, now: datetime, name_of: Name, locale: str) -> dict[str, Any]:
    """Return what a page shows of the units side by side: a row each, the ranking, the heat map."""
    tallies = _by_unit(figures, chosen)
    rules = figures.rules
    parts = document_of(figures, chosen, now).body["units"]
    hidden = {part["unit"] for part in parts if part["counts"]["effective_5"] is None}
    silent = {one.unit for one in tallies if one.unit not in hidden and is_silent(one, rules)}
    rows = [{**part_row(part), "name": name_of(part["unit"])} for part in parts]
    standings = [Standing(one.unit, one.satisfied, one.ratings) for one in tallies]
    ranked = rank(standings, rules.ranking_minimum)
    return {
        "units": [{**row, "is_silent": row["unit"] in silent} for row in rows],
        "ranking": [_ranked(one, name_of, hidden) for one in ranked],
        "ranking_chart": range_chart(
            translate(_("各单位满意率和误差范围"), locale),
            [_range(one, name_of) for one in ranked if one.place is not None and one.interval],
        ),
        "heat": _heat(figures, name_of),
        "minimum": rules.ranking_minimum,
    }


def unit_view(figures: Figures, unit: str, chosen: str) -> dict[str, Any]:
    """Return what a unit's own page shows beside the whole: halls, why nobody was asked, states, signs."""
    tally = summed(unit, label_of(figures, chosen), (month.tally for month in _chosen(figures, chosen)))
    below = figures.rules.small_cell_below
    halls = protect(_added(sum_of(month.by_hall) for month in _chosen(figures, chosen)), below)
    reasons = _added(month.suppressed for month in _chosen(figures, chosen))
    states = _added(month.order_states for month in _chosen(figures, chosen))
    return {
        "halls": [(hall, shown(count)) for hall, count in sorted(halls.cells.items())],
        "suppressed": sorted(reasons.items()),
        "states": [(state, shown(count)) for state, count in protect(states, below).cells.items()],
        "is_silent": tally.ratings >= below and is_silent(tally, figures.rules),
        "is_audited": is_audited(tally, figures.rules.audit_invalid_share_bp),
    }


def sum_of(by_level: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """Return how many ratings there are under each name."""
    return {name: sum(counts) for name, counts in by_level.items()}


def _published(
    figures: Figures, label: str, tallies: Iterable[Tally], now: datetime, hidden: Hidden = ()
) -> Document:
    snapshot = Snapshot(label, figures.profile, now, tuple(tallies))
    return published(snapshot, figures.rules.small_cell_below, hidden)


def _chosen(figures: Figures, chosen: str) -> list[UnitMonth]:
    return [month for month in figures.months if chosen in ("", month.tally.period)]


def _by_unit(figures: Figures, chosen: str) -> list[Tally]:
    tallies = sorted((month.tally for month in _chosen(figures, chosen)), key=lambda one: one.unit)
    label = label_of(figures, chosen)
    return [summed(unit, label, group) for unit, group in groupby(tallies, key=lambda one: one.unit)]


def _levels(counts: Part, locale: str) -> dict[str, Any]:
    found = [(level, counts[f"effective_{level}"]) for level in reversed(LEVELS)]
    known = [(level, count) for level, count in found if count is not None]
    total = sum(count for _level, count in known)
    rows = [
        (str(level), shown(count), _share(count, total if count is not None else None))
        for level, count in found
    ]
    bars = [
        Bar(translate(LEVEL_WORDS[str(one)], locale), count, f"{count:,}", str(one)) for one, count in known
    ]
    return {"rows": rows, "chart": bar_chart(translate(_("五级评价分布"), locale), bars)}


def _share(count: Published, total: int | None) -> str:
    if count is None or not total:
        return HIDDEN if count is None else NO_FIGURE
    return f"{percent(count, total, Rounding.DOWN)}%"


def _months(figures: Figures, now: datetime, locale: str, hiding: Hiding) -> dict[str, Any]:
    """Return a row a month from the first in which anybody was served.

    A month that is over and not frozen yet may still change. What was before the first service is no small
    cell: it hides nothing, and would have another month hidden beside it.
    """
    every = [
        summed(period, label_of(figures, ""), (m.tally for m in figures.months if m.tally.period == period))
        for period in reversed(figures.periods)
    ]
    tallies = list(dropwhile(lambda one: not one.completed, every)) or every
    own = _hidden_months(figures, hiding)
    body = _published(figures, label_of(figures, ""), tallies, now, own).body
    rows = [part_row(part) for part in body["units"]]
    known = [(row, _ratings(part)) for row, part in zip(rows, body["units"], strict=True)]
    bars = [Bar(row["unit"], count or 0, row["ratings"]) for row, count in known]
    return {"rows": rows, "chart": bar_chart(translate(_("每月有效评价数"), locale), bars)}


def _hidden_months(figures: Figures, hiding: Hiding) -> Hidden:
    """Return of the one unit of a page in which months it is hidden; of the district nothing is."""
    units = {month.tally.unit for month in figures.months}
    if len(units) != 1:
        return ()
    return [
        frozenset(period for period in figures.periods if units & hiding[period][place])
        for place in range(len(hiding[""]))
    ]


def _ratings(part: Part) -> Published:
    levels = [part["counts"][f"effective_{level}"] for level in LEVELS]
    return None if None in levels else sum(levels)


def _channels(figures: Figures, chosen: str, locale: str) -> dict[str, Any]:
    found: dict[str, list[int]] = {}
    for month in _chosen(figures, chosen):
        for channel, counts in month.by_channel.items():
            found[channel] = [
                one + more for one, more in zip(found.get(channel, [0] * 5), counts, strict=True)
            ]
    cells = protect(sum_of(found), figures.rules.small_cell_below).cells
    rows = [_channel(channel, found[channel], cells[channel]) for channel in sorted(found)]
    bars = [
        Bar(
            translate(CHANNELS.get(row["channel"], row["channel"]), locale),
            cells[row["channel"]] or 0,
            row["ratings"],
        )
        for row in rows
    ]
    return {"rows": rows, "chart": bar_chart(translate(_("各渠道有效评价数"), locale), bars)}


def _channel(channel: str, levels: Sequence[int], total: Published) -> dict[str, Any]:
    if total is None:
        return {"channel": channel, "ratings": HIDDEN, "satisfied": HIDDEN, "bad": HIDDEN}
    return {
        "channel": channel,
        "ratings": shown(total),
        "satisfied": f"{percent(sum(levels[2:]), total, Rounding.DOWN)}%",
        "bad": f"{percent(sum(levels[:2]), total, Rounding.HALF_UP)}%",
    }


_STEPS = (
    ("effective_1 effective_2", _("有效差评")),
    ("orders_created_and_due", _("已到期的工单")),
    ("orders_rectified", _("其中已整改")),
    ("orders_revisited", _("实名已回访")),
    ("orders_revisit_satisfied", _("回访满意")),
)


def _funnel(total: Part, locale: str) -> dict[str, Any]:
    counts = total["counts"]
    steps = [(word, _sum_of(counts, names.split())) for names, word in _STEPS]
    bars = [
        Bar(translate(word, locale), count, f"{count:,}", "2") for word, count in steps if count is not None
    ]
    row = part_row(total)
    return {
        "rows": [(translate(word, locale), shown(count)) for word, count in steps],
        "chart": bar_chart(translate(_("差评处理"), locale), bars),
        "rectified": row["rectified"],
        "on_time": row["rectified_on_time"],
        "revisited": row["revisit_reached"],
        "satisfied": row["revisit_satisfied"],
    }


def _sum(counts: Part, name: str) -> Published:
    return _sum_of(counts, [f"{name}_{level}" for level in LEVELS])


def _sum_of(counts: Part, names: Sequence[str]) -> Published:
    found = [counts[name] for name in names]
    return None if None in found else sum(found)


def _ranked(one: Ranked, name_of: Name, hidden: set[str]) -> dict[str, Any]:
    standing, interval = one.standing, one.interval
    is_hidden = standing.unit in hidden
    share = percent(standing.satisfied, standing.ratings, Rounding.DOWN)
    return {
        "place": one.place,
        "unit": standing.unit,
        "name": name_of(standing.unit),
        "ratings": HIDDEN if is_hidden else f"{standing.ratings:,}",
        "satisfied": HIDDEN if is_hidden else NO_FIGURE if share is None else f"{share}%",
        "interval": f"{interval.low}–{interval.high}%" if interval and not is_hidden else NO_FIGURE,
    }


def _range(one: Ranked, name_of: Name) -> Range:
    standing, interval = one.standing, one.interval
    share = percent(standing.satisfied, standing.ratings, Rounding.DOWN)
    if interval is None or share is None:
        raise ValueError("only ranked units have a range")
    return Range(name_of(standing.unit), interval.low, share, interval.high)


def _heat(figures: Figures, name_of: Name) -> dict[str, Any]:
    """Return the participation of each unit in each month, with the words of how many were asked for."""
    cells = heat_map((month.tally for month in figures.months), figures.rules.small_cell_below)
    rows = {unit: {one.period: one for one in group} for unit, group in groupby(cells, key=lambda c: c.unit)}
    hiding = hiding_of(figures)
    months = sorted({cell.period for cell in cells})
    return {
        "months": months,
        "rows": [
            (name_of(unit), [_heat_cell(by_month[month], unit in hiding[month][0]) for month in months])
            for unit, by_month in rows.items()
        ],
    }


def _heat_cell(cell: HeatCell, is_hidden: bool) -> dict[str, str]:
    if cell.received is None or is_hidden:
        return {"shown": HIDDEN, "tone": ""}
    if cell.participation is None:
        return {"shown": NO_FIGURE, "tone": ""}
    return {"shown": f"{cell.participation}%", "tone": _tone(cell.participation)}


def _tone(participation: Decimal) -> str:
    return "heat-1" if participation < 10 else "heat-2" if participation < 30 else "heat-3"


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts:
        for name, count in one.items():
            found[name] = found.get(name, 0) + count
    return found


def months_to_choose(figures: Figures) -> Iterator[str]:
    """Yield the months that a page may be narrowed to: those in which anything was counted."""
    counted = {month.tally.period for month in figures.months}
    return (period for period in figures.periods if period in counted)
