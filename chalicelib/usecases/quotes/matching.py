"""The open notices of an agency's own service types, and whether and why it may enter each (pages §3).

What the notices ask stands in the catalogue `open`, so that all of them are judged with one read. Whether the
agency has registered is not asked, since only the sealed duty could tell (design §3); nor whether it is on a
notice's exclusion list, which no list holds: `exclusion_count` says that there is one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.lapsing import states_at
from chalicelib.domain.marketplace.catalogues.definitions import OPEN
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.gates import NOT_EXCLUDED, may_enter, terms_from
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.kernel.clock import format_instant, parse_instant
from chalicelib.kernel.codec import from_json
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House
from chalicelib.usecases.quotes.check_self import gates_before_entry

SHOWN = 10
"""So many notices are shown, those that the agency may enter in front."""


@dataclass(frozen=True, slots=True)
class Match:
    """An open notice and what the gates say of the agency; the declaration comes with the quote."""

    notice_no: str
    title: str
    service_type: str
    closes_at: datetime
    exclusion_count: int
    gates: tuple[Gate, ...]

    @property
    def may_enter(self) -> bool:
        """Tell whether nothing but the declaration is missing, as far as the lists know."""
        return may_enter(self.gates)


def matching_notices(house: House, agency: Agency) -> tuple[Match, ...]:
    """Judge the agency for every open notice of its service types; return the first it may enter.

    Behind those that it may enter stand those with an exclusion list, then the rest, each by deadline.
    """
    now = house.clock.product_now()
    at, own_types = format_instant(now), states_at(agency, now).keys()
    rows = (one.data for one in house.catalogues.entries(OPEN.name) if one.data["closes_at"] > at)
    matches = (_judged(house, agency, row, now) for row in rows if row["asks"]["service_type"] in own_types)
    return tuple(sorted(matches, key=_most_possible_first)[:SHOWN])


def _judged(house: House, agency: Agency, row: Mapping[str, Any], now: datetime) -> Match:
    content, closes_at = from_json(row["asks"], NoticeContent), parse_instant(row["closes_at"])
    terms = terms_from(row["owner"], content, closes_at)
    gates = gates_before_entry(terms, agency, now, house.rules.load(row["profile"]))
    excluded = row["asks"]["exclusion_count"]
    known = tuple(gate for gate in gates if not (excluded and gate.code == NOT_EXCLUDED))
    return Match(row["notice_no"], row["title"], content.service_type, closes_at, excluded, known)


def _most_possible_first(match: Match) -> tuple[bool, bool, datetime]:
    return not match.may_enter, match.exclusion_count > 0, match.closes_at
