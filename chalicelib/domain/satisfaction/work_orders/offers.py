"""Which steps a person may take on an order now, as pages and the API offer them; commands check again."""

from collections.abc import Callable, Iterator
from datetime import datetime

from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.appeal_states import AppealState
from chalicelib.domain.satisfaction.work_orders.facts import FindingCode, RevisitResult, Source
from chalicelib.domain.satisfaction.work_orders.lateness import late_step
from chalicelib.domain.satisfaction.work_orders.rectifying import DISPUTED, TO_EXPLAIN, TO_MEND
from chalicelib.domain.satisfaction.work_orders.rights import (
    check_approver,
    check_asker,
    check_caller,
    check_centre,
    check_handler,
    check_regulator,
    check_reviewer,
    check_unit,
)
from chalicelib.domain.satisfaction.work_orders.states import UNDER_WAY, OrderState
from chalicelib.domain.satisfaction.work_orders.telling import is_correctable
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Forbidden

_S, _A = OrderState, AppealState
Offer = tuple[str, bool, Callable[..., None]]
"""A step, whether the order is ripe for it, and who may take it."""


def steps_open(order: WorkOrder, actor: Actor, now: datetime, rules: SatisfactionRules) -> frozenset[str]:
    """Name the steps that the actor may take on the order now."""
    offers = (
        ("urge", late_step(order, now) is not None, check_centre),
        *_of_the_start(order, now, rules),
        *_of_the_work(order, now),
        *_of_the_end(order, now, rules),
    )
    open_steps = {name for name, is_ripe, check in offers if is_ripe and _may(check, order, actor)}
    if order.state is _S.SIGNED and order.is_contactable and _may(check_caller, order, actor, now):
        open_steps |= {"contact", "failed-contact"}
    return frozenset(open_steps | _of_the_appeal(order, actor, now))


def _of_the_start(order: WorkOrder, now: datetime, rules: SatisfactionRules) -> Iterator[Offer]:
    state, until = order.state, order.dues.returning
    has_return = len(order.returns) < rules.work_order.returns_max and not order.has_pending_appeal
    is_returnable = state in (_S.DISPATCHED, _S.SIGNED) and until is not None and now < until.at
    yield "dispatch", state is _S.CREATED, check_centre
    yield "sign", state is _S.DISPATCHED, check_handler
    yield "request-return", is_returnable and has_return, check_handler
    yield "grant-return", state is _S.RETURN_REQUESTED, check_regulator
    yield "refuse-return", state is _S.RETURN_REQUESTED, check_regulator


def _of_the_work(order: WorkOrder, now: datetime) -> Iterator[Offer]:
    state, code = order.state, order.finding and order.finding.code
    is_found = state in (_S.CONTACTED, _S.CONTACT_FAILED)
    is_found = is_found or (state is _S.SIGNED and not order.is_contactable)
    may_explain = code in TO_EXPLAIN and (code not in DISPUTED or order.appeal is not None)
    is_mending = state in (_S.RECTIFYING, _S.EXPLAINED)
    extension, in_time = order.extension, now < order.dues.rectify.at
    is_extendable = state in (_S.VERIFIED, _S.RECTIFYING) and code is FindingCode.COMPLEX
    is_asked = extension is not None and extension.decided is None
    mends = state is _S.REOPENED or (state is _S.VERIFIED and code in TO_MEND)
    yield "propose-finding", is_found, check_handler
    yield "return-finding", is_found and code is not None, check_approver
    yield "verify", is_found and code is not None, check_approver
    yield "start-rectifying", mends, check_handler
    yield "explain", state is _S.VERIFIED and may_explain, check_handler
    yield "submit-measure", is_mending, check_handler
    yield "return-measure", is_mending and order.measure is not None, check_approver
    yield "approve-measure", is_mending and order.measure is not None, check_approver
    yield "ask-extension", is_extendable and extension is None and in_time, check_unit
    yield "grant-extension", is_extendable and is_asked, check_regulator
    yield "refuse-extension", is_extendable and is_asked, check_regulator


def _of_the_end(order: WorkOrder, now: datetime, rules: SatisfactionRules) -> Iterator[Offer]:
    state, result = order.state, order.revisit and order.revisit.result
    is_judged = order.appeal is not None and order.appeal.state is _A.UNDER_REVIEW
    is_answered = state is _S.REVISITED
    is_content = is_answered and result is not RevisitResult.NOT_SATISFIED
    stands = is_answered and not is_correctable(order, now, rules)
    is_over = (is_content and stands) or (state is _S.FEEDBACK_SENT and order.is_revisit_exempt)
    was_reopened, is_told = order.reopened is not None, state is _S.FEEDBACK_SENT
    is_for_regulator = state is _S.RECTIFIED and order.source is Source.FINDING
    yield "send-feedback", state is _S.RECTIFIED and not is_for_regulator, check_asker
    yield "revisit", is_told and order.is_contactable, check_asker
    yield "failed-revisit", is_told and order.is_contactable, check_asker
    yield "close", (is_over and not is_judged) or is_for_regulator, check_regulator
    is_discontent = (is_answered and not is_content) or is_for_regulator
    yield "reopen", is_discontent and not was_reopened, check_regulator
    is_unresolved = (stands and not is_content and not is_judged) or is_for_regulator
    is_unresolved = is_unresolved and was_reopened
    yield "close-unresolved", is_unresolved, check_regulator


def _of_the_appeal(order: WorkOrder, actor: Actor, now: datetime) -> set[str]:
    appeal, until = order.appeal, order.dues.appeal
    if appeal is None or appeal.state is _A.DECLINED:
        is_open = order.state in UNDER_WAY and until is not None and now < until.at
        return {"appeal"} if is_open and _may(check_handler, order, actor) else set()
    is_new_judge = actor.person not in appeal.judges and _may(check_reviewer, order, actor)
    if appeal.state is _A.OBJECTED:
        return {"decide-objection"} if is_new_judge else set()
    if not order.is_open:
        return set()
    if appeal.state is _A.SUBMITTED and _may(check_approver, order, actor, appeal.submitted.by):
        return {"approve-appeal", "decline-appeal"}
    return {"vote"} if appeal.state is _A.UNDER_REVIEW and is_new_judge else set()


def _may(check: Callable[..., None], *who: object) -> bool:
    try:
        check(*who)
    except Forbidden:
        return False
    return True
