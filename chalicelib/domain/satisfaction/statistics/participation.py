"""Silence is not praise (evaluation.md §8.6): whose praise is too quiet."""

from collections.abc import Mapping

from chalicelib.domain.satisfaction.rules import StatisticsRules
from chalicelib.domain.satisfaction.statistics.figures import counted_by

_WHOLE_BP = 10_000


def is_silent(counts: Mapping[str, int], rules: StatisticsRules) -> bool:
    """Tell whether a unit is praised by few: at least so satisfied, and rated by less than so many.

    Such a unit is sampled by phone. So is one that nobody rated: it is praised by nobody at all.
    """
    satisfied, ratings = counted_by("satisfied", counts)
    received, completed = counted_by("participation", counts)
    is_praised = satisfied * _WHOLE_BP >= rules.silence_satisfied_bp * ratings
    return is_praised and received * _WHOLE_BP < rules.silence_participation_bp * completed
