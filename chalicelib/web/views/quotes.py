"""An agency's own part in a notice, as page and as JSON (docs/rules.md §2.3, §5).

Before the opening there is no price here to show. Afterwards an agency sees its own quote with the text that
its receipt was made of, its place and the reasons, and who stands first; nobody else's reasons.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.dossier import Certificate, Practitioner
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.notices.issued import leavers
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.price_checks import quote_bounds
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state, publication_of, withdrawal_of
from chalicelib.domain.marketplace.quotes.quote import Quote
from chalicelib.domain.marketplace.quotes.receipt import receipt_text
from chalicelib.domain.marketplace.quotes.sealed import QuoteState, SealedQuote
from chalicelib.domain.marketplace.rules import QuoteRules
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import parse_instant
from chalicelib.usecases.quotes.my_entries import OpenNotice
from chalicelib.usecases.quotes.my_entry import MyEntry, MyResult
from chalicelib.usecases.quotes.past_entries import PastEntry
from chalicelib.web.formats import day
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.views.awards import shown_state
from chalicelib.web.views.course import course_of
from chalicelib.web.views.gates import gate_json
from chalicelib.web.views.plain import plain

STAFF_CODE = _("人员代码 %(code)s")
HELD_UNTIL = _("%(name)s（有效期至 %(until)s）")


def notice_heading(notice: Notice, now: datetime) -> dict[str, Any]:
    """Return what every page of an agency's part shows of the notice itself."""
    publication, bounds = publication_of(notice), quote_bounds(notice.content.price)
    return {
        "notice_no": number_of(notice),
        "notice_id": notice.id,
        "title": notice.content.title,
        "notice_state": effective_state(notice, now),
        "is_open": effective_state(notice, now) is NoticeState.PUBLISHED,
        "closes_at": publication.closes_at,
        "opens_at": publication.opens_at,
        "withdrawn": withdrawal_of(notice),
        "method": notice.content.method,
        "is_inquiry": notice.content.is_inquiry,
        "price_basis": notice.content.price.basis,
        "is_rate": bounds.is_rate,
        "least": bounds.least,
        "most": bounds.most,
        "filing": {
            "required": notice.content.filing_required,
            "promise_only": notice.content.promise_only,
            "note": notice.content.filing_note,
        },
    }


def entry_page(entry: MyEntry, now: datetime) -> dict[str, Any]:
    """Return everything an agency's own page of a notice shows, as typed values."""
    heading, sealed, state = notice_heading(entry.notice, now), entry.sealed, entry.state
    is_in, may_act = entry.is_in, heading["is_open"]
    fixed = entry.notice.content.is_inquiry and state is QuoteState.QUOTED
    return {
        **heading,
        "contact": entry.view.contact,
        "registered": entry.view.registered,
        "state": state,
        "shown_state": shown_state(entry.notice, state) if state else None,
        "sealed": sealed if sealed and state is not QuoteState.CANCELLED else None,
        "cancelled_at": sealed.cancelled_at if sealed else None,
        "may_quote": may_act and not fixed,
        "may_register": may_act and state in (None, QuoteState.CANCELLED),
        "may_cancel": may_act and is_in and not fixed,
        "amended": entry.amended,
        "result": None if entry.result is None else result_page(entry.notice, entry.result),
    }


def result_page(notice: Notice, result: MyResult) -> dict[str, Any]:
    """Return what became of an agency's quote, with the text that its receipt was made of."""
    opened, place = result.opened, result.place
    quote = Quote(
        notice_id=notice.id,
        uscc=opened.uscc,
        amount_fen=opened.amount_fen,
        rate_bp=opened.rate_bp,
        validity_days=opened.validity_days,
        staff=opened.staff,
        plan=opened.plan,
    )
    return {
        "amount_fen": opened.amount_fen,
        "rate_bp": opened.rate_bp,
        "receipt_number": opened.receipt_number,
        "receipt_hash": opened.receipt_hash,
        "quote_text": receipt_text(quote),
        "is_valid": opened.is_valid,
        "reasons": list(opened.reasons or (place.reasons if place else result.left_out)),
        "gates": opened.gates,
        "scores": _scores(notice, result.points),
        "total_hundredths": place.measure if place and result.points else None,
        "place": place.place if place else None,
        "ranked": result.ranked,
        "first": result.first,
        "is_first": result.first is not None and result.first.uscc == opened.uscc and not notice.ending,
        "received": notice.opening.received if notice.opening else 0,
        "valid": notice.opening.valid if notice.opening else 0,
        "failure": notice.ending.code if notice.ending else None,
        "left": leavers(notice).get(opened.uscc),
    }


def _scores(notice: Notice, points: Sequence[int]) -> list[dict[str, Any]]:
    """Return the owner's scores of one's own proposal, criterion by criterion."""
    criteria = notice.content.method_terms.criteria
    return [
        {"name": criterion.name, "weight": criterion.weight, "points": given}
        for criterion, given in zip(criteria, points, strict=False)
    ]


