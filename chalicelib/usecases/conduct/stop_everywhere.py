"""An interception stops an agency everywhere by itself (docs/rules.md §2.2, §2.6; policy 二(四)3).

Wherever it stands first and has not signed, the next reserve steps in. Registrations that are still sealed
need nothing: nobody may learn of them, and they do not count at the opening. Whoever signed goes on, under
the eyes of the department.
"""

from datetime import datetime

from chalicelib.domain.marketplace.awards import substitution
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.paging import MAX_LIMIT, PageRequest
from chalicelib.usecases.awards.candidates import Candidates
from chalicelib.usecases.ports import House, UnitOfWork

FIRST_PLACES = "agency-awards"
UNSIGNED = frozenset({NoticeState.PUBLICITY, NoticeState.AWARDED, NoticeState.CONTRACTING})


def stop_everywhere(house: House, uscc: str) -> int:
    """Replace the agency wherever it stands first without a signed contract; return how often.

    The list may lag behind the ledger: a first place that it does not show yet falls at its next step, the
    award or the acceptance, which look at the agency again. A second run finds nothing to do.
    """
    replaced, request = 0, PageRequest(MAX_LIMIT)
    while True:
        page = house.lists.page(FIRST_PLACES, uscc, request)
        for card in page.cards:
            replaced += _replace(house, uscc, str(card.data["id"]))
        if page.next is None:
            return replaced
        request = PageRequest(MAX_LIMIT, page.next)


def _replace(house: House, uscc: str, notice_id: str) -> bool:
    def attempt(uow: UnitOfWork, now: datetime) -> bool:
        notice = uow.notices.load(notice_id)
        first = notice.selection.winner if notice.selection else None
        if notice.state not in UNSIGNED or first is None or first.uscc != uscc:
            return False
        candidates = Candidates(house, uow, notice, now)
        result = candidates.look(first)
        if result.code is None:
            return False
        rules = house.rules.load(publication_of(notice).profile)
        following = candidates.following()
        decision = substitution.replace_winner(notice, result, following, now, rules, house.calendar)
        uow.notices.save(decision, SYSTEM)
        return True

    return house.transact(attempt)
