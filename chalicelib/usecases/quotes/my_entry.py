"""What an agency sees of its own registration and quote, and of nobody else's (docs/rules.md §2.3, §5).

Before the opening its own price stays sealed even to itself: this duty has no key that opens it. Its listing
is read without its contact, because opening a contact would leave the agency's name in the key's trail.
"""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import Practitioner
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.gates import terms_of
from chalicelib.domain.marketplace.notices.facts import Amendment, Candidate
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import standing_candidate
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.notices.visibility import selection_is_for
from chalicelib.domain.marketplace.quotes.outcome import derived_state
from chalicelib.domain.marketplace.quotes.sealed import QuoteState, SealedQuote
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.numbers import normalise_notice_number
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.openings import find
from chalicelib.usecases.openings.rows import OpenedQuote, OrderRow, read_opening, read_order
from chalicelib.usecases.openings.sheets import read_sheets
from chalicelib.usecases.ports import House, NoticeView, UnitOfWork
from chalicelib.usecases.quotes.check_self import gates_before_entry
from chalicelib.usecases.quotes.slots import agency_key


@dataclass(frozen=True, slots=True)
class MyResult:
    """After the opening: the own row, the own place, and whoever stands first.

    Until the selection is public, places are shown to nobody; whoever stands first itself learns that.
    """

    opened: OpenedQuote
    place: OrderRow | None
    first: Candidate | None
    ranked: int
    left_out: tuple[str, ...] = ()
    """Why the lists of the credit method left the agency out."""
    points: tuple[int, ...] = ()
    """The owner's scores of the agency's own proposal, in the order of the criteria."""


@dataclass(frozen=True, slots=True)
class MyEntry:
    """Everything about one agency's part in one notice; `state` None means that it took none."""

    view: NoticeView
    sealed: SealedQuote | None
    state: QuoteState | None
    amended: tuple[Amendment, ...]
    result: MyResult | None

    @property
    def notice(self) -> Notice:
        """Return the notice."""
        return self.view.notice

    @property
    def is_in(self) -> bool:
        """Tell whether a registration or quote of the agency lies sealed."""
        return self.state in (QuoteState.REGISTERED, QuoteState.QUOTED)


def my_entry(house: House, actor: Actor, named: str) -> MyEntry:
    """Return what the actor's agency has put in for a notice, named by number or id, and what became of it.

    Raises:
        NotFound: when no published notice has the name.
    """
    view = _view(house, named)
    notice = view.notice
    if notice.publication is None:
        raise NotFound("not-found", kind="notice")
    sealed = house.queries.quote(notice.id, agency_key(house, actor.org).slot(notice.id))
    result = _result(house, notice, actor.org) if sealed else None
    return MyEntry(view, sealed, _state(notice, sealed, actor.org, result), _amended(notice, sealed), result)


def self_check(house: House, actor: Actor, notice: Notice) -> tuple[Gate, ...]:
    """Answer all gates for the actor's agency, as far as its listing can, and what its conduct forbids."""
    agency = own_agency(house, actor)
    if agency is None:
        return ()
    return gates_before_entry(terms_of(notice), agency, house.clock.product_now(), _rules(house, notice))


def own_agency(house: House, actor: Actor) -> Agency | None:
    """Return the actor's agency without its contact."""

    def attempt(uow: UnitOfWork, _now: datetime) -> Agency | None:
        return uow.agencies.find(actor.org)

    return house.transact(attempt)


def own_staff(house: House, actor: Actor) -> tuple[Practitioner, ...]:
    """Return the registered practitioners of the actor's agency, by code; their names stay in the vault."""
    agency = own_agency(house, actor)
    return () if agency is None else dossier_at(agency.register, house.clock.product_now()).practitioners


def _view(house: House, named: str) -> NoticeView:
    try:
        return house.queries.notice_by_number(normalise_notice_number(named))
    except Unreadable:
        return house.queries.notice(named, consistent=False)


def _rules(house: House, notice: Notice) -> MarketRules:
    return house.rules.load(publication_of(notice).profile)


def _amended(notice: Notice, sealed: SealedQuote | None) -> tuple[Amendment, ...]:
    """Return the amendments that the agency's last word does not know."""
    if sealed is None or sealed.state is QuoteState.CANCELLED:
        return ()
    since = sealed.receipt.at if sealed.receipt else sealed.registered_at
    return tuple(change for change in notice.amendments if change.at > since)


def _result(house: House, notice: Notice, uscc: str) -> MyResult | None:
    if notice.opening is None:
        return None
    rows = read_opening(house, notice.id, notice.opening.manifest_hash)
    opened = _row(rows, uscc)
    if opened is None:
        return None
    left_out = find.left_out(notice, rows, _rules(house, notice)).get(uscc, ())
    if not selection_is_for(notice, uscc):
        return MyResult(opened, None, None, 0, left_out)
    order = read_order(house, notice.id, notice.selection.order_hash) if notice.selection else []
    place = next((row for row in order if row.uscc == uscc), None)
    points = tuple((read_sheets(house, notice) or {}).get(uscc, ()))
    return MyResult(opened, place, standing_candidate(notice), len(order), left_out, points)


def _row(rows: Sequence[OpenedQuote], uscc: str) -> OpenedQuote | None:
    return next((row for row in rows if row.uscc == uscc), None)


def _state(
    notice: Notice, sealed: SealedQuote | None, uscc: str, result: MyResult | None
) -> QuoteState | None:
    if sealed is None:
        return None
    return derived_state(notice, sealed.state, uscc, result is not None and result.opened.is_valid)