def entry_json(entry: MyEntry, now: datetime) -> dict[str, Json]:
    """Return an agency's own part in a notice as the API gives it."""
    page = entry_page(entry, now)
    names = ("notice_no", "notice_id", "notice_state", "closes_at", "opens_at", "state", "registered")
    shown: dict[str, Json] = {name: plain(page[name]) for name in names}
    shown |= {name: page[name] for name in ("is_open", "may_quote", "may_register", "may_cancel")}
    ending = entry.notice.ending
    shown["ending"] = (
        {"at": plain(ending.at), "code": ending.code, "reason": ending.reason} if ending else None
    )
    shown["quote"] = sealed_json(page["sealed"])
    shown["amendments_since"] = [change.number for change in entry.amended]
    shown["result"] = None if page["result"] is None else _result_json(page["result"])
    return shown


def sealed_json(sealed: SealedQuote | None) -> Json:
    """Return a registration or quote without its envelopes."""
    if sealed is None:
        return None
    receipt = sealed.receipt
    return {
        "state": sealed.state,
        "revision": sealed.revision,
        "quoted": sealed.quoted,
        "registered_at": plain(sealed.registered_at),
        "receipt_number": receipt.number if receipt else None,
        "receipt_hash": receipt.hash if receipt else None,
        "sealed_at": plain(receipt.at) if receipt else None,
        "cancelled_at": plain(sealed.cancelled_at),
    }


def _result_json(result: dict[str, Any]) -> dict[str, Json]:
    first, left = result["first"], result["left"]
    kept = {name: plain(value) for name, value in result.items() if name not in ("gates", "first", "left")}
    return {
        **kept,
        "gates": gate_json(result["gates"]),
        "first": None if first is None else {"uscc": first.uscc, "name": first.name},
        "left_code": None if left is None else left.code,
        "left_reason": None if left is None else left.reason,
    }


def quote_form(
    notice: Notice,
    staff: Sequence[Practitioner],
    rules: QuoteRules,
    types: ServiceTypes,
    locale: str,
    now: datetime,
) -> dict[str, Any]:
    """Return what the form of a quote needs beside the notice."""
    return {
        **notice_heading(notice, now),
        "people": [staff_option(person, types, locale) for person in staff],
        "staff_needed": bool(notice.content.practitioners),
        "staff_max": rules.staff_max,
        "validity_min": rules.validity_min_days,
        "validity_max": rules.validity_max_days,
    }


def staff_option(person: Practitioner, types: ServiceTypes, locale: str) -> tuple[str, str]:
    """Describe a practitioner by certificates and code: a name would have to be opened under its own mark."""
    held = [_certificate(one, types, locale) for one in person.certificates]
    return person.id, " · ".join([*held, translate(STAFF_CODE, locale, {"code": person.id[-6:]})])


def _certificate(held: Certificate, types: ServiceTypes, locale: str) -> str:
    kind = types.certificate_kinds.get(held.kind)
    name = kind.name if kind else held.kind
    if held.registered_until_on is None:
        return name
    return translate(HELD_UNTIL, locale, {"name": name, "until": day(held.registered_until_on, locale)})


def open_notice_row(found: OpenNotice) -> dict[str, Any]:
    """Return one line of the open notices with the agency's own state."""
    sealed = found.sealed
    return {
        **found.card,
        "closes_at": parse_instant(str(found.card["closes_at"])),
        "my_state": sealed.state if sealed else None,
        "course": course_of(sealed.state if sealed else None, str(found.card["state"])),
        "receipt_number": sealed.receipt.number if sealed and sealed.receipt else None,
    }


def open_notice_json(found: OpenNotice) -> dict[str, Json]:
    """Return the same for the API."""
    course = course_of(found.sealed.state if found.sealed else None, str(found.card["state"]))
    return {**dict(found.card), "mine": sealed_json(found.sealed), "step": course.step if course else None}


def past_row(entry: PastEntry, now: datetime) -> dict[str, Any]:
    """Return one line of the opened quotes, or of those that a withdrawal left sealed."""
    notice = entry.notice
    withdrawn = withdrawal_of(notice)
    return {
        "notice_no": number_of(notice),
        "title": notice.content.title,
        "notice_state": effective_state(notice, now),
        "closes_at": publication_of(notice).closes_at,
        "state": shown_state(notice, entry.state),
        "course": course_of(shown_state(notice, entry.state), effective_state(notice, now)),
        "withdrawn_at": withdrawn.at if withdrawn else None,
        "reason": withdrawn.reason if withdrawn else None,
    }


def past_json(entry: PastEntry, now: datetime) -> dict[str, Json]:
    """Return the same for the API, with the rule book's own word for the state."""
    row = {**past_row(entry, now), "notice_id": entry.notice.id, "state": entry.state}
    course = row.pop("course")
    row |= {"step": course.step if course else None, "is_over": course is None or course.is_over}
    return {name: plain(value) for name, value in row.items()}
