"""Silence is not praise (evaluation.md §8.6): whose praise is too quiet."""

from collections.abc import Mapping

from chalicelib.domain.satisfaction.rules import StatisticsRules
from chalicelib.domain.satisfaction.statistics.figures import counted_by
from chalicelib.domain.satisfaction.statistics.snapshot import Counts, is_hidden, known

_WHOLE_BP = 10_000


def silent_units(units: Mapping[str, Counts], rules: StatisticsRules) -> tuple[str, ...]:
    """Return the units of a published month that are sampled by phone, in the order of their codes.

    Hidden ratings count as the most that a small cell holds, all of them praise: what they are is not looked
    at, so that whoever learns which units are sampled learns nothing that is hidden (no. 15).
    """
    most = {"effective_5": rules.small_cell_below - 1}
    seen = {
        unit: dict.fromkeys(counts, 0) | known(counts) | (most if is_hidden(counts) else {})
        for unit, counts in units.items()
    }
    return tuple(unit for unit in sorted(seen) if is_silent(seen[unit], rules))


def is_silent(counts: Mapping[str, int], rules: StatisticsRules) -> bool:
    """Tell whether a unit is praised by few: at least so satisfied, and rated by less than so many.

    So is one that nobody rated: it is praised by nobody at all.
    """
    satisfied, ratings = counted_by("satisfied", counts)
    received, completed = counted_by("participation", counts)
    is_praised = satisfied * _WHOLE_BP >= rules.silence_satisfied_bp * ratings
    return is_praised and received * _WHOLE_BP < rules.silence_participation_bp * completed
