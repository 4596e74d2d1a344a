"""Signing (docs/rules.md §2.1, §2.4): one side uploads the contract, the other confirms or returns it.

Ten working days, never beyond the statute's thirty calendar days from the award notice [L1 art 46]. The price
is the award's to the fen [L3 art 46]; an intercepted winner cannot sign.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.awards.recheck import Recheck, check_stands
from chalicelib.domain.marketplace.contracts.facts import (
    Contract,
    Document,
    Offer,
    SentBack,
    Side,
    Signing,
    Terms,
)
from chalicelib.domain.marketplace.contracts.parties import ADMINS, AGENTS, check_side, today, told
from chalicelib.domain.marketplace.contracts.paying import outstanding, plan_errors
from chalicelib.domain.marketplace.notices.facts import Award
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.withdrawal import check_reason
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, after_calendar_days, after_workdays


@dataclass(frozen=True, slots=True)
class Papers:
    """What a side uploads: the terms, the file, and a version without secrets where the file has some."""

    terms: Terms
    file: Document
    public_file: Document | None


def start_signing(award: Award, now: datetime, rules: MarketRules, calendar: Calendar) -> Signing:
    """Start both clocks: the working days from the acceptance, the cap from the award notice."""
    due = after_workdays(now, rules.award.signing_workdays, calendar)
    cap = after_calendar_days(award.at, rules.award.signing_cap_days, calendar)
    return Signing(now, min(due.at, cap.at), cap.at, due.provisional or cap.provisional)


def upload(
    notice: Notice,
    side: Side,
    papers: Papers,
    result: Recheck,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Upload the signed contract for the counter-party; what the same side uploaded before is replaced.

    Raises:
        Invalid: everything that is wrong with the terms, both amounts where they differ.
        Conflict: `contract-waits` while the other side's upload waits, `signing-over`, `winner-out`.
        Forbidden: for anyone but an agent of this side.
    """
    check_side(notice, side, actor, AGENTS[side])
    signing = signing_of(notice, "contract_uploaded")
    _check_in_time(signing, now)
    if signing.offer is not None and signing.offer.side is not side:
        raise Conflict("contract-waits")
    check_stands(result)
    errors = list(_errors(notice, papers, now, rules))
    if errors:
        raise Invalid(errors=errors)
    due = after_workdays(now, rules.contract.confirmation_workdays, calendar)
    offer = Offer(
        side, actor.person, now, papers.terms, papers.file, papers.public_file, due.at, due.provisional
    )
    return moved(
        notice,
        "contract_uploaded",
        replace(notice, signing=replace(signing, offer=offer)),
        NoticeState.CONTRACTING,
        **told(
            notice,
            side.other,
            contract_fen=papers.terms.amount_fen,
            file_sha256=papers.file.sha256,
            confirm_due_at=format_instant(due.at),
        ),
    )


