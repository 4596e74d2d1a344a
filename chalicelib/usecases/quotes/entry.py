"""What every command of an agency on a notice begins with: one read of all it needs and the seven gates.

Nothing here writes, and nothing here asks KMS: the slot comes with the request (`slots`). The deadline is
asked first, so that whoever is late hears that, and not what else was wrong with the form.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.facts import facts_at
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.conduct.facts import Interception
from chalicelib.domain.marketplace.conduct.standing import interception_at, registration_stop_at
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.guards import Guards
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.permissions import check_role
from chalicelib.domain.marketplace.notices.timeline import check_still_open, publication_of
from chalicelib.domain.marketplace.quotes.declaration import Declaration, check_declaration
from chalicelib.domain.marketplace.quotes.quote import Identity, Quote, check_quote
from chalicelib.domain.marketplace.quotes.registering import quote_id
from chalicelib.domain.marketplace.quotes.sealed import QuoteState, SealedQuote
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.quotes.check_self import gates_now

AS_REGISTERED = "as-registered"
"""The form's answer that the person in charge is the legal representative on record."""
CHANGED = "changed"
"""The form's answer that somebody else is in charge now; the gates refuse it until the listing is changed."""


@dataclass(frozen=True, slots=True)
class EnterNotice:
    """What an agency sends with a registration; the declaration's answers are the form's."""

    notice_id: str
    contact_name: str
    contact_phone: str
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class Entrance:
    """Everything read and judged before a registration or quote is decided."""

    notice: Notice
    agency: Agency
    present: SealedQuote | None
    slot: str
    identity: Identity
    gates: tuple[Gate, ...]
    rules: MarketRules
    guards: Guards

    @property
    def quote_id(self) -> str:
        """Return the identifier of the agency's one quote for the notice."""
        return quote_id(self.notice.id, self.slot)


def approach(
    house: House,
    uow: UnitOfWork,
    actor: Actor,
    slot: str,
    command: EnterNotice,
    quote: Quote | None,
    now: datetime,
) -> Entrance:
    """Read notice, agency and slot, and judge them with what was sent.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `registration-closed` or `not-published`; `agency-not-listed` without a listing.
        Invalid: with every error of declaration and quote at once.
    """
    check_role(actor, Role.AGENCY_AGENT)
    own = quote_id(command.notice_id, slot)
    uow.read_together(notices=command.notice_id, agencies=actor.org, quotes=own)
    notice = uow.notices.load(command.notice_id)
    check_still_open(notice, now)
    agency = listed(uow.agencies.find(actor.org))
    rules = house.rules.load(publication_of(notice).profile)
    declaration = _signed(command.declaration, actor, agency, now)
    errors = list(_errors(declaration, quote, notice, agency, now, rules))
    if errors:
        raise Invalid(errors=errors)
    present = uow.quotes.find(own)
    return Entrance(
        notice=notice,
        agency=agency,
        present=present,
        slot=slot,
        identity=_identity(command, actor, declaration),
        gates=gates_now(notice, agency, declaration, now, rules),
        rules=rules,
        guards=Guards(intercepted=_stop(agency, notice, present, now, rules)),
    )


def _stop(
    agency: Agency, notice: Notice, present: SealedQuote | None, now: datetime, rules: MarketRules
) -> Interception | None:
    """Ask the loaded agency: any interception stops, grade D only one who has not registered yet."""
    service_type = notice.content.service_type
    if present is None or present.state is QuoteState.CANCELLED:
        return registration_stop_at(agency, service_type, now, rules.conduct)
    return interception_at(agency, service_type, now)


def find_errors(
    house: House, actor: Actor, notice_id: str, declaration: Declaration, quote: Quote | None
) -> list[FieldError]:
    """Name what the rules find in those parts of a registration or quote that could be read.

    Raises:
        Forbidden, Conflict: as `approach`, for whoever could not enter with any body.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> list[FieldError]:
        check_role(actor, Role.AGENCY_AGENT)
        notice = uow.notices.load(notice_id)
        check_still_open(notice, now)
        agency = listed(uow.agencies.find(actor.org))
        rules = house.rules.load(publication_of(notice).profile)
        return list(_errors(declaration, quote, notice, agency, now, rules))

    return house.transact(attempt)


def listed(agency: Agency | None) -> Agency:
    """Return the agency.

    Raises:
        Conflict: `agency-not-listed` when it never began its entry.
    """
    if agency is None:
        raise Conflict("agency-not-listed")
    return agency


def _errors(
    declaration: Declaration,
    quote: Quote | None,
    notice: Notice,
    agency: Agency,
    now: datetime,
    rules: MarketRules,
) -> Iterator[FieldError]:
    today, asks_filing = now.astimezone(CHINA).date(), notice.content.filing_required
    yield from check_declaration(declaration, agency.id, today, asks_filing=asks_filing)
    if quote is not None:
        own = facts_at(agency, now).practitioners or ()
        people = frozenset(person.id for person in own)
        yield from check_quote(quote, notice.content, people, rules)


def _identity(command: EnterNotice, actor: Actor, declaration: Declaration) -> Identity:
    return Identity(
        notice_id=command.notice_id,
        uscc=actor.org,
        agent=actor.person,
        contact_name=command.contact_name,
        contact_phone=command.contact_phone,
        declaration=declaration,
    )


def _signed(declaration: Declaration, actor: Actor, agency: Agency, now: datetime) -> Declaration:
    """Sign the answers; "the person in charge is as registered" becomes that person's key."""
    in_charge: Any = declaration.person_in_charge
    registered = dossier_at(agency.register, now).legal_representative.person_key
    return replace(
        declaration,
        signed_by=actor.person,
        signed_at=now,
        person_in_charge=registered if in_charge == AS_REGISTERED else in_charge,
    )
