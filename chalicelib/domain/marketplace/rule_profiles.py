"""Reads a rule profile's JSON into `MarketRules` and refuses one that is incomplete or contradicts itself.

Every refusal names the setting, because it is read by whoever wrote the district's own figures.
"""

import re
from collections.abc import Mapping

from chalicelib.domain.marketplace.rules import ClauseRule, HintRule, MarketRules, Method
from chalicelib.domain.marketplace.selection.record import BeaconKind
from chalicelib.domain.marketplace.violation_rules import check_grades, parse_decision_text, parse_violations
from chalicelib.domain.profile_settings import (
    check_least,
    integer,
    name_of,
    read_groups,
    settings_of,
    sources_of,
    text,
    texts,
)
from chalicelib.kernel.canonical import Json

LAST_HOUR = 23

_TABLES = {"name", "clauses", "hints", "sources", "violations", "decision_text"}
_GROUPS = tuple(name for name in MarketRules.__slots__ if name not in _TABLES)
_CLAUSE_CODES = {"locality", "ownership-form", "past-awards", "named-brand", "registered-capital"}
_HINT_CODES = {
    "qualification-beyond-law",
    "rank-beyond-law",
    "all-beyond-law",
    "certificate-beyond-law",
    "staff-beyond-law",
    "filing-beyond-law",
    "many-qualifications",
    "many-practitioners",
    "price-uncertain",
}


def parse_rules(profile: Mapping[str, Json]) -> MarketRules:
    """Read a profile: `name`, `settings` ({"group.setting": {"value", "source"}}) and its tables.

    The tables are `clauses`, `hints`, `violations` and `decision_text`.
    The clauses' patterns share a `vocabulary`: they and its own later pieces name a piece as `<piece>`.

    Raises:
        ValueError: naming the setting that is missing, unknown, of the wrong type or out of its bounds.
    """
    settings = settings_of(profile)
    groups = read_groups(MarketRules, _GROUPS, settings, {Mapping[str, int]: _per_method})
    rules = MarketRules(
        name=name_of(profile),
        clauses=_clauses(profile.get("clauses"), _vocabulary(profile.get("vocabulary", {}))),
        hints=_hints(profile.get("hints")),
        violations=parse_violations(profile.get("violations")),
        decision_text=parse_decision_text(profile.get("decision_text")),
        sources=sources_of(settings),
        **groups,
    )
    _check_bounds(rules)
    return rules


def _per_method(key: str, value: Json) -> Mapping[str, int]:
    if not isinstance(value, dict) or set(value) != {method.value for method in Method}:
        raise ValueError(f"{key}: one number for each of the six methods is needed")
    return {method: integer(f"{key}.{method}", number) for method, number in value.items()}


def _vocabulary(raw: Json) -> Mapping[str, str]:
    """Spell out the pieces that patterns share; each may use the ones before it."""
    if not isinstance(raw, dict):
        raise ValueError("vocabulary: an object is needed")
    pieces: dict[str, str] = {}
    for name, pattern in raw.items():
        pieces[name] = _spelled_out(f"vocabulary.{name}", text(f"vocabulary.{name}", pattern), pieces)
    return pieces


def _spelled_out(key: str, pattern: str, pieces: Mapping[str, str]) -> str:
    def piece(found: re.Match[str]) -> str:
        if found[1] not in pieces:
            raise ValueError(f"{key}: the vocabulary has no {found[1]}")
        return pieces[found[1]]

    return re.sub(r"<([a-z][a-z-]{0,30})>", piece, pattern)


def _clauses(raw: Json, pieces: Mapping[str, str]) -> tuple[ClauseRule, ...]:
    if not isinstance(raw, list):
        raise ValueError("clauses: a list is needed")
    clauses = tuple(_clause(f"clauses.{index}", entry, pieces) for index, entry in enumerate(raw))
    for code in sorted(_CLAUSE_CODES - {clause.code for clause in clauses}):
        raise ValueError(f"clauses: no rule for {code}")
    return clauses


def _clause(key: str, raw: Json, pieces: Mapping[str, str]) -> ClauseRule:
    if not isinstance(raw, dict) or set(raw) != {"code", "blocking", "source", "reason", "patterns"}:
        raise ValueError(f"{key}: code, blocking, source, reason and patterns are needed")
    if not isinstance(raw["blocking"], bool):
        raise ValueError(f"{key}.blocking: true or false is needed")
    written = texts(f"{key}.patterns", raw["patterns"])
    patterns = tuple(_spelled_out(f"{key}.patterns", pattern, pieces) for pattern in written)
    for pattern in patterns:
        _check_pattern(f"{key}.patterns", pattern)
    words = {name: text(f"{key}.{name}", raw[name]) for name in ("code", "source", "reason")}
    return ClauseRule(blocking=raw["blocking"], patterns=patterns, **words)


