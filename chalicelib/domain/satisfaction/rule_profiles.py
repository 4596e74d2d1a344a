"""Reads a satisfaction profile's JSON; one that is `based_on` another overrides only the figures it names."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from chalicelib.domain.profile_settings import (
    check_least,
    name_of,
    read_groups,
    settings_of,
    sources_of,
)
from chalicelib.domain.satisfaction.callbacks.hours import EVENING, NOON
from chalicelib.domain.satisfaction.reaching_rules import CallbackRules
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.canonical import Json

_GROUPS = tuple(name for name in SatisfactionRules.__slots__ if name not in {"name", "sources"})
ASKING = ("LINK", "DIGIT")
PUBLISHING = ("FACT", "NONE")
_NEVER_ZERO = (
    "contact.episode_days", "contact.sms_per_episode", "invitation.open_workdays",
    "invitation.requests_per_minute", "text.segment_chars", "text.per_minute",
    "work_order.contact_attempts", "work_order.revisit_attempts", "work_order.rectify_workdays",
    "callback.attempts", "callback.lease_minutes", "callback.appointment_days",
    "statistics.ranking_minimum", "statistics.small_cell_below", "survey.options_min", "survey.questions_max",
    "survey.calls_per_agent_hour", "survey.semi_days", "survey.silence_sample_per_unit",
    "survey.silence_begin_workdays", "survey.silence_days",
)  # fmt: skip


def parse_rules(profile: Mapping[str, Json], base: Mapping[str, Json] | None = None) -> SatisfactionRules:
    """Read a profile: `name`, `settings`, and `based_on` where `base` has what it does not name.

    Raises:
        ValueError: naming the setting that is missing, unknown, of the wrong type or out of its bounds.
    """
    settings: dict[str, Any] = {**(settings_of(base) if base else {}), **settings_of(profile)}
    groups = read_groups(SatisfactionRules, _GROUPS, settings)
    rules = SatisfactionRules(name=name_of(profile), sources=sources_of(settings), **groups)
    _check_bounds(rules)
    return rules


def _check_bounds(rules: SatisfactionRules) -> None:
    figures = {key: _figure(rules, key) for key in _NEVER_ZERO}
    check_least({key: (value, 1) for key, value in figures.items()})
    order, invitation = rules.work_order, rules.invitation
    check_least(
        {
            "work_order.contact_hard_workdays": (order.contact_hard_workdays, order.contact_workdays),
            "work_order.measure_max_chars": (order.measure_max_chars, order.measure_min_chars),
            "work_order.reply_max_chars": (order.reply_max_chars, order.reply_min_chars),
            "work_order.reason_max_chars": (order.reason_max_chars, order.reason_min_chars),
            "survey.window_max_days": (rules.survey.window_max_days, rules.survey.silence_days),
            "survey.options_max": (rules.survey.options_max, rules.survey.options_min),
            "supervision.words_max_chars": (
                rules.supervision.words_max_chars,
                rules.supervision.words_min_chars,
            ),
            "invitation.token_chars_sms": (invitation.token_chars_sms, 16),
            "invitation.token_chars": (invitation.token_chars, invitation.token_chars_sms),
        }
    )
    if invitation.send_until <= invitation.send_from:
        raise ValueError("invitation.send_until: it must be later than invitation.send_from")
    _check_day_parts(rules.callback)
    if rules.text.asks_by not in ASKING:
        raise ValueError(f"text.asks_by: one of {', '.join(ASKING)} is needed")
    if rules.survey.complete_share_bp > 10_000:
        raise ValueError("survey.complete_share_bp: at most 10000")
    if rules.supervision.talk_publication not in PUBLISHING:
        raise ValueError(f"supervision.talk_publication: one of {', '.join(PUBLISHING)} is needed")
    if order.copy_similarity_bp > 10_000:
        raise ValueError("work_order.copy_similarity_bp: at most 10000")


def _check_day_parts(given: CallbackRules) -> None:
    limits = (given.am_from, given.am_until, given.pm_from, given.pm_until, given.eve_from, given.eve_until)
    borders = (*limits[:2], time(NOON), *limits[2:4], time(EVENING), *limits[4:])
    if list(borders) != sorted(borders) or len(set(limits)) != len(limits):
        raise ValueError("callback.am_from: the day-parts lie before noon, before six and after")


def _figure(rules: SatisfactionRules, key: str) -> int:
    group, name = key.split(".")
    value: int = getattr(getattr(rules, group), name)
    return value
