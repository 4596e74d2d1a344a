"""Automatic points (自动扣分): deducted at once, once for each fact (docs/rules.md §2.6, ADR 0052).

The agency is told and may object for five working days. What else the table names, a suspension, goes to the
department as a case: the system suspends nobody.
"""

from datetime import datetime

from chalicelib.domain.marketplace.conduct import case_steps
from chalicelib.domain.marketplace.conduct.automatic import Fact, deducted_case, is_repeated
from chalicelib.domain.marketplace.conduct.case import Case, Step
from chalicelib.domain.marketplace.conduct.case_steps import Allegation
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.agencies.changing import shown_dossier
from chalicelib.usecases.conduct.changing import CASE_PREFIX, next_number
from chalicelib.usecases.conduct.decide_case import put_on_record
from chalicelib.usecases.ports import House, UnitOfWork

RECORD_PREFIX = "KF"


def deduct_points(house: House, notice_id: str, fact: Fact) -> None:
    """Deduct the points of one fact about one purchase; the same fact again changes nothing."""

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        identifier = fact.case_id(notice_id)
        agency = uow.agencies.find(fact.uscc)
        if agency is None or uow.violations.find(identifier) is not None:
            return
        rules, notice = house.rules.load(), uow.notices.load(notice_id)
        said = Allegation(
            fact.uscc,
            fact.basis,
            notice.content.service_type,
            notice.notice_no or "",
            shown_dossier(agency).organisation.name,
        )
        case_no, number = (
            next_number(house, uow, CASE_PREFIX, now),
            next_number(house, uow, RECORD_PREFIX, now),
        )
        decision, sanction = deducted_case(
            identifier, case_no, number, said, fact, now, rules, house.service_types, house.calendar
        )
        uow.violations.add(decision, SYSTEM)
        put_on_record(house, uow, fact.uscc, sanction, SYSTEM, now)
        if is_repeated(agency.conduct, fact.basis, now, rules):
            _hand_over(house, uow, decision.state, said, now, rules)

    house.transact(attempt)


def _hand_over(
    house: House, uow: UnitOfWork, found: Case, said: Allegation, now: datetime, rules: MarketRules
) -> None:
    """Open the case on the suspension that the table names beside the points, which are deducted already."""
    step = Step(SYSTEM.person, SYSTEM.org, now)
    decision = case_steps.report(
        f"{found.id}-s",
        next_number(house, uow, CASE_PREFIX, now),
        said,
        step,
        SYSTEM,
        rules,
        house.service_types,
        house.calendar,
        points=0,
    )
    uow.violations.add(decision, SYSTEM)
