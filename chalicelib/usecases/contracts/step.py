"""One step of a purchase under contract: load, decide under the rules of its notice, save."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.ports import House, Once, UnitOfWork


@dataclass(frozen=True, slots=True)
class At:
    """Where and when a step is taken."""

    uow: UnitOfWork
    now: datetime
    rules: MarketRules


Decide = Callable[[Notice, At], Decision[Notice]]


def take(house: House, actor: Actor, notice_id: str, decide: Decide, once: Once | None) -> Notice:
    """Take a step in one transaction; the same Idempotency-Key takes it once."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        decision = decide(notice, At(uow, now, rules_of(house, notice)))
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def department_org(house: House, notice: Notice) -> str:
    """Return the USCC of the industry department of a notice, which its content names by code."""
    known = house.service_types.departments.get(notice.content.department)
    return known.org if known else notice.content.department


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
