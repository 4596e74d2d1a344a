"""Close a notice and open its quotes together (docs/rules.md §2.1, §2.3; design §3).

Three steps, each safe to run again after a kill: shut the gates in the closing transaction; read, decrypt
and judge every quote, writing content-addressed pages; commit the manifest with the decision. A second
run computes the same pages, and the notice's state tells what is left to do.
"""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.facts import facts_at
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.awards.recheck import INTERCEPTED
from chalicelib.domain.marketplace.conduct.standing import interception_at
from chalicelib.domain.marketplace.credit import credit_at
from chalicelib.domain.marketplace.gates import terms_of
from chalicelib.domain.marketplace.notices import opening
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.opening import OpenedQuotes
from chalicelib.domain.marketplace.notices.price_checks import quote_bounds
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.quotes.quote import is_in_bounds
from chalicelib.domain.marketplace.quotes.receipt import is_receipt_of
from chalicelib.domain.marketplace.quotes.sealed import QuoteState, SealedQuote
from chalicelib.domain.marketplace.related import Flag, Registrant, shared_marks
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.snapshot import Verdict, snapshot
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.notices.contact import forget_persons
from chalicelib.usecases.notices.reckon_clocks import reckon_clock
from chalicelib.usecases.openings.flags import flags_json, flags_parent
from chalicelib.usecases.openings.plans import open_plan
from chalicelib.usecases.openings.rows import OpenedQuote, opening_parent, to_pages
from chalicelib.usecases.openings.select import after_opening
from chalicelib.usecases.openings.statement import inputs_hash
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.quotes.envelopes import Offer, open_identity, open_offer


def open_notice(house: House, notice_id: str) -> Notice:
    """Bring a notice whose deadline has passed as far as the system alone can.

    Between the deadline and a later selection time that is the closing alone: no envelope is opened early.
    """
    notice = _close(house, notice_id)
    if (
        notice.state is not NoticeState.REG_CLOSED
        or house.clock.product_now() < publication_of(notice).opens_at
    ):
        return notice
    rules = house.rules.load(publication_of(notice).profile)
    sealed = list(house.opening.quotes(notice.id))
    rows, flags = _judged(house, notice, [one for one in sealed if one.state is QuoteState.QUOTED], rules)
    absent = _absent(house, notice, [one for one in sealed if one.state is QuoteState.REGISTERED])
    parent = opening_parent(notice_id)
    hashes = [house.pages.put(parent, page) for page in to_pages(rows)]

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        current = uow.notices.load(notice_id)
        if current.state is not NoticeState.REG_CLOSED:
            return current
        manifest = uow.put_page(parent, hashes)
        flagged = uow.put_page(flags_parent(notice_id), flags_json(flags)) if flags else None
        valid = sum(row.is_valid for row in rows)
        found = OpenedQuotes(len(rows), valid, manifest, flagged, inputs_hash(rows), absent)
        decision = opening.open_quotes(current, found, now, rules)
        uow.notices.save(decision, SYSTEM)
        return after_opening(house, uow, decision.state, rows, now)

    return house.transact(attempt)


def _close(house: House, notice_id: str) -> Notice:
    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        if notice.state is not NoticeState.PUBLISHED or reckon_clock(house, uow, notice):
            return notice
        decision = opening.close(notice, now)
        uow.notices.save(decision, SYSTEM)
        forget_persons(uow, notice, decision.state)
        uow.gates.shut(notice_id)
        return decision.state

    return house.transact(attempt)


def _absent(house: House, notice: Notice, registered: Sequence[SealedQuote]) -> tuple[str, ...]:
    """Name who registered and stayed away, unless an interception kept it from quoting."""
    closed_at = publication_of(notice).closes_at
    codes = sorted(uscc for one in registered if (uscc := _registered(house, one)) is not None)
    agencies = house.opening.agencies(codes) if codes else {}
    return tuple(uscc for uscc in codes if not _is_intercepted(agencies.get(uscc), notice, (closed_at,)))


def _registered(house: House, sealed: SealedQuote) -> str | None:
    """Open one identity; one whose bytes were changed is nobody's registration."""
    try:
        return open_identity(house.sealing, sealed).uscc
    except Conflict:
        return None


