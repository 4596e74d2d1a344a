"""Decision, delivery, objection, correction of a case (docs/rules.md §2.6).

Another person than the one who brought the case up decides; what is decided comes into force on delivery.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.conduct.case import Case, Ruling, Step, moved
from chalicelib.domain.marketplace.conduct.case_rights import (
    check_accused,
    check_another_corrects,
    check_another_decides,
    check_authority,
    check_department,
)
from chalicelib.domain.marketplace.conduct.case_states import CaseState
from chalicelib.domain.marketplace.conduct.facts import Measure, MeasureKind, Sanction, Source
from chalicelib.domain.marketplace.conduct.sanctioning import hidden_after
from chalicelib.domain.marketplace.conduct.terms import after_months
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.workdays import Calendar, after_workdays

MAX_LIST_YEARS = 5


def decide(
    case: Case, ruling: Ruling, number: str, text_hash: str, step: Step, actor: Actor, rules: MarketRules
) -> Decision[Case]:
    """Decide within the bounds of the consequence table; two who decide at once are one decision.

    Raises:
        Forbidden: `same-person-opened`, or for anyone but department and supervisor.
        Invalid: when the ruling is not what the table allows.
        Conflict: `wrong-state`.
    """
    check_another_decides(case, actor)
    if case.state is CaseState.HEARD and (errors := [*ruling_errors(case, ruling, rules)]):
        raise Invalid(errors=errors)
    decided = replace(case, decided=step, ruling=ruling, number=number, text_hash=text_hash)
    return moved(case, "decided", decided, CaseState.DECIDED, text_hash=text_hash)


def ruling_errors(case: Case, ruling: Ruling, rules: MarketRules) -> Iterator[FieldError]:
    """Yield everything in a ruling that the consequence table does not allow."""
    rule = rules.violations[case.basis]
    for name, span in (("suspension_months", rule.suspension_months), ("bar_years", rule.bar_years)):
        value: int = getattr(ruling, name)
        if span and not span[0] <= value <= span[1]:
            yield FieldError(f"/{name}", "out-of-range", {"min": span[0], "max": span[1]})
        if not span and value:
            yield FieldError(f"/{name}", "not-for-this-violation")
    if ruling.service_types and not rule.suspension_months:
        yield FieldError("/service_types", "not-for-this-violation")
    if ruling.blacklist_years and not rule.bar_years:
        yield FieldError("/blacklist_years", "not-for-this-violation")
    if ruling.blacklist_years > MAX_LIST_YEARS:
        yield FieldError("/blacklist_years", "out-of-range", {"min": 0, "max": MAX_LIST_YEARS})


def dismiss(case: Case, step: Step, actor: Actor) -> Decision[Case]:
    """End the case because nothing was found that could be decided (不予处理).

    Raises:
        Forbidden: in the investigation for anyone but the department, after the hearing as `decide`.
        Conflict: `wrong-state`.
    """
    check = check_department if case.state is CaseState.INVESTIGATING else check_another_decides
    check(case, actor)
    closed = replace(case, closed=step, due_at=None)
    return moved(case, "dismissed", closed, CaseState.DISMISSED, was_told=case.notified is not None)


def deliver(
    case: Case, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> tuple[Decision[Case], Sanction]:
    """Note the delivery: the decision is in force from now, and public.

    Raises:
        Forbidden: for anyone but department and supervisor.
        Conflict: `wrong-state`.
    """
    check_authority(case, actor)
    if case.ruling is None or case.decided is None:
        raise Conflict("wrong-state", kind="violation", state=case.state, event="delivered")
    until = after_workdays(now, rules.conduct.objection_workdays, calendar).at
    sanction = sanction_of(case, case.ruling, now, until, rules)
    delivered = replace(
        case,
        delivered=Step(actor.person, actor.org, now),
        objection_until=until,
        hidden_at=sanction.hidden_at,
    )
    return moved(case, "delivered", delivered, CaseState.IN_FORCE), sanction


def sanction_of(
    case: Case, ruling: Ruling, now: datetime, objection_until: datetime, rules: MarketRules
) -> Sanction:
    """Return what a ruling that comes into force now puts on the agency's record."""
    sanction = Sanction(
        number=case.number,
        source=Source.AUTOMATIC if case.is_automatic else Source.CASE,
        basis=case.basis,
        document_no=case.number,
        authority=case.department if case.decided is None else case.decided.org,
        decided_at=now,
        points=case.points,
        points_end_at=after_months(now, rules.conduct.points_months) if case.points else None,
        measures=tuple(_measures(ruling, now)),
        notice_no=case.notice_no,
        case_id=case.id,
        text_hash=case.text_hash,
        objection_until=objection_until,
    )
    return replace(sanction, hidden_at=hidden_after(sanction, rules.conduct.disclosure_years))


def object_to(case: Case, step: Step, actor: Actor, rules: MarketRules, calendar: Calendar) -> Decision[Case]:
    """Take the agency's objection (异议) until its last instant; the decision stays in force meanwhile.

    Raises:
        Forbidden: for anyone but the agency.
        Conflict: `objection-lapsed` or `wrong-state`.
    """
    check_accused(case, actor)
    is_late = case.objection_until is not None and step.at >= case.objection_until
    if case.state is CaseState.IN_FORCE and is_late:
        raise Conflict("objection-lapsed")
    due_at = after_workdays(step.at, rules.conduct.objection_handling_workdays, calendar).at
    objected = replace(case, objected=step, due_at=due_at, is_reminded=False)
    return moved(case, "objected", objected, CaseState.OBJECTION)


def uphold(case: Case, step: Step, actor: Actor) -> Decision[Case]:
    """Keep the decision after an objection, with the reason the agency will read.

    Raises:
        Forbidden: `same-person-decided`, or for anyone but department and supervisor.
        Conflict: `wrong-state`.
    """
    check_another_corrects(case, actor)
    return moved(case, "upheld", replace(case, closed=step, due_at=None), CaseState.UPHELD)


def correct_case(case: Case, step: Step, actor: Actor) -> Decision[Case]:
    """Take the decision back because its basis fell; its effects end with this.

    Raises:
        Forbidden: `same-person-decided`, or for anyone but department and supervisor.
        Conflict: `wrong-state`.
    """
    check_another_corrects(case, actor)
    return moved(case, "corrected", replace(case, closed=step, due_at=None), CaseState.CORRECTED)


def expire(case: Case, now: datetime) -> Decision[Case]:
    """Take the decision out of public view [L5 art 38].

    Raises:
        Conflict: `nothing-due` or `wrong-state`.
    """
    if case.hidden_at is None or now < case.hidden_at:
        raise Conflict("nothing-due")
    return moved(case, "expired", case, CaseState.EXPIRED)


def _measures(ruling: Ruling, now: datetime) -> Iterator[Measure]:
    if ruling.suspension_months:
        end = after_months(now, ruling.suspension_months)
        if ruling.service_types:
            for service_type in ruling.service_types:
                yield Measure(MeasureKind.RESTRICTION, now, end, service_type)
        else:
            yield Measure(MeasureKind.SUSPENSION, now, end)
    if ruling.bar_years:
        yield Measure(MeasureKind.REMOVAL, now, after_months(now, 12 * ruling.bar_years))
    if ruling.blacklist_years:
        yield Measure(MeasureKind.BLACKLIST, now, after_months(now, 12 * ruling.blacklist_years))
