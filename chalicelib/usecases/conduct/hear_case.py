"""Notify the agency, take its answer and its objection (告知、陈述申辩、异议): docs/rules.md §2.6."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.conduct import case_ruling, case_steps
from chalicelib.domain.marketplace.conduct.case import Case
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.conduct.changing import change_case, step_with_words
from chalicelib.usecases.ports import House, Once, UnitOfWork


def notify_agency(house: House, actor: Actor, case_id: str, text: str, once: Once | None = None) -> Case:
    """Tell the agency what was found and what is intended."""

    def decide(uow: UnitOfWork, case: Case, now: datetime, rules: MarketRules) -> Decision[Case]:
        step = step_with_words(uow, case_id, "notice", text, actor, now)
        return case_steps.notify(case, step, actor, rules, house.calendar)

    return change_case(house, actor, case_id, decide, once)


def answer_case(house: House, actor: Actor, case_id: str, text: str, once: Once | None = None) -> Case:
    """Answer for the agency."""

    def decide(uow: UnitOfWork, case: Case, now: datetime, _rules: MarketRules) -> Decision[Case]:
        return case_steps.answer(case, step_with_words(uow, case_id, "answer", text, actor, now), actor)

    return change_case(house, actor, case_id, decide, once)


def object_to_decision(house: House, actor: Actor, case_id: str, text: str, once: Once | None = None) -> Case:
    """Object for the agency to a decision in force."""

    def decide(uow: UnitOfWork, case: Case, now: datetime, rules: MarketRules) -> Decision[Case]:
        step = step_with_words(uow, case_id, "objection", text, actor, now)
        return case_ruling.object_to(case, step, actor, rules, house.calendar)

    return change_case(house, actor, case_id, decide, once)
