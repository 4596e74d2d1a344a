"""Fifty people or timers do the same at once, at every step of a purchase: each step happens once.

The clock is set without running what is due, so that it is these rivals who find it due.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import DomainError
from chalicelib.usecases.advance import advance
from chalicelib.usecases.awards.answer_award import accept_award
from chalicelib.usecases.notices.publish_notice import publish_notice
from chalicelib.usecases.notices.review_notice import pass_notice
from chalicelib.usecases.notices.submit_notice import submit_notice
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content
from tests.journeys.steps import Town, uscc
from tests.store.shop import at_once

RIVALS = 50
A_SECOND = timedelta(seconds=1)


class Rivals:
    """What fifty at once have made of one notice."""

    def __init__(self, runtime: Runtime, notice_id: str) -> None:
        self.runtime, self.notice_id = runtime, notice_id

    @property
    def notice(self) -> Notice:
        return self.runtime.house.queries.notice(self.notice_id).notice

    def events(self, kind: str) -> int:
        """Count the entries of a kind in the notice's chain."""
        entries = self.runtime.house.queries.entries(f"NOTICE#{self.notice_id}")
        return [entry.type for entry in entries].count(f"notice.{kind}")

    def do(self, command: Callable[[], object], event: str) -> None:
        """Let all try at once; whoever was too late must have got a refusal with a code, or nothing to do."""
        answers = at_once([command] * RIVALS)

        assert [found for found in answers if isinstance(found, Exception) and not _is_refusal(found)] == []
        assert self.events(event) == 1


def _is_refusal(found: Exception) -> bool:
    return isinstance(found, DomainError) and bool(found.code)


@pytest.mark.timeout(600)
def test_fifty_at_once_make_one_transition_at_every_step_of_a_purchase(runtime: Runtime, town: Town) -> None:
    for number in range(3):
        town.settle_agency(uscc(number))
    town.anchor()
    house, rivals = town.house, Rivals(runtime, town.draft(lowest_content(service_type=SURVEY)).id)
    name = rivals.notice_id

    rivals.do(lambda: submit_notice(house, town.owner, name), "submitted")
    rivals.do(lambda: pass_notice(house, town.reviewer, name, ()), "review_passed")
    rivals.do(lambda: publish_notice(house, town.publisher, name), "published")

    for number in range(3):
        town.quote(uscc(number), rivals.notice, 40_000_00 + number * 100)
    runtime.clock.advance_to(publication_of(rivals.notice).opens_at + A_SECOND)
    rivals.do(lambda: advance(house, "notice", name, "opening"), "closed")
    assert (rivals.events("opened"), rivals.events("selected")) == (1, 1)

    publicity = rivals.notice.publicity
    assert publicity is not None
    runtime.clock.advance_to(publicity.ends_at + A_SECOND)
    rivals.do(lambda: advance(house, "notice", name, "lifecycle"), "awarded")

    selection = rivals.notice.selection
    assert selection is not None
    winner = Actor("w", selection.winner.uscc, frozenset({Role.AGENCY_ADMIN}))
    rivals.do(lambda: accept_award(house, winner, name), "accepted")
