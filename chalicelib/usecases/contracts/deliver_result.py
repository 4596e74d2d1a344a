"""The agency hands the result over; the owner accepts, returns or disputes it (docs/rules.md §2.1)."""

from datetime import date

from chalicelib.domain.decisions import Decision, check_seen
from chalicelib.domain.marketplace.contracts import delivering
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.contracts.papers import read_paper
from chalicelib.usecases.contracts.step import At, department_org, take
from chalicelib.usecases.ports import House, Once


def hand_over_result(
    house: House,
    actor: Actor,
    notice_id: str,
    finished_on: date,
    file_id: str,
    note: str,
    once: Once | None = None,
) -> Notice:
    """Hand a result over: the day it was finished, its file, and a note to the owner."""
    given = delivering.HandedOver(finished_on, read_paper(house, file_id), note)

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return delivering.hand_over(notice, given, actor, at.now, at.rules, house.calendar)

    return take(house, actor, notice_id, decide, once)


def return_result(
    house: House,
    actor: Actor,
    notice_id: str,
    reason: str,
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Return a result with the reason."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        check_seen(seen_at, delivering.handed_over_at(notice))
        return delivering.send_result_back(notice, reason, actor, at.now, at.rules)

    return take(house, actor, notice_id, decide, once)


def dispute_result(
    house: House, actor: Actor, notice_id: str, reason: str, once: Once | None = None
) -> Notice:
    """Refuse a result for good once it cannot be returned any more; the supervisor is told."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return delivering.dispute(notice, reason, actor, at.now, at.rules)

    return take(house, actor, notice_id, decide, once)


def accept_result(
    house: House, actor: Actor, notice_id: str, once: Once | None = None, seen_at: str | None = None
) -> Notice:
    """Accept a result; the window of the evaluation opens."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        check_seen(seen_at, delivering.handed_over_at(notice))
        return delivering.accept(
            notice, department_org(house, notice), actor, at.now, at.rules, house.calendar
        )

    return take(house, actor, notice_id, decide, once)
