"""What every command of an agency on a notice begins with: three reads, the slot, the gates."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.guards import NO_OBJECTION, Guards
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.permissions import check_role
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.quotes.declaration import Declaration, check_declaration
from chalicelib.domain.marketplace.quotes.quote import Identity
from chalicelib.domain.marketplace.quotes.registering import quote_id
from chalicelib.domain.marketplace.quotes.sealed import SealedQuote
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import FieldError
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.quotes.check_self import gates_now


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
    house: House, uow: UnitOfWork, actor: Actor, command: EnterNotice, now: datetime
) -> tuple[Entrance, list[FieldError]]:
    """Read notice, agency and slot, and judge; the declaration's field errors come along."""
    check_role(actor, Role.AGENCY_ADMIN, Role.AGENCY_AGENT)
    notice, agency = uow.notices.load(command.notice_id), uow.agencies.load(actor.org)
    slot = house.sealing.slot(notice.id, actor.org)
    rules = house.rules.load(publication_of(notice).profile)
    declaration = _signed(command.declaration, actor, agency, now)
    identity = Identity(
        notice_id=notice.id,
        uscc=actor.org,
        agent=actor.person,
        contact_name=command.contact_name,
        contact_phone=command.contact_phone,
        declaration=declaration,
    )
    gates = gates_now(notice, agency, declaration, now, rules)
    errors = list(check_declaration(declaration, actor.org, now.astimezone(CHINA).date()))
    present = uow.quotes.find(quote_id(notice.id, slot))
    return Entrance(notice, agency, present, slot, identity, gates, rules, NO_OBJECTION), errors


def sealed_once(entrance_slot: str, once: Once | None) -> Once | None:
    """Let the slot stand for the principal, so that no idempotency item names an agency."""
    return None if once is None else replace(once, principal=entrance_slot)


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


AS_REGISTERED = "as-registered"
"""The form's answer that the person in charge is the legal representative on record."""