def _judged(
    house: House, notice: Notice, quoted: Sequence[SealedQuote], rules: MarketRules
) -> tuple[list[OpenedQuote], tuple[Flag, ...]]:
    """Return every quote with its verdict, in ascending order of agencies, and what several of them share."""
    closed_at = publication_of(notice).closes_at
    opened = [(sealed, _open(house, sealed)) for sealed in quoted]
    offers = {offer.identity.uscc: (sealed, offer) for sealed, offer in opened if offer is not None}
    agencies = house.opening.agencies(list(offers))
    registrants = [
        _registrant(agencies[uscc], offer, closed_at)
        for uscc, (_, offer) in offers.items()
        if uscc in agencies
    ]
    verdicts = {
        verdict.uscc: verdict for verdict in snapshot(terms_of(notice), registrants, closed_at, rules)
    }
    instants = (closed_at, house.clock.product_now())
    rows = [
        _row(
            house,
            notice,
            *offers[uscc],
            verdicts.get(uscc),
            agencies.get(uscc),
            rules,
            is_intercepted=_is_intercepted(agencies.get(uscc), notice, instants),
        )
        for uscc in sorted(offers)
    ]
    return rows, shared_marks(registrants)


def _open(house: House, sealed: SealedQuote) -> Offer | None:
    """Open one envelope; one whose bytes were changed is nobody's quote, and the ledger's audit names it."""
    try:
        return open_offer(house.sealing, sealed)
    except Conflict:
        return None


def _registrant(agency: Agency, offer: Offer, at: datetime) -> Registrant:
    identity = offer.identity
    return Registrant(
        facts_at(agency, at),
        identity.declaration,
        agent=identity.agent,
        device=identity.device,
        contact_phone=identity.contact_phone,
    )


def _name(agency: Agency | None, at: datetime) -> str:
    return dossier_at(agency.register, at).organisation.name if agency else ""


def _credit(agency: Agency | None, at: datetime, rules: MarketRules) -> int:
    return int(credit_at(agency, at, rules.conduct).score * 100) if agency else 0


def _is_intercepted(agency: Agency | None, notice: Notice, instants: tuple[datetime, ...]) -> bool:
    """Tell whether the agency is kept away at the deadline or by what came into force since."""
    service_type = notice.content.service_type
    return agency is not None and any(interception_at(agency, service_type, at) for at in instants)


def _row(
    house: House,
    notice: Notice,
    sealed: SealedQuote,
    offer: Offer,
    verdict: Verdict | None,
    agency: Agency | None,
    rules: MarketRules,
    *,
    is_intercepted: bool,
) -> OpenedQuote:
    quote, receipt, closed_at = offer.quote, sealed.receipt, publication_of(notice).closes_at
    reasons = [] if verdict is None else [gate.code for gate in verdict.gates if not gate.passed]
    if verdict is None:
        reasons.append("agency-unknown")
    if is_intercepted:
        reasons.append(INTERCEPTED)
    if not is_in_bounds(quote, quote_bounds(notice.content.price)):
        reasons.append("out-of-range")
    if receipt is None or not is_receipt_of(receipt.hash, quote, bytes.fromhex(offer.nonce)):
        reasons.append("receipt-differs")
    plan_copy, fault = open_plan(house, notice, quote, rules)
    reasons += [fault] if fault else []
    return OpenedQuote(
        uscc=offer.identity.uscc,
        name=_name(agency, closed_at),
        quote_id=sealed.id,
        receipt_number=receipt.number if receipt else "",
        receipt_hash=receipt.hash if receipt else "",
        amount_fen=quote.amount_fen,
        rate_bp=quote.rate_bp,
        validity_days=quote.validity_days,
        staff=quote.staff,
        agent=offer.identity.agent,
        declaration=offer.identity.declaration,
        gates=verdict.gates if verdict else (),
        reasons=tuple(reasons),
        credit_hundredths=_credit(agency, closed_at, rules),
        plan=quote.plan,
        plan_copy=plan_copy,
    )
