"""The gates of one agency before the opening; who else registered stays secret."""

from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.facts import facts_at
from chalicelib.domain.marketplace.conduct.standing import registration_stop_at
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.gates import Terms, judge, terms_of
from chalicelib.domain.marketplace.guards import NOT_INTERCEPTED, stop_facts
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.quotes.declaration import Declaration
from chalicelib.domain.marketplace.rules import MarketRules


def gates_now(
    notice: Notice, agency: Agency, declaration: Declaration | None, now: datetime, rules: MarketRules
) -> tuple[Gate, ...]:
    """Ask the gates of one agency at an instant before the opening."""
    return judge(terms_of(notice), facts_at(agency, now), declaration, None, now, rules)


def gates_before_entry(terms: Terms, agency: Agency, now: datetime, rules: MarketRules) -> tuple[Gate, ...]:
    """Ask the gates as far as the listing can answer, and what the agency's conduct forbids."""
    stop = registration_stop_at(agency, terms.content.service_type, now, rules.conduct)
    conduct = () if stop is None else (Gate(NOT_INTERCEPTED, False, stop_facts(stop)),)
    return (*judge(terms, facts_at(agency, now), None, None, now, rules), *conduct)
