"""Work orders at every step of their life, brought there by the commands themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders import (
    appealing,
    closing,
    contacting,
    extending,
    opening,
    rectifying,
    signing,
    telling,
    verifying,
)
from chalicelib.domain.satisfaction.work_orders.appeal import Category, Verdict
from chalicelib.domain.satisfaction.work_orders.facts import (
    Cause,
    FindingCode,
    Measure,
    RevisitResult,
    Source,
    Words,
)
from chalicelib.domain.satisfaction.work_orders.opening import Grievance
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.gateways.profiles import ShippedRatingProfiles
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import shipped_calendar

CALENDAR = shipped_calendar()
UNIT, OTHER_UNIT, CENTRE = "11370700DEM0000734", "11370700DEM000057E", "12370700DEM000019X"
MONDAY = datetime(2026, 3, 2, 10, tzinfo=CHINA)
"""A Monday with two whole working weeks behind it."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
S = OrderState


def person(name: str, role: Role, org: str = UNIT) -> Actor:
    return Actor(name, org, frozenset({role}))


NUMBER = opening.order_number("370700", MONDAY, 42)

CLERK = person("clerk", Role.CLERK)
HANDLER = person("handler", Role.UNIT_HANDLER)
HEAD = person("head", Role.UNIT_HEAD)
SUPERVISOR = person("supervisor", Role.CENTRE_SUPERVISOR, CENTRE)
REGULATOR = person("regulator", Role.REGULATOR, CENTRE)
REVIEWERS = tuple(person(f"reviewer-{n}", Role.APPEAL_REVIEWER, CENTRE) for n in range(4))


@cache
def rules_of(name: str = "SD-WF") -> SatisfactionRules:
    """Return a shipped profile."""
    return ShippedRatingProfiles("SD-WF").load(name)


def words(chars: int = 20) -> Words:
    return Words("VAULT#1", chars, "ab" * 32)


def measure(chars: int = 20, reply: int = 20, n_files: int = 1) -> Measure:
    return Measure(words(chars), words(reply), tuple(f"file-{n}" for n in range(n_files)))


def grievance(**changes: Any) -> Grievance:
    given = {
        "source": Source.RATING,
        "source_id": "rating-1",
        "level": 1,
        "codes": ("115", "110"),
        "task_code": "11370700000000000000370131001",
        "region": "370700",
        "channel": 3,
        "staff": CLERK.person,
        "unit": UNIT,
        "may_unit_contact": True,
        "has_way_of_contact": True,
    }
    return Grievance(**{**given, **changes})


def created(at: datetime = MONDAY, profile: str = "SD-WF", **changes: Any) -> WorkOrder:
    return opening.create("wo_1", grievance(**changes), at, rules_of(profile), CALENDAR).state


def dispatched(at: datetime = MONDAY, profile: str = "SD-WF", **changes: Any) -> WorkOrder:
    order = created(at, profile, **changes)
    return opening.dispatch(order, UNIT, NUMBER, SYSTEM, at, rules_of(profile), CALENDAR).state


def signed(at: datetime = MONDAY, profile: str = "SD-WF", **changes: Any) -> WorkOrder:
    order = dispatched(at, profile, **changes)
    return signing.sign(order, HANDLER, at, rules_of(profile), CALENDAR).state


def contacted(at: datetime = MONDAY, profile: str = "SD-WF", **changes: Any) -> WorkOrder:
    order = signed(at, profile, **changes)
    return contacting.contact(order, None, HANDLER, at, rules_of(profile), CALENDAR).state


def verified(
    code: FindingCode = FindingCode.CLEAR_REASONABLE, at: datetime = MONDAY, **changes: Any
) -> WorkOrder:
    order = contacted(at, **changes)
    order = verifying.propose_finding(order, code, Cause.ATTITUDE, words(), HANDLER, at).state
    return verifying.verify(order, HEAD, at).state


def rectifying_order(at: datetime = MONDAY, **changes: Any) -> WorkOrder:
    return rectifying.start_rectifying(verified(at=at, **changes), HANDLER, at).state


def rectified(order: WorkOrder | None = None, at: datetime = MONDAY) -> WorkOrder:
    order = order or rectifying_order(at)
    order = rectifying.submit_measure(order, measure(), HANDLER, at, rules_of()).state
    return rectifying.approve_measure(order, HEAD, at, rules_of(), CALENDAR).state


