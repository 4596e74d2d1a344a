"""What the unit found: the handler proposes it, a head of the unit who did not handle it confirms (no. 6)."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.work_orders.facts import Cause, Finding, FindingCode, Step, Words
from chalicelib.domain.satisfaction.work_orders.moving import moved
from chalicelib.domain.satisfaction.work_orders.rights import check_approver, check_handler
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict


def propose_finding(
    order: WorkOrder, code: FindingCode, cause: Cause, words: Words | None, actor: Actor, now: datetime
) -> Decision[WorkOrder]:
    """Write down what was found and why; it may be written anew until it is confirmed.

    Raises:
        Forbidden: for anyone but a handler of the unit who is not the rated clerk.
        Conflict: `contact-first` while the resident can still be contacted, or `wrong-state`.
    """
    check_handler(order, actor)
    _check_contact_is_done(order)
    finding = Finding(code, cause, Step(actor.person, actor.org, now, words))
    return moved(order, "finding_proposed", order.state, now, _codes(finding), finding=finding)


def return_finding(order: WorkOrder, words: Words, actor: Actor, now: datetime) -> Decision[WorkOrder]:
    """Send a proposed finding back to the handler, with the reason.

    Raises:
        Forbidden: for anyone but a head of the unit who did not handle it.
        Conflict: `no-finding-proposed` or `wrong-state`.
    """
    check_approver(order, actor)
    finding = _proposed(order)
    data = {**_codes(finding), "reason_ref": words.ref}
    return moved(order, "finding_returned", order.state, now, data, finding=None)


def verify(order: WorkOrder, actor: Actor, now: datetime) -> Decision[WorkOrder]:
    """Confirm the finding (核实).

    Raises:
        Forbidden: for anyone but a head of the unit who did not handle it.
        Conflict: `no-finding-proposed` or `wrong-state`.
    """
    check_approver(order, actor)
    finding = _proposed(order)
    step = Step(actor.person, actor.org, now)
    return moved(order, "verified", OrderState.VERIFIED, now, _codes(finding), verified=step)


def _check_contact_is_done(order: WorkOrder) -> None:
    if order.state is OrderState.SIGNED and order.is_contactable:
        raise Conflict("contact-first")


def _proposed(order: WorkOrder) -> Finding:
    if order.finding is None:
        raise Conflict("no-finding-proposed")
    return order.finding


def _codes(finding: Finding) -> dict[str, str]:
    return {"finding": finding.code.value, "cause": finding.cause.value}
