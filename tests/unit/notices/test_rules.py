"""The shipped rule profile holds the figures of docs/rules.md, and a faulty one is refused by name."""

import json
from typing import Any

import pytest

from chalicelib.domain.marketplace.rule_profiles import parse_rules
from chalicelib.domain.marketplace.rules import Method
from tests.factories.notices import profile_json, rules


def edited(**changes: Any) -> dict[str, Any]:
    profile: dict[str, Any] = json.loads(profile_json())
    for key, value in changes.items():
        profile["settings"][key.replace("__", ".")]["value"] = value
    return profile


def test_the_shipped_profile_holds_the_figures_of_the_rules() -> None:
    shipped = rules()

    assert shipped.name == "WF-MARKET-1"
    assert [shipped.window_workdays(method) for method in Method] == [2, 3, 3, 3, 3, 3]
    assert [shipped.minimum(method) for method in Method] == [1, 2, 2, 2, 2, 3]
    assert shipped.minimum(Method.LOWEST, inquiry=True) == 3
    assert shipped.registration.closing_time.isoformat("minutes") == "17:30"
    assert shipped.registration.amendment_extension_workdays == 2
    assert shipped.registration.opening_delay_seconds == 2
    assert shipped.registration.gates == 16
    assert (shipped.beacon.first_reminder_hours, shipped.beacon.second_reminder_workdays) == (4, 1)
    assert shipped.beacon.timeout_workdays == 2
    assert (shipped.selection.owner_choice_workdays, shipped.selection.owner_choice_grace_workdays) == (5, 3)
    assert (shipped.selection.low_price_share_bp, shipped.selection.low_price_min_others) == (7000, 2)
    assert (shipped.selection.explanation_hours, shipped.selection.decision_workdays) == (24, 2)
    assert (shipped.award.publicity_workdays, shipped.award.acceptance_workdays) == (3, 2)
    assert (shipped.award.acceptance_grace_workdays, shipped.award.signing_cap_days) == (1, 30)
    assert shipped.quote.validity_min_days == 30
    assert shipped.eligibility.relation_years == 3
    assert shipped.files.max_bytes == 20 * 1024 * 1024


def test_every_figure_names_its_source() -> None:
    assert all(source.strip() for source in rules().sources.values())


def test_every_method_the_release_offers_is_one_of_the_six() -> None:
    assert set(rules().notice.methods) == set(Method)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"registration__gates": 0}, "registration.gates"),
        ({"registration__gates": True}, "registration.gates"),
        ({"award__publicity_workdays": "3"}, "award.publicity_workdays"),
        ({"award__publicity_workdays": -1}, "award.publicity_workdays"),
        ({"registration__closing_time": "25:00"}, "registration.closing_time"),
        ({"registration__window_workdays": {"random": 3}}, "registration.window_workdays"),
        ({"registration__window_workdays": dict.fromkeys(Method, 0)}, "registration.window_workdays.direct"),
        ({"files__extensions": []}, "files.extensions"),
        ({"notice__methods": ["raffle"]}, "notice.methods"),
        ({"beacon__kind": "dice"}, "beacon.kind"),
        ({"selection__low_price_share_bp": 10_001}, "selection.low_price_share_bp"),
        ({"quote__validity_max_days": 29}, "quote.validity_max_days"),
    ],
)
def test_a_faulty_figure_is_refused_by_its_name(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named.replace(".", r"\.")):
        parse_rules(edited(**changes))


def test_a_missing_an_unknown_and_an_unsourced_setting_are_refused_by_name() -> None:
    missing, unknown, unsourced = edited(), edited(), edited()
    del missing["settings"]["award.publicity_workdays"]
    unknown["settings"]["award.publicty_workdays"] = {"value": 3, "source": "(D)"}
    unsourced["settings"]["award.publicity_workdays"]["source"] = " "

    for profile, named in (
        (missing, "award.publicity_workdays"),
        (unknown, "award.publicty_workdays"),
        (unsourced, "award.publicity_workdays"),
    ):
        with pytest.raises(ValueError, match=named.replace(".", r"\.")):
            parse_rules(profile)


@pytest.mark.parametrize("pattern", ["a+", "a*b", "(?:a{2,})", "(unclosed"])
def test_a_pattern_without_an_upper_bound_or_without_sense_is_refused(pattern: str) -> None:
    profile = edited()
    profile["clauses"][0]["patterns"] = [pattern]

    with pytest.raises(ValueError, match=r"clauses\.0\.patterns"):
        parse_rules(profile)


def test_a_profile_without_a_kind_of_forbidden_clause_is_refused() -> None:
    profile = edited()
    profile["clauses"] = [clause for clause in profile["clauses"] if clause["code"] != "named-brand"]

    with pytest.raises(ValueError, match="named-brand"):
        parse_rules(profile)


@pytest.mark.parametrize("name", ["", "x", None, "lower-case"])
def test_a_profile_needs_a_name_of_its_kind(name: str | None) -> None:
    with pytest.raises(ValueError, match="name"):
        parse_rules({**edited(), "name": name})


def test_a_pattern_that_names_a_piece_the_vocabulary_lacks_is_refused() -> None:
    profile = edited()
    profile["clauses"][0]["patterns"] = ["在<nowhere>注册"]

    with pytest.raises(ValueError, match="nowhere"):
        parse_rules(profile)
