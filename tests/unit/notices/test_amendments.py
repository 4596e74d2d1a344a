"""Amendments (更正, docs/rules.md §2.1): reviewed anew, logged with a diff, never less time to answer."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices import amendments, opening
from chalicelib.domain.marketplace.notices.content import Price, PriceBasis
from chalicelib.domain.marketplace.notices.facts import Correction
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.withdrawal import check_reason
from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection.record import BeaconKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.notices import (
    ADMIN,
    AGENT,
    CALENDAR,
    CLOSES_AT,
    MONDAY,
    PUBLISHER,
    REVIEWER,
    china,
    lowest_content,
    make_content,
    person,
    published,
    rules,
)

WEDNESDAY = china(2026, 3, 11, 9)
NEW_SCOPE = make_content().scope + "另需提交电子数据。"


def propose(notice: Notice, now: datetime = WEDNESDAY, reason: str = "补充成果形式", **values: Any) -> Notice:
    return amendments.propose(notice, values, reason, AGENT, now, rules(), CALENDAR).state


def amend(notice: Notice, actor: Actor = REVIEWER, now: datetime = WEDNESDAY) -> Notice:
    return amendments.amend(notice, (), actor, now, rules(), CALENDAR).state


def test_the_old_text_stays_live_while_the_amendment_waits() -> None:
    waiting = propose(published(), scope=NEW_SCOPE)

    assert waiting.content == make_content()
    assert waiting.proposal is not None


def test_an_amendment_in_force_shows_its_diff_and_moves_the_deadline_two_working_days_on() -> None:
    notice = amend(propose(published(), scope=NEW_SCOPE))

    (amendment,) = notice.amendments
    assert [change.field for change in amendment.changes] == ["scope"]
    assert notice.content.scope == NEW_SCOPE
    assert notice.publication is not None
    assert notice.publication.closes_at == china(2026, 3, 13, 17, 30)
    assert (amendment.closed_at_before, amendment.closes_at) == (CLOSES_AT, notice.publication.closes_at)
    assert notice.publication.opens_at == notice.publication.closes_at + timedelta(seconds=2)
    assert notice.proposal is None


def test_an_early_amendment_does_not_shorten_the_time() -> None:
    notice = amend(propose(published(), MONDAY, scope=NEW_SCOPE), now=MONDAY)

    assert notice.publication is not None
    assert notice.publication.closes_at == CLOSES_AT


def test_the_owner_may_ask_for_a_still_later_deadline() -> None:
    notice = amend(propose(published(), closes_on=date(2026, 3, 20)))

    assert notice.publication is not None
    assert notice.publication.closes_at == china(2026, 3, 20, 17, 30)


def test_a_drand_round_moves_with_the_deadline() -> None:
    shipped = rules()
    drand = replace(shipped, beacon=replace(shipped.beacon, kind="drand"))
    notice = published()
    assert notice.publication is not None
    beacon = replace(notice.publication.beacon, kind=BeaconKind.DRAND, commitment=None, round=1)
    notice = replace(notice, publication=replace(notice.publication, beacon=beacon))

    moved = amendments.amend(propose(notice, scope=NEW_SCOPE), (), REVIEWER, WEDNESDAY, drand, CALENDAR).state

    assert moved.publication is not None
    assert moved.publication.beacon.round is not None
    value_at = 1692803367 + (moved.publication.beacon.round - 1) * 3
    assert value_at > moved.publication.closes_at.timestamp()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"method": Method.LOWEST}, ("/method", "locked-field")),
        ({"service_item": "ITEM-2"}, ("/service_item", "locked-field")),
        ({"is_inquiry": True}, ("/is_inquiry", "locked-field")),
        ({"nonsense": 1}, ("/nonsense", "unknown-field")),
        ({}, ("/reason", "nothing-changed")),
        ({"scope": "短"}, ("/scope", "too-short")),
        (
            {"price": Price(PriceBasis.RATE, amount_fen=9, min_rate_bp=0, max_rate_bp=9)},
            ("/price/basis", "locked-field"),
        ),
    ],
)
def test_what_makes_it_another_purchase_cannot_be_amended(
    values: dict[str, Any], expected: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(published(), **values)

    assert expected in {(error.pointer, error.code) for error in refusal.value.errors}


def test_the_control_price_may_be_amended() -> None:
    price = Price(PriceBasis.CEILING, amount_fen=55_000_00)

    assert amend(propose(published(content=lowest_content()), price=price)).content.price == price


@pytest.mark.parametrize(
    ("reason", "code", "figures"),
    [(" ", "required", {}), ("  短 ", "too-short", {"min": 5}), ("长" * 1001, "too-long", {"max": 1000})],
)
def test_an_amendment_needs_a_public_reason_and_says_how_long(
    reason: str, code: str, figures: dict[str, int]
) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(published(), reason=reason, scope=NEW_SCOPE)

    assert [(e.pointer, e.code, e.params) for e in refusal.value.errors] == [("/reason", code, figures)]


@pytest.mark.parametrize(
    ("reason", "code", "figures"), [("  ", "required", {}), ("     短 ", "too-short", {"min": 5})]
)
def test_every_decision_asks_for_a_reason_that_says_something(
    reason: str, code: str, figures: dict[str, int]
) -> None:
    with pytest.raises(Invalid) as refusal:
        check_reason(reason, rules())

    assert [(e.pointer, e.code, e.params) for e in refusal.value.errors] == [("/reason", code, figures)]


def test_a_blocking_clause_cannot_come_in_by_amendment() -> None:
    with pytest.raises(Invalid):
        propose(published(), scope=NEW_SCOPE + "仅限本地企业报名。")


def test_nothing_is_proposed_or_put_in_force_from_the_deadline_on() -> None:
    before = CLOSES_AT - timedelta(milliseconds=1)
    waiting = propose(published(), before, scope=NEW_SCOPE)

    for attempt in (
        lambda: propose(published(), CLOSES_AT, scope=NEW_SCOPE),
        lambda: amend(waiting, now=CLOSES_AT),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "registration-closed"
    assert amend(waiting, now=before).amendments


def test_an_amendment_that_waits_at_the_deadline_lapses() -> None:
    waiting = propose(published(), scope=NEW_SCOPE)

    assert opening.close(waiting, CLOSES_AT).state.proposal is None


def test_a_returned_amendment_leaves_the_live_notice_as_it_was() -> None:
    waiting = propose(published(), scope=NEW_SCOPE)

    back = amendments.return_amendment(
        waiting, [Correction("/scope", "请说明格式")], REVIEWER, WEDNESDAY
    ).state

    assert replace(back, amendment_returned=None) == published()
    with pytest.raises(Conflict) as refusal:
        amend(back)
    assert refusal.value.code == "amendment-missing"


def test_the_publisher_and_the_proposer_do_not_review_the_amendment() -> None:
    waiting = propose(published(), scope=NEW_SCOPE)

    for actor, code in (
        (Actor(PUBLISHER.person, "operator", frozenset({Role.OPERATOR_REVIEWER})), "same-person-published"),
        (Actor(AGENT.person, "operator", frozenset({Role.OPERATOR_REVIEWER})), "same-person-submitted"),
        (PUBLISHER, "role-needed"),
        (ADMIN, "role-needed"),
    ):
        with pytest.raises(Forbidden) as refusal:
            amend(waiting, actor)
        assert refusal.value.code == code


def test_another_agent_of_the_owner_may_propose_and_the_later_proposal_counts() -> None:
    first = propose(published(), scope=NEW_SCOPE)
    colleague = person("owner-agent-2", Role.OWNER_AGENT, AGENT.org)

    second = amendments.propose(
        first, {"zone": "滨海区"}, "补充所在功能区", colleague, WEDNESDAY, rules(), CALENDAR
    ).state

    assert [change.field for change in amend(second).amendments[0].changes] == ["zone"]


def test_a_deadline_that_overtakes_the_selection_time_moves_it_and_the_difference_says_so() -> None:
    notice = published(content=make_content(selection_at=china(2026, 3, 13, 9)))

    waiting = propose(notice, closes_on=date(2026, 3, 20))
    amended = amend(waiting)

    assert waiting.proposal is not None
    assert waiting.proposal.content.selection_at == china(2026, 3, 20, 17, 30)
    (amendment,) = amended.amendments
    assert [change.field for change in amendment.changes] == ["closes_on", "selection_at"]
    assert amendment.opened_at_before == china(2026, 3, 13, 9)
    assert amendment.opens_at == china(2026, 3, 20, 17, 30) + timedelta(seconds=2)


def test_a_selection_time_that_the_new_deadline_does_not_reach_stays() -> None:
    notice = published(content=make_content(selection_at=china(2026, 3, 16, 9)))

    amended = amend(propose(notice, scope=NEW_SCOPE))

    assert amended.publication is not None
    assert amended.publication.closes_at == china(2026, 3, 13, 17, 30)
    assert amended.publication.opens_at == china(2026, 3, 16, 9)


@pytest.mark.parametrize("at", [china(2026, 3, 13, 9), china(2026, 3, 12, 17)])
def test_an_amendment_cannot_set_a_selection_time_before_the_deadline_and_is_told_once(at: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        propose(published(), selection_at=at)

    assert [(error.pointer, error.code) for error in refusal.value.errors] == [
        ("/selection_at", "before-deadline")
    ]


def test_a_review_that_takes_long_moves_the_opening_behind_the_deadline_it_brings() -> None:
    notice = published(content=make_content(selection_at=china(2026, 3, 13, 18)))
    waiting = propose(notice, scope=NEW_SCOPE)

    amended = amend(waiting, now=china(2026, 3, 12, 9))

    assert amended.publication is not None
    assert amended.publication.closes_at == china(2026, 3, 16, 17, 30)
    assert amended.publication.opens_at == china(2026, 3, 16, 17, 30) + timedelta(seconds=2)
