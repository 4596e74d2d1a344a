"""The owner records what it paid of the plan, the agency confirms what arrived (docs/rules.md §2.4)."""

from datetime import date

from chalicelib.domain.decisions import Decision, check_seen
from chalicelib.domain.marketplace.contracts import paying
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.contracts.step import At, take
from chalicelib.usecases.ports import House, Once


def record_payment(
    house: House, actor: Actor, notice_id: str, number: int, paid_on: date, once: Once | None = None
) -> Notice:
    """Record the day on which an instalment was paid, or correct it."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return paying.record_payment(notice, number, paid_on, actor, at.now)

    return take(house, actor, notice_id, decide, once)


def confirm_receipt(
    house: House,
    actor: Actor,
    notice_id: str,
    number: int,
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Confirm that an instalment arrived."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        check_seen(seen_at, paying.recorded_at(notice, number))
        return paying.confirm_receipt(notice, number, actor, at.now)

    return take(house, actor, notice_id, decide, once)
