"""Agencies of the demo register and quote, each with a clean declaration."""

from collections.abc import Iterable
from zlib import crc32

from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.notices.content import PriceBasis
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.quotes.declaration import Declaration
from chalicelib.domain.marketplace.quotes.quote import Plan, Quote
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.ports import House
from chalicelib.usecases.quotes.entry import AS_REGISTERED, EnterNotice
from chalicelib.usecases.quotes.plans import SEALED, asks_plan
from chalicelib.usecases.quotes.submit_quote import submit_quote
from infra.local.demo import cast
from infra.local.demo.agencies import PAPER, STOPS, TYPES_OF_TRADE
from infra.local.people import DemoOrganisation


def quote_all(house: House, notice_id: str, quoted: Iterable[int]) -> None:
    """Let as many agencies quote as there are amounts in yuan, or rates, in the order of the directory."""
    notice = house.queries.notice(notice_id).notice
    fitting = fitting_agencies(notice.content.service_type)
    figures = iter(quoted)
    figure = next(figures, None)
    for org in fitting:
        if figure is not None and _quote(house, notice, org.uscc, figure):
            figure = next(figures, None)


def fitting_agencies(service_type: str) -> list[DemoOrganisation]:
    """Return the listed agencies of a service type, in the order of the directory."""
    return [
        org
        for place, org in enumerate(cast.agencies())
        if place not in STOPS and service_type in TYPES_OF_TRADE[org.field]
    ]


def _quote(house: House, notice: Notice, uscc: str, figure: int) -> bool:
    """Let one agency quote; one that the gates keep out goes away, as it would in life."""
    person = cast.of_role(Role.AGENCY_AGENT, uscc)
    command = EnterNotice(notice.id, person.display_name, _mobile(uscc), _declaration(house))
    staff = _staff(house, uscc)
    plan = Plan(house.files.put(SEALED, PAPER, "application/pdf")) if asks_plan(notice) else None
    price = notice.content.price
    is_rate = price is not None and price.basis is PriceBasis.RATE
    asked = {"rate_bp": figure} if is_rate else {"amount_fen": figure * 100}
    quote = Quote(notice.id, uscc, **asked, validity_days=60, staff=staff, plan=plan)
    try:
        submit_quote(house, person.actor, command, quote)
    except Conflict as refusal:
        if refusal.code not in ("not-eligible", "agency-intercepted"):
            raise
        return False
    return True


def _mobile(uscc: str) -> str:
    """Make up a mobile number for the authorised person of an agency, its own as far as anybody's is."""
    return f"139{crc32(uscc.encode()) % 10**8:08d}"


def _staff(house: House, uscc: str) -> tuple[str, ...]:
    agency = house.queries.agency(uscc, consistent=True).agency
    dossier = dossier_at(agency.register, house.clock.product_now())
    return tuple(person.id for person in dossier.practitioners)


def _declaration(house: House) -> Declaration:
    return Declaration(
        signed_by="",
        signed_at=house.clock.product_now(),
        owner_relations=(),
        is_kin_of_owner=False,
        is_run_by_department=False,
        related_agencies=(),
        person_in_charge=AS_REGISTERED,
        project_roles=(),
    )
