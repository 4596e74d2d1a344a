"""End what a telephone is still being asked (evaluation.md §2.1): whoever refuses gets no reminder either.

The days of an answer by digit play no part: a text that went out before them, or has not gone out yet, is
ended as well.
"""

from datetime import datetime

from chalicelib.domain.satisfaction.contacts.contact import Contact, Mode
from chalicelib.domain.satisfaction.invitations.invitation import end
from chalicelib.domain.satisfaction.invitations.states import ANSWERABLE
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.usecases.ports import UnitOfWork


def end_all(
    uow: UnitOfWork, contact: Contact, event: str, now: datetime, *, way: str, also: str = ""
) -> None:
    """End what a telephone is asked, and the link that says so; `event` is `opted_out` or `revoked`."""
    asked = {one.ref for one in contact.episodes if one.mode is Mode.SMS}
    for ref in sorted({*asked, also} - {""}):
        invitation = uow.invitations.find(ref)
        if invitation is not None and invitation.state in ANSWERABLE:
            uow.invitations.save(end(invitation, event, now, way=way), RESIDENT)
