"""Violations the system itself notices, and what it does about them at once (docs/rules.md §2.6)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.conduct.case import Case, Ruling, Step, moved
from chalicelib.domain.marketplace.conduct.case_ruling import sanction_of
from chalicelib.domain.marketplace.conduct.case_states import CaseState
from chalicelib.domain.marketplace.conduct.case_steps import Allegation
from chalicelib.domain.marketplace.conduct.facts import Conduct, Sanction
from chalicelib.domain.marketplace.conduct.terms import add_months
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, after_workdays

ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Fact:
    """One automatic violation: which agency, which row of the table, and how many times it counts."""

    uscc: str
    basis: str
    times: int = 1

    def case_id(self, notice_id: str) -> str:
        """Return the natural key: one purchase, one agency, one row is one case."""
        return f"v_{self.basis}-{notice_id}-{self.uscc}"


def deducted_case(
    identifier: str,
    case_no: str,
    number: str,
    said: Allegation,
    fact: Fact,
    now: datetime,
    rules: MarketRules,
    types: ServiceTypes,
    calendar: Calendar,
) -> tuple[Decision[Case], Sanction]:
    """Return a case that is in force from its birth, with points and nothing else.

    Raises:
        ValueError: when the table does not let the system deduct them.
    """
    rule = rules.violations[fact.basis]
    if not rule.is_automatic:
        raise ValueError(f"{fact.basis} is heard and decided by people")
    step = Step(SYSTEM.person, SYSTEM.org, now)
    until = after_workdays(now, rules.conduct.objection_workdays, calendar).at
    case = Case(
        id=identifier,
        case_no=case_no,
        uscc=said.uscc,
        name=said.name,
        department=types.department_of(said.service_type).org,
        basis=fact.basis,
        service_type=said.service_type,
        state=CaseState.IN_FORCE,
        profile=rules.name,
        points=rule.points * fact.times,
        reported=step,
        is_automatic=True,
        notice_no=said.notice_no,
        number=number,
        ruling=Ruling(),
        delivered=step,
        objection_until=until,
    )
    sanction = sanction_of(case, Ruling(), now, until, rules)
    return moved(None, "deducted", replace(case, hidden_at=sanction.hidden_at), CaseState.IN_FORCE), sanction


def is_repeated(conduct: Conduct, basis: str, now: datetime, rules: MarketRules) -> bool:
    """Tell whether one more violation of the kind brings a suspension before the department.

    Absence needs several within some months; any other kind for which the table names months is enough once.
    """
    if not rules.violations[basis].suspension_months:
        return False
    if basis != ABSENT:
        return True
    today = now.astimezone(CHINA).date()
    since = add_months(today, -rules.conduct.absence_months)
    before = [
        one
        for one in conduct.sanctions
        if one.basis == basis and one.revoked_at is None and one.decided_at.astimezone(CHINA).date() >= since
    ]
    return (len(before) + 1) % rules.conduct.absence_repeats == 0
