"""The stored order and the second look at its candidates (docs/rules.md §3.0)."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.marketplace.agencies.facts import facts_at
from chalicelib.domain.marketplace.awards.recheck import Recheck, recheck
from chalicelib.domain.marketplace.awards.reserves import NextReserve, next_reserve
from chalicelib.domain.marketplace.conduct.standing import interception_at
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.gates import LISTING, judge, terms_of
from chalicelib.domain.marketplace.guards import Guards
from chalicelib.domain.marketplace.notices.facts import Candidate
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.notices.selection import opening_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.usecases.openings.rows import OpenedQuote, OrderRow, read_opening, read_order
from chalicelib.usecases.openings.select import to_candidate
from chalicelib.usecases.ports import House, UnitOfWork


class Candidates:
    """The order of one notice, with what each candidate declared when it quoted."""

    def __init__(self, house: House, uow: UnitOfWork, notice: Notice, now: datetime) -> None:
        """Read the order and the opening once."""
        self._house, self._uow, self._notice, self._now = house, uow, notice, now
        self.order: list[OrderRow] = read_order(house, notice.id, selection_of(notice).order_hash)
        opened = read_opening(house, notice.id, opening_of(notice).manifest_hash)
        self.rows: Sequence[OpenedQuote] = opened
        self._quotes: dict[str, OpenedQuote] = {row.uscc: row for row in opened}

    def look(self, candidate: Candidate) -> Recheck:
        """Judge a candidate again, as its listing stands now."""
        agency = self._uow.agencies.find(candidate.uscc)
        if agency is None:
            return recheck((Gate(LISTING, False),), Guards())
        service_type = self._notice.content.service_type
        guards = Guards(intercepted=interception_at(agency, service_type, self._now))
        rules = self._house.rules.load(publication_of(self._notice).profile)
        declaration = self._quotes[candidate.uscc].declaration
        facts = facts_at(agency, self._now)
        gates = judge(terms_of(self._notice), facts, declaration, (), self._now, rules)
        return recheck(gates, guards)

    def following(self) -> NextReserve:
        """Find the next reserve that still passes."""
        rank = selection_of(self._notice).winner.rank
        return next_reserve((to_candidate(row) for row in self.order), rank, self.look)

    def after(self, rank: int) -> OrderRow | None:
        """Return the place behind a rank, whether or not it still passes."""
        return next((row for row in self.order if row.place > rank), None)
