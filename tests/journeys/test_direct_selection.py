"""Direct selection: one named agency, its entry binds it, splitting is warned of (docs/rules.md §3.1)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.content import (
    MethodTerms,
    NoticeContent,
    Price,
    PriceBasis,
    Purpose,
)
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import Method
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.notices.splitting import find_splitting
from chalicelib.usecases.quotes.my_entry import self_check
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content
from tests.journeys.steps import Town, uscc


def direct(amount_fen: int = 48_500_00, **changes: Any) -> NoticeContent:
    terms = MethodTerms(agency=uscc(0), agency_reason="只有一家具备资质", purpose=Purpose.OWN_PROJECT)
    price = Price(PriceBasis.CEILING, amount_fen=amount_fen)
    return make_content(service_type=SURVEY, method=Method.DIRECT, method_terms=terms, price=price, **changes)


def published(town: Town, content: NoticeContent) -> Notice:
    for number in range(2):
        town.settle_agency(uscc(number))
    town.anchor()
    return town.publish(content)


def now(town: Town, notice: Notice) -> Notice:
    return town.house.queries.notice(notice.id).notice


def test_the_named_agency_enters_within_two_working_days_and_is_bound_by_its_entry(
    town: Town, runtime: Runtime
) -> None:
    notice = published(town, direct())
    town.quote(uscc(0), notice, 48_000_00)

    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))

    shown = now(town, notice)
    assert shown.state is NoticeState.PUBLICITY
    assert shown.selection is not None
    assert (shown.selection.winner.uscc, shown.selection.winner.amount_fen) == (uscc(0), 48_000_00)
    assert shown.publicity is not None
    runtime.move_to(shown.publicity.ends_at + timedelta(seconds=1))
    bound = now(town, notice)
    assert bound.state is NoticeState.CONTRACTING
    assert bound.award is not None
    assert bound.award.accepted_at is not None


def test_nobody_else_can_enter_and_reads_why(town: Town) -> None:
    notice = published(town, direct())

    with pytest.raises(Conflict) as refused:
        town.quote(uscc(1), notice, 48_000_00)

    assert refused.value.params["gates"] == ["named-by-owner"]
    other = Actor("agent-1", uscc(1), frozenset({Role.AGENCY_AGENT}))
    gates = {gate.code: gate.passed for gate in self_check(town.house, other, notice)}
    assert gates["named-by-owner"] is False


def test_a_named_agency_that_stays_silent_fails_the_notice(town: Town, runtime: Runtime) -> None:
    notice = published(town, direct())

    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))

    failed = now(town, notice)
    assert failed.ending is not None
    assert failed.ending.code == "TOO_FEW"


def test_the_named_agency_is_told(town: Town, runtime: Runtime) -> None:
    published(town, direct())
    runtime.drain()

    page = runtime.house.inbox.page(f"org:{uscc(0)}", PageRequest())
    assert "you-are-named" in [card.data["code"] for card in page.cards]


def test_a_direct_selection_draws_nothing(town: Town) -> None:
    notice = published(town, direct())

    with pytest.raises(NotFound):
        town.house.queries.draw(notice.notice_no or "")


def test_purchases_that_sum_above_the_ceiling_are_warned_of_and_others_are_not(
    town: Town, runtime: Runtime
) -> None:
    published(town, direct(150_000_00))
    runtime.drain()
    draft = town.draft(direct(60_000_00))

    found = find_splitting(town.house, draft, runtime.now())
    small = find_splitting(town.house, town.draft(direct(50_000_00)), runtime.now())
    other = town.draft(direct(60_000_00, service_item="ITEM-2"))

    assert found is not None
    assert (found.sum_fen, found.ceiling_fen) == (150_000_00, 200_000_00)
    assert small is None
    assert find_splitting(town.house, other, runtime.now()) is None
    assert find_splitting(town.house, draft, runtime.now() + timedelta(days=366)) is None
    assert find_splitting(town.house, replace(draft, content=make_content()), runtime.now()) is None
