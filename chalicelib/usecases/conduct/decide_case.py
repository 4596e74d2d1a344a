"""Decide, deliver, uphold, correct, dismiss: the authority's part of a case (docs/rules.md §2.6).

A decision that comes into force, and one that is corrected, save case and agency in one transaction.
"""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.validity import local_day
from chalicelib.domain.marketplace.conduct import case_ruling
from chalicelib.domain.marketplace.conduct.case import Case, Ruling
from chalicelib.domain.marketplace.conduct.case_rights import check_another_decides
from chalicelib.domain.marketplace.conduct.case_states import CaseState
from chalicelib.domain.marketplace.conduct.document import Decider, text_hash, write_decision
from chalicelib.domain.marketplace.conduct.facts import Sanction
from chalicelib.domain.marketplace.conduct.sanctioning import correct, impose
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.usecases.agencies.changing import noted
from chalicelib.usecases.conduct.changing import (
    DECISION_PREFIX,
    SANCTION_SCOPE,
    change_case,
    next_number,
    step_with_words,
)
from chalicelib.usecases.ports import House, Once, UnitOfWork


def decide_case(
    house: House, actor: Actor, case_id: str, ruling: Ruling, facts: str, once: Once | None = None
) -> Case:
    """Decide with a numbered document; it is not public and has no effect before its delivery.

    Raises:
        Forbidden: `same-person-opened`.
        Invalid: what the consequence table does not allow.
        Conflict: `wrong-state`, for the second of two who decide at once.
    """

    def decide(uow: UnitOfWork, case: Case, now: datetime, rules: MarketRules) -> Decision[Case]:
        check_another_decides(case, actor)
        if found := _errors(house, case, ruling, rules):
            raise Invalid(errors=found)
        step = step_with_words(uow, case_id, "facts", facts, actor, now)
        case_ruling.decide(case, ruling, "", "", step, actor, rules)
        number = next_number(house, uow, DECISION_PREFIX, now)
        by, types = _decider(house, actor, now), house.service_types
        document = write_decision(case, ruling, number, facts.strip(), by, rules, types)
        kept = text_hash(document)
        uow.publish_text(kept, document)
        return case_ruling.decide(case, ruling, number, kept, step, actor, rules)

    return change_case(house, actor, case_id, decide, once)


def _decider(house: House, actor: Actor, now: datetime) -> Decider:
    """Name the deciding department; the supervisor by its code, since the market keeps no names of others."""
    department = house.service_types.department_by_org(actor.org)
    return Decider(department.name if department else f"监督部门（{actor.org}）", local_day(now))


def find_ruling_errors(house: House, actor: Actor, case_id: str, ruling: Ruling) -> list[FieldError]:
    """Name what cannot be decided in those parts of a ruling that can be read, beside the others' errors.

    Raises:
        NotFound: when there is no such case.
        Forbidden: when another person has to decide.
    """
    case = house.queries.violation(case_id)[0]
    check_another_decides(case, actor)
    return _errors(house, case, ruling, house.rules.load(case.profile))


def _errors(house: House, case: Case, ruling: Ruling, rules: MarketRules) -> list[FieldError]:
    """Name everything wrong at once; a restriction to services that there are not would stop nobody."""
    if case.state is not CaseState.HEARD:
        return []
    unknown = (
        FieldError(f"/service_types/{place}", "unknown-service-type")
        for place, code in enumerate(ruling.service_types)
        if code not in house.service_types.types
    )
    return [*case_ruling.ruling_errors(case, ruling, rules), *unknown]


def deliver_decision(house: House, actor: Actor, case_id: str, once: Once | None = None) -> Case:
    """Note the delivery of a decision, which brings it into force on the agency."""

    def decide(uow: UnitOfWork, case: Case, now: datetime, rules: MarketRules) -> Decision[Case]:
        decision, sanction = case_ruling.deliver(case, actor, now, rules, house.calendar)
        put_on_record(house, uow, case.uscc, sanction, actor, now)
        return decision

    return change_case(house, actor, case_id, decide, once)


def uphold_decision(house: House, actor: Actor, case_id: str, text: str, once: Once | None = None) -> Case:
    """Keep a decision after an objection."""

    def decide(uow: UnitOfWork, case: Case, now: datetime, _rules: MarketRules) -> Decision[Case]:
        step = step_with_words(uow, case_id, "reply", text, actor, now)
        return case_ruling.uphold(case, step, actor)

    return change_case(house, actor, case_id, decide, once)


def correct_decision(house: House, actor: Actor, case_id: str, text: str, once: Once | None = None) -> Case:
    """Take a decision back, on the case and on the agency."""

    def decide(uow: UnitOfWork, case: Case, now: datetime, _rules: MarketRules) -> Decision[Case]:
        decision = case_ruling.correct_case(
            case, step_with_words(uow, case_id, "reply", text, actor, now), actor
        )
        agency = uow.agencies.load(case.uscc)
        uow.agencies.save(noted(house, correct(agency, case.number, now)), actor)
        return decision

    return change_case(house, actor, case_id, decide, once)


def dismiss_case(house: House, actor: Actor, case_id: str, text: str, once: Once | None = None) -> Case:
    """End a case without a decision."""

    def decide(uow: UnitOfWork, case: Case, now: datetime, _rules: MarketRules) -> Decision[Case]:
        return case_ruling.dismiss(case, step_with_words(uow, case_id, "reply", text, actor, now), actor)

    return change_case(house, actor, case_id, decide, once)


def put_on_record(
    house: House, uow: UnitOfWork, uscc: str, sanction: Sanction, actor: Actor, now: datetime
) -> None:
    """Put a sanction on its agency within a unit, and let its public number lead there."""
    agency = uow.agencies.find(uscc)
    decision = impose(agency, uscc, [sanction], now)
    if decision is None:
        return
    (uow.agencies.add if agency is None else uow.agencies.save)(noted(house, decision), actor)
    uow.claim(SANCTION_SCOPE, sanction.number, f"{uscc}|{sanction.text_hash}")
