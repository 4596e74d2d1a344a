"""The self-check before a registration: every gate, with its reason, from the agency's own listing."""

from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.facts import facts_at
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.gates import judge, terms_of
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.quotes.declaration import Declaration
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.ports import House


def check_self(
    house: House, actor: Actor, notice: Notice, declaration: Declaration | None
) -> tuple[Gate, ...]:
    """Answer all seven gates for the actor's agency now; who else registered stays secret."""
    agency = house.queries.agency(actor.org, consistent=True).agency
    rules = house.rules.load(publication_of(notice).profile)
    return gates_now(notice, agency, declaration, house.clock.product_now(), rules)


def gates_now(
    notice: Notice, agency: Agency, declaration: Declaration | None, now: datetime, rules: MarketRules
) -> tuple[Gate, ...]:
    """Ask the gates of one agency at an instant before the opening."""
    return judge(terms_of(notice), facts_at(agency, now), declaration, None, now, rules)