def _hints(raw: Json) -> Mapping[str, HintRule]:
    if not isinstance(raw, dict):
        raise ValueError("hints: an object is needed")
    for code in sorted(_HINT_CODES ^ set(raw)):
        raise ValueError(f"hints.{code}: {'missing' if code in _HINT_CODES else 'there is no such hint'}")
    return {code: _hint(f"hints.{code}", entry) for code, entry in raw.items()}


def _hint(key: str, raw: Json) -> HintRule:
    if not isinstance(raw, dict) or set(raw) != {"source", "reason"}:
        raise ValueError(f"{key}: source and reason are needed")
    return HintRule(text(f"{key}.source", raw["source"]), text(f"{key}.reason", raw["reason"]))


def _check_pattern(key: str, pattern: str) -> None:
    # Unbounded repetition is how a hostile text makes a pattern run for minutes.
    if re.search(r"(?<!\\)[*+]|\{\d+,\}", re.sub(r"\[[^\]]*\]", "", pattern)):
        raise ValueError(f"{key}: repetition needs an upper bound in {pattern}")
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{key}: {pattern} is no regular expression: {error}") from error


def _after_the_award(rules: MarketRules) -> dict[str, tuple[int, int]]:
    contract, delivery, evaluation = rules.contract, rules.delivery, rules.evaluation
    return {
        "contract.confirmation_workdays": (contract.confirmation_workdays, 1),
        "contract.publication_workdays": (contract.publication_workdays, 1),
        "contract.filing_workdays": (contract.filing_workdays, 1),
        "contract.change_answer_workdays": (contract.change_answer_workdays, 1),
        "delivery.reminder_workdays": (delivery.reminder_workdays, 1),
        "delivery.acceptance_workdays": (delivery.acceptance_workdays, delivery.reminder_workdays),
        "evaluation.window_workdays": (evaluation.window_workdays, 1),
        "evaluation.objection_workdays": (evaluation.objection_workdays, 1),
        "evaluation.owner_weight": (evaluation.owner_weight, 1),
        "evaluation.department_weight": (evaluation.department_weight, 1),
        "evaluation.centre_weight": (evaluation.centre_weight, 1),
        "notice.archive_years": (rules.notice.archive_years, 1),
    }


def _check_bounds(rules: MarketRules) -> None:
    floor = rules.registration.window_floor_workdays
    at_least: dict[str, tuple[int, int]] = {
        "registration.window_floor_workdays": (floor, 1),
        "registration.gates": (rules.registration.gates, 1),
        "registration.amendment_extension_workdays": (rules.registration.amendment_extension_workdays, floor),
        "award.publicity_workdays": (rules.award.publicity_workdays, 1),
        "award.acceptance_workdays": (rules.award.acceptance_workdays, 1),
        "beacon.timeout_workdays": (rules.beacon.timeout_workdays, rules.beacon.second_reminder_workdays),
        "beacon.drand_period_seconds": (rules.beacon.drand_period_seconds, 1),
        **_after_the_award(rules),
        "quote.validity_max_days": (rules.quote.validity_max_days, rules.quote.validity_min_days),
        "quote.padding_bytes": (rules.quote.padding_bytes, 64),
        "quote.nonce_bytes": (rules.quote.nonce_bytes, 32),
        "notice.scope_max_chars": (rules.notice.scope_max_chars, rules.notice.scope_min_chars),
        **{f"registration.window_workdays.{m}": (rules.window_workdays(m), floor) for m in Method},
        **{f"selection.minimum.{m}": (rules.minimum(m), 1) for m in Method},
    }
    check_least(at_least)
    for method in rules.notice.methods:
        if method not in set(Method):
            raise ValueError(f"notice.methods: {method} is no method")
    check_grades(rules.conduct)
    for key, hour in (("from", rules.message.quiet_from_hour), ("until", rules.message.quiet_until_hour)):
        if hour > LAST_HOUR:
            raise ValueError(f"message.quiet_{key}_hour: at most {LAST_HOUR}")
    if rules.selection.low_price_share_bp > 10_000:
        raise ValueError("selection.low_price_share_bp: at most 10000")
    if rules.beacon.kind not in set(BeaconKind):
        raise ValueError(f"beacon.kind: {rules.beacon.kind} is no kind of beacon")