def told(order: WorkOrder | None = None, at: datetime = MONDAY) -> WorkOrder:
    return telling.send_feedback(order or rectified(at=at), None, SUPERVISOR, at, rules_of(), CALENDAR).state


def revisited(result: RevisitResult, order: WorkOrder | None = None, at: datetime = MONDAY) -> WorkOrder:
    return telling.record_revisit(order or told(at=at), result, None, SUPERVISOR, at, rules_of()).state


def reopened(at: datetime = MONDAY) -> WorkOrder:
    order = revisited(RevisitResult.NOT_SATISFIED, at=at)
    return closing.reopen(order, words(), REGULATOR, at, rules_of(), CALENDAR).state


def closed(at: datetime = MONDAY) -> WorkOrder:
    return closing.close(revisited(RevisitResult.SATISFIED, at=at), REGULATOR, at + DAY, rules_of()).state


def asked_back(order: WorkOrder | None = None, at: datetime = MONDAY) -> WorkOrder:
    return signing.request_return(order or dispatched(at), words(), HANDLER, at, rules_of()).state


def claim(category: Category = Category.MISTAKEN, n_files: int = 1) -> appealing.Claim:
    return appealing.Claim(category, tuple(f"file-{n}" for n in range(n_files)), words())


def appealed(
    order: WorkOrder | None = None, at: datetime = MONDAY, category: Category = Category.MISTAKEN
) -> WorkOrder:
    order = order or signed(at)
    return appealing.submit_appeal(order, claim(category), HANDLER, at, rules_of()).state


def under_review(
    order: WorkOrder | None = None, at: datetime = MONDAY, category: Category = Category.MISTAKEN
) -> WorkOrder:
    order = appealed(order, at, category)
    return appealing.approve_appeal(order, HEAD, at, rules_of(), CALENDAR).state


def judged(order: WorkOrder, *verdicts: bool, at: datetime = MONDAY) -> WorkOrder:
    for reviewer, upholds in zip(REVIEWERS, verdicts, strict=False):
        order = appealing.vote(order, Verdict(upholds), words(), reviewer, at, rules_of(), CALENDAR).state
    return order


def extension_asked(n_workdays: int = 10, at: datetime = MONDAY) -> WorkOrder:
    order = verified(FindingCode.COMPLEX, at)
    return extending.ask_extension(order, n_workdays, words(), HANDLER, at, rules_of()).state


IN_EVERY_STATE: dict[OrderState, Callable[[], WorkOrder]] = {
    S.CREATED: created,
    S.DISPATCHED: dispatched,
    S.RETURN_REQUESTED: asked_back,
    S.SIGNED: signed,
    S.CONTACTED: contacted,
    S.CONTACT_FAILED: lambda: contact_failed(),
    S.VERIFIED: verified,
    S.RECTIFYING: rectifying_order,
    S.EXPLAINED: lambda: explained(),
    S.RECTIFIED: rectified,
    S.FEEDBACK_SENT: told,
    S.REVISITED: lambda: revisited(RevisitResult.NOT_SATISFIED),
    S.REOPENED: reopened,
    S.CLOSED_OK: closed,
    S.CLOSED_UNRESOLVED: lambda: closed_unresolved(),
    S.ANNULLED: lambda: judged(under_review(), True, True),
}


def contact_failed(at: datetime = MONDAY) -> WorkOrder:
    order = signed(at)
    for n in range(3):
        order = contacting.note_failed_contact(
            order, "NO_ANSWER", HANDLER, at + 4 * n * HOUR, rules_of(), CALENDAR
        ).state
    return order


def explained(at: datetime = MONDAY) -> WorkOrder:
    order = verified(FindingCode.NO_LEGAL_BASIS, at)
    return rectifying.explain(order, measure(), HANDLER, at, rules_of()).state


def closed_unresolved(at: datetime = MONDAY) -> WorkOrder:
    order = rectifying.start_rectifying(reopened(at), HANDLER, at).state
    order = revisited(RevisitResult.NOT_SATISFIED, told(rectified(order, at), at), at)
    return closing.close_unresolved(order, words(), REGULATOR, at + 24 * HOUR, rules_of()).state