def send_back(
    notice: Notice, side: Side, reason: str, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """Return the upload to the counter-party with all reasons.

    Raises:
        Invalid: `required` without a reason.
        Conflict: `nothing-to-confirm`.
        Forbidden: for anyone but the administrator of the side that did not upload.
    """
    check_side(notice, side, actor, ADMINS[side])
    signing, offer = _waiting(notice, side, "contract_returned")
    check_reason(reason, rules)
    kept = (*signing.sent_back, SentBack(side, actor.person, now, reason))
    return moved(
        notice,
        "contract_returned",
        replace(notice, signing=replace(signing, offer=None, sent_back=kept)),
        NoticeState.CONTRACTING,
        **told(notice, offer.side, sign_due_at=format_instant(signing.due_at), confirm_due_at=None),
    )


def confirm(
    notice: Notice,
    side: Side,
    contract_no: str,
    result: Recheck,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Confirm the counter-party's upload: the contract is in force, and its clocks start.

    Raises:
        Conflict: `nothing-to-confirm`, `signing-over`, `winner-out` or `wrong-state`.
        Forbidden: for anyone but the administrator of the side that did not upload.
    """
    check_side(notice, side, actor, ADMINS[side])
    signing, offer = _waiting(notice, side, "contract_confirmed")
    _check_in_time(signing, now)
    check_stands(result)
    publish = after_workdays(now, rules.contract.publication_workdays, calendar)
    file = after_workdays(now, rules.contract.filing_workdays, calendar)
    contract = Contract(
        contract_no=contract_no,
        at=now,
        confirmed_by=actor.person,
        uploaded_by=offer.side,
        terms=offer.terms,
        file=offer.file,
        public_file=offer.public_file,
        publish_due_at=publish.at,
        filing_due_at=file.at,
        provisional=file.provisional,
    )
    signed = replace(notice, contract=contract, signing=replace(signing, offer=None))
    facts = {**told(signed), **_facts(contract)}
    return moved(notice, "contract_confirmed", signed, NoticeState.IN_SERVICE, **facts)


def warn_signing(notice: Notice, now: datetime) -> Decision[Notice]:
    """Remind both sides, once, that the days to sign are over and only the cap is left.

    Raises:
        Conflict: `too-early`, `already-warned` or `wrong-state`.
    """
    signing = signing_of(notice, "signing_warned")
    check_due(signing.due_at, now)
    if signing.warned_at is not None:
        raise Conflict("already-warned")
    return moved(
        notice,
        "signing_warned",
        replace(notice, signing=replace(signing, warned_at=now)),
        NoticeState.CONTRACTING,
        **told(notice, late=late_side(signing), lapses_at=format_instant(signing.lapses_at)),
    )


def remind_of_confirmation(notice: Notice, now: datetime) -> Decision[Notice]:
    """Remind the side that has neither confirmed nor returned the upload, once.

    Raises:
        Conflict: `too-early`, `already-reminded`, `nothing-to-confirm` or `wrong-state`.
    """
    signing = signing_of(notice, "contract_reminded")
    offer = signing.offer
    if offer is None:
        raise Conflict("nothing-to-confirm")
    check_due(offer.due_at, now)
    if offer.reminded_at is not None:
        raise Conflict("already-reminded")
    return moved(
        notice,
        "contract_reminded",
        replace(notice, signing=replace(signing, offer=replace(offer, reminded_at=now))),
        NoticeState.CONTRACTING,
        **told(notice, offer.side.other, lapses_at=format_instant(signing.lapses_at)),
    )


def late_side(signing: Signing) -> str:
    """Say who keeps the contract waiting: whoever has to confirm, or to mend what was returned, or both."""
    if signing.offer is not None:
        return signing.offer.side.other.value
    if signing.sent_back:
        return signing.sent_back[-1].side.other.value
    return "both"


def signing_of(notice: Notice, event: str) -> Signing:
    """Return the signing that runs.

    Raises:
        Conflict: `wrong-state`.
    """
    if notice.signing is None or notice.state is not NoticeState.CONTRACTING:
        raise Conflict("wrong-state", kind="notice", state=str(notice.state), event=event)
    return notice.signing


def offered_at(notice: Notice, side: Side) -> datetime:
    """Return since when the counter-party's upload waits for a side.

    Raises:
        Conflict: `nothing-to-confirm` or `wrong-state`.
    """
    return _waiting(notice, side, "contract_confirmed")[1].at


def _check_in_time(signing: Signing, now: datetime) -> None:
    if now >= signing.lapses_at:
        raise Conflict("signing-over", lapsed_at=format_instant(signing.lapses_at))


def _waiting(notice: Notice, side: Side, event: str) -> tuple[Signing, Offer]:
    signing = signing_of(notice, event)
    if signing.offer is None or signing.offer.side is side:
        raise Conflict("nothing-to-confirm")
    return signing, signing.offer


def _errors(notice: Notice, papers: Papers, now: datetime, rules: MarketRules) -> Iterator[FieldError]:
    """Find everything that is wrong with the terms."""
    terms, award = papers.terms, notice.award
    if award is not None:
        price = award.winner.amount_fen
        if price is not None and terms.amount_fen != price:
            figures = {"award_fen": price, "given_fen": terms.amount_fen}
            yield FieldError("/amount_fen", "differs-from-award", figures)
        if terms.signed_on < today(award.at):
            earliest = today(award.at).isoformat()
            yield FieldError("/signed_on", "before-the-award", {"earliest_on": earliest})
    if terms.signed_on > today(now):
        yield FieldError("/signed_on", "future-date")
    if terms.ends_on <= terms.starts_on:
        yield FieldError("/ends_on", "not-after-start")
    if len(terms.content) > rules.contract.content_max_chars:
        yield FieldError("/content", "too-long", {"max": rules.contract.content_max_chars})
    yield from plan_errors(terms)


def _facts(contract: Contract) -> dict[str, Json]:
    public = contract.public_file or contract.file
    return {
        "contract_fen": contract.terms.amount_fen,
        "signed_on": contract.terms.signed_on.isoformat(),
        "starts_on": contract.terms.starts_on.isoformat(),
        "ends_on": contract.terms.ends_on.isoformat(),
        "file_sha256": contract.file.sha256,
        "public_sha256": public.sha256,
        "uploaded_by": contract.uploaded_by.value,
        "publish_due_at": format_instant(contract.publish_due_at),
        "filing_due_at": format_instant(contract.filing_due_at),
        "confirm_due_at": None,
        **outstanding(contract),
    }
