"""The profiles of ratings: one is complete, the others override what carries their name, all are checked."""

import json
from datetime import time
from typing import Any

import pytest

from chalicelib.domain.satisfaction.rule_profiles import parse_rules
from chalicelib.gateways.profiles import FOLDER


def profile(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / "ratings" / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def test_the_complete_profile_has_the_figures_of_the_specification() -> None:
    rules = parse_rules(profile("SD-WF"))

    assert (rules.work_order.rectify_workdays, rules.work_order.contact_hard_workdays) == (5, 3)
    assert (rules.invitation.send_from, rules.invitation.send_until) == (time(9), time(20))
    assert (rules.contact.episode_days, rules.statistics.ranking_minimum) == (30, 30)
    assert all(rules.sources.values())


@pytest.mark.parametrize(
    ("name", "rectify", "contact", "returns"), [("SZ", 10, 3, 1), ("SC", 15, 1, 1), ("SH", 5, 0, 0)]
)
def test_a_city_overrides_only_its_own_figures(name: str, rectify: int, contact: int, returns: int) -> None:
    base, rules = parse_rules(profile("SD-WF")), parse_rules(profile(name), profile("SD-WF"))

    order = rules.work_order
    assert (order.rectify_workdays, order.contact_workdays, order.returns_max) == (rectify, contact, returns)
    assert (rules.invitation, rules.appeal, rules.statistics) == (
        base.invitation,
        base.appeal,
        base.statistics,
    )


def test_an_override_without_its_base_is_refused() -> None:
    with pytest.raises(ValueError, match=r"contact\.episode_days: a value with its source is needed"):
        parse_rules(profile("SZ"))


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("work_order.rectify_workdays", 0, "0 is less than 1"),
        ("work_order.contact_hard_workdays", 0, "0 is less than 1"),
        ("invitation.send_until", "08:00", "later than invitation.send_from"),
        ("invitation.token_chars_sms", 15, "15 is less than 16"),
        ("work_order.copy_similarity_bp", 10_001, "at most 10000"),
        ("statistics.minimum", 30, "there is no such setting"),
    ],
)
def test_a_figure_out_of_its_bounds_is_refused_by_name(setting: str, value: Any, words: str) -> None:
    changed = profile("SD-WF")
    changed["settings"][setting] = {"value": value, "source": "test"}

    with pytest.raises(ValueError, match=words) as refusal:
        parse_rules(changed)

    assert setting in str(refusal.value)
