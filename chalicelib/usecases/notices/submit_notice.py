"""Hand a draft in for review; it gets its number the first time (docs/rules.md §4.1)."""

from datetime import datetime

from chalicelib.domain.marketplace.notices import review
from chalicelib.domain.marketplace.notices.code_checks import code_errors
from chalicelib.domain.marketplace.notices.item_checks import item_errors
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.numbers import format_notice_number
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.edit_notice import publish_card
from chalicelib.usecases.ports import House, Once, UnitOfWork

NUMBER_SCOPE = "notice-no"


def submit_notice(house: House, person: SignedIn, notice_id: str, once: Once | None = None) -> Notice:
    """Submit a draft; every error of every field comes at once."""
    actor = person.actor

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        number = notice.notice_no or _next_number(house, uow, now)
        found = (
            *item_errors(notice.content, item_of(uow, notice), now),
            *code_errors(notice.content, house.service_types),
        )
        decision = review.submit(notice, number, actor, now, house.rules.load(), house.calendar, found)
        uow.notices.save(decision, actor)
        uow.claim(NUMBER_SCOPE, number_of(decision.state), notice_id)
        publish_card(uow, decision.state, person.org_name)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def item_of(uow: UnitOfWork, notice: Notice) -> ServiceItem | None:
    """Find the service item of a notice, read consistently."""
    named = notice.content.service_item
    return uow.service_items.find(named) if named else None


def _next_number(house: House, uow: UnitOfWork, now: datetime) -> str:
    year = now.astimezone(CHINA).year
    serial = uow.next_serial(f"notice-{house.division}-{year}")
    return format_notice_number(house.division, year, serial)


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
