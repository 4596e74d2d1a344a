"""Reminders of one's own deadlines, by the clock, the queue and the inbox (marketplace.md §6 no. 5)."""

from datetime import timedelta

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.remind import enqueue_reminders
from chalicelib.web.labels.messages import message_address, message_text
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import OWNER, lowest_content
from tests.journeys.steps import Town, uscc

SAID = ("deadline-near", "deadline-today")


def reminded(town: Town, recipient: str) -> list[tuple[object, object]]:
    cards = town.house.inbox.page(recipient, PageRequest(limit=100)).cards
    found = [dict(card.data) for card in reversed(cards) if card.data["code"] in SAID]
    for one in found:
        assert message_text(one) != one["code"]
        assert message_address(one)
    return [(one["params"]["todo"], one["params"]["workdays"]) for one in found]  # type: ignore[index, call-overload]


def published(town: Town) -> Notice:
    for number in range(3):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(lowest_content(service_type=SURVEY))
    for number in range(3):
        town.quote(uscc(number), notice, 48_000_00 + number * 100_00)
    return notice


def test_before_the_opening_the_owner_is_reminded_and_no_agency(town: Town, runtime: Runtime) -> None:
    notice = published(town)

    runtime.move_to(publication_of(notice).closes_at - timedelta(minutes=1))

    told = reminded(town, f"org:{OWNER}")
    assert [todo for todo, _ in told] == ["registration-closes"] * len(told)
    assert [days for _, days in told][-2:] == [1, 0]
    assert [reminded(town, f"org:{uscc(number)}") for number in range(3)] == [[], [], []]


def test_a_winner_is_reminded_once_a_day_and_not_any_more_when_it_was_replaced(
    town: Town, runtime: Runtime
) -> None:
    notice = published(town)

    while (now := town.house.queries.notice_alone(notice.id)).state is not NoticeState.AWARDED:
        runtime.advance(timedelta(days=1))
    assert now.award is not None
    winner = f"org:{now.award.winner.uscc}"
    runtime.move_to(now.award.due_at - timedelta(minutes=1))
    for _ in range(3):
        enqueue_reminders(town.house)
        runtime.drain()

    told = reminded(town, winner)
    assert ("accept-award", 0) in told
    assert len(told) == len(set(told))
    runtime.move_to(now.award.lapses_at + timedelta(days=5))
    assert reminded(town, winner) == told
