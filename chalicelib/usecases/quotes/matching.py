"""The open notices of an agency's own service types, and whether and why it may enter each (pages §3).

They are the notices that everybody sees and the agency's own listing: whether it has registered is not asked,
since only the sealed duty could tell (design §3).
"""

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.lapsing import states_at
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state, publication_of
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House
from chalicelib.usecases.quotes.check_self import gates_before_entry

NEAREST = 10
"""So many notices are judged, those that close first."""


@dataclass(frozen=True, slots=True)
class Match:
    """An open notice and what the gates say of the agency; the declaration comes with the quote."""

    notice: Notice
    gates: tuple[Gate, ...]


def matching_notices(house: House, agency: Agency) -> tuple[Match, ...]:
    """Judge the agency for the nearest open notices of its service types, by deadline."""
    now = house.clock.product_now()
    own_types = tuple(sorted(states_at(agency, now)))
    found = house.open_notices.nearest(own_types, NEAREST)
    return tuple(
        Match(
            notice,
            gates_before_entry(notice, agency, now, house.rules.load(publication_of(notice).profile)),
        )
        for notice in found
        if effective_state(notice, now) is NoticeState.PUBLISHED
    )
