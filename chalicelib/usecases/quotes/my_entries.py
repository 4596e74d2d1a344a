"""Which open notices an agency has entered: asked slot by slot, since no list of it exists (design §3).

The secret that names the slots is made once; a page of open notices then costs one batch of reads.
"""

from collections.abc import Mapping, Sequence

from chalicelib.domain.marketplace.quotes.sealed import SealedQuote
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.paging import Cursor, PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House
from chalicelib.usecases.quotes.slots import agency_key

OPEN_NOTICES = "closing"


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice that is open for registration, and what the agency has put in for it."""

    card: Mapping[str, Json]
    sealed: SealedQuote | None


@dataclass(frozen=True, slots=True)
class OpenNotices:
    """One page of them, those that close first in front."""

    notices: tuple[OpenNotice, ...]
    next: Cursor | None


def my_entries(house: House, actor: Actor, request: PageRequest) -> OpenNotices:
    """Return one page of the open notices with the agency's own registrations and quotes."""
    page = house.lists.page(OPEN_NOTICES, "all", request, newest_first=False)
    ids = [str(card.data["id"]) for card in page.cards if "id" in card.data]
    mine = _sealed(house, actor, ids)
    return OpenNotices(
        tuple(OpenNotice(card.data, mine.get(str(card.data.get("id")))) for card in page.cards), page.next
    )


def _sealed(house: House, actor: Actor, notice_ids: Sequence[str]) -> Mapping[str, SealedQuote]:
    key = agency_key(house, actor.org)
    found = house.queries.quotes([(notice_id, key.slot(notice_id)) for notice_id in notice_ids])
    return {sealed.notice_id: sealed for sealed in found}
