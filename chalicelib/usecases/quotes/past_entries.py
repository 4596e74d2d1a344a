"""What an agency quoted for, from the opening on, and what became of it (docs/rules.md §2.3).

Before the opening no such list exists; the notifier writes it with the opening's own messages. One Query for
the page and one batch for its notices.
"""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.quotes.outcome import derived_state
from chalicelib.domain.marketplace.quotes.sealed import QuoteState
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.paging import PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, ListPage


@dataclass(frozen=True, slots=True)
class PastEntry:
    """A notice whose opened quotes include the agency's, and where that quote stands now."""

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
