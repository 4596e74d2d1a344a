"""Opening the identity behind a rating: for a reason that the resident is shown (§8.2)."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.work_orders.facts import Disclosure, DisclosureReason, Step
from chalicelib.domain.satisfaction.work_orders.moving import noted
from chalicelib.domain.satisfaction.work_orders.rights import check_discloser
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict


def disclose(
    order: WorkOrder, reason: DisclosureReason, actor: Actor, now: datetime, body: str = ""
) -> Decision[WorkOrder]:
    """Note that a regulator or reviewer of a body opens the identity, before they see it.

    Raises:
        Forbidden: for anybody else, and for those of the rated unit.
        Conflict: `stays-unknown` where the resident wanted nobody to look it up.
    """
    check_discloser(order, actor)
    if order.is_anonymous:
        raise Conflict("stays-unknown")
    office = Role.REGULATOR if actor.has(Role.REGULATOR) else Role.APPEAL_REVIEWER
    opened = Disclosure(office.value, reason, Step(actor.person, actor.org, now), body)
    data = {"reason": reason.value, "office": office.value}
    disclosures = (*order.disclosures, opened)
    return noted(order, "identity_disclosed", now, data, disclosures=disclosures)
