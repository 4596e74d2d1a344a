"""What an agency quoted for, from the opening on, and what became of it (docs/rules.md §2.3).

Before the opening no such list exists; the notifier writes it with the opening's own messages. One Query
for the page and one batch for its notices. What a withdrawal left sealed is never opened, so nothing that
names an agency is written about it either: each asks for its own slots in the notices withdrawn last.
"""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import withdrawal_of
from chalicelib.domain.marketplace.quotes.outcome import derived_state
from chalicelib.domain.marketplace.quotes.sealed import QuoteState
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.paging import MAX_LIMIT, PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, ListPage
from chalicelib.usecases.quotes.slots import agency_key

WITHDRAWN = "withdrawn"
"""The list of withdrawn notices; it names no agency."""


@dataclass(frozen=True, slots=True)
class PastEntry:
    """A notice that the agency entered, and where its quote stands now."""

    notice: Notice
    state: QuoteState


def past_entries(house: House, actor: Actor, request: PageRequest) -> tuple[tuple[PastEntry, ...], ListPage]:
    """Return a page of the agency's opened quotes, newest first, and the page that tells where it goes on."""
    page = house.own_entries.page(actor.org, request)
    kept = {str(card.data["notice_id"]): bool(card.data["is_valid"]) for card in page.cards}
    notices = house.queries.notices(list(kept))
    entries = tuple(
        PastEntry(notices[one], derived_state(notices[one], QuoteState.QUOTED, actor.org, is_valid))
        for one, is_valid in kept.items()
        if one in notices
    )
    return entries, page


def unopened_entries(house: House, actor: Actor) -> tuple[PastEntry, ...]:
    """Return the agency's registrations in the hundred notices withdrawn last, the latest in front."""
    cards = house.lists.page(WITHDRAWN, "all", PageRequest(MAX_LIMIT)).cards
    ids = [str(card.data["id"]) for card in cards]
    if not ids:
        return ()
    key = agency_key(house, actor.org)
    found = {
        sealed.notice_id: sealed for sealed in house.queries.quotes([(one, key.slot(one)) for one in ids])
    }
    mine = [one for one in ids if one in found and found[one].state is not QuoteState.CANCELLED]
    notices = house.queries.notices(mine) if mine else {}
    return tuple(
        PastEntry(notices[one], found[one].state)
        for one in mine
        if one in notices and withdrawal_of(notices[one]) is not None
    )
