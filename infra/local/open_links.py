"""Links of texts that still take an answer, to be tried locally.

Nobody keeps a link (ADR 0073): each is made again from its case by the key that the sending duty has.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.satisfaction.invitations.answering import is_answerable
from chalicelib.domain.satisfaction.invitations.states import InvitationState
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.invitations.links import token_of
from chalicelib.usecases.ports import House

_S = InvitationState
TEXTED = (_S.SENT, _S.DELIVERED, _S.REMINDED, _S.OPENED)
MOST = PageRequest(limit=10)
"""So many links of a state are enough to try."""


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link, what it is about, and the telephone that was texted."""

    address: str
    service: str
    phone: str


def open_links(house: House) -> Iterator[OpenLink]:
    """Yield the latest links of each state that a text leaves behind."""
    now = house.clock.product_now()
    for state in TEXTED:
        for card in house.lists.page("invitations", f"state={state}", MOST).cards:
            found = house.invitations.find(str(card.data["id"]))
            if found is None or found.person_ref is None or not is_answerable(found, now):
                continue
            phone = str(house.queries.personal(found.person_ref)["phone"])
            service = f"{found.service.unit_name} {found.service.task_name}"
            yield OpenLink(f"/r/{token_of(house, found.case)}", service, phone)
