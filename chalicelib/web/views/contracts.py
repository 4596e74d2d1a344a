"""A purchase under contract as its parties and the authorities see it: where it stands, what each can do.

What the public sees of it is in `views.public_contracts`; actions are named here and checked by the commands.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from chalicelib.domain.marketplace.contracts.changes import RUNNING, room_fen, used_up
from chalicelib.domain.marketplace.contracts.facts import Contract, Side
from chalicelib.domain.marketplace.contracts.parties import ADMINS, AGENTS, today
from chalicelib.domain.marketplace.contracts.paying import payable, plan_of, receivable, standings
from chalicelib.domain.marketplace.evaluations.evaluating import weights_of
from chalicelib.domain.marketplace.evaluations.facts import DIMENSIONS, Evaluation, Party
from chalicelib.domain.marketplace.evaluations.mean import (
    dimension_means,
    mean_of,
    shares,
    weighted_mean,
)
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.contracts.papers import documents
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.notices import heading
from chalicelib.web.views.plain import plain

_S = NoticeState
HUNDREDTHS = 100


class Seat(StrEnum):
    """From where somebody looks at a contract; the first segment of the page's address."""

    OWNER = "owner"
    AGENCY = "agency"
    DEPARTMENT = "department"
    CENTRE = "desk"
    SUPERVISOR = "supervisor"

    @property
    def side(self) -> Side | None:
        """Return the side of the contract; None for an authority."""
        return Side(self.value) if self in (Seat.OWNER, Seat.AGENCY) else None


PARTIES = {Seat.OWNER: Party.OWNER, Seat.DEPARTMENT: Party.DEPARTMENT, Seat.CENTRE: Party.CENTRE}


def contract_page(
    view: NoticeView, seat: Seat, actor: Actor, now: datetime, rules: MarketRules
) -> dict[str, Any]:
    """Return everything the page of a purchase under contract shows from one seat."""
    notice = view.notice
    winner = selection_of(notice).winner
    offer = notice.signing.offer if notice.signing else None
    return {
        **heading(view, now),
        "notice_id": notice.id,
        "seat": seat,
        "side": seat.side,
        "party": PARTIES.get(seat),
        "agency": {"uscc": winner.uscc, "name": winner.name},
        "award": notice.award,
        "award_fen": winner.amount_fen,
        "signing": notice.signing,
        "contract": notice.contract,
        "payments": standings(notice.contract, today(now)) if notice.contract else (),
        "offered_payments": plan_of(offer.terms) if offer else (),
        "room_fen": room_fen(notice.contract, rules.contract) if notice.contract else 0,
        "used_up": _used_up(notice, seat.side, rules),
        "is_filing_late": _is_filing_late(notice.contract, now),
        "is_service_late": _is_service_late(notice, now),
        "delivery": notice.delivery,
        "returns_max": rules.delivery.returns_max,
        "extensions_max": rules.contract.extensions_max,
        "evaluation": evaluation_view(notice.evaluation, rules),
        "documents": sorted(documents(notice)),
        "actions": frozenset(_actions(notice, seat, actor, now, rules)),
    }


def contract_json(
    view: NoticeView, seat: Seat, actor: Actor, now: datetime, rules: MarketRules
) -> dict[str, Json]:
    """Return the same for the API: no person, no file id, the actions that are open to the asker."""
    page = contract_page(view, seat, actor, now, rules)
    names = (
        "notice_no", "notice_id", "state", "agency", "owner", "award_fen", "room_fen", "is_filing_late",
        "is_service_late", "documents",
    )  # fmt: skip
    shown: dict[str, Json] = {name: plain(page[name]) for name in names}
    return {
        **shown,
        "signing": _without_persons(plain(page["signing"])),
        "contract": _contract_json(page),
        "delivery": _without_persons(plain(page["delivery"])),
        "evaluation": plain(page["evaluation"]),
        "actions": sorted(page["actions"]),
    }


def _contract_json(page: Mapping[str, Any]) -> Json:
    """Return the contract; of its payments what became of each, not what was written down."""
    shown = _without_persons(plain(page["contract"]))
    if not isinstance(shown, dict):
        return shown
    shown.pop("overdue", None)
    return {**shown, "payments": plain(page["payments"])}


PERSONS = frozenset({"by", "confirmed_by", "filed_by", "accepted_by", "received_by"})
FILES = frozenset({"file_id"})


def _without_persons(value: Json) -> Json:
    if isinstance(value, dict):
        hidden = PERSONS | FILES
        return {name: _without_persons(below) for name, below in value.items() if name not in hidden}
    return [_without_persons(one) for one in value] if isinstance(value, list) else value


def evaluation_view(evaluation: Evaluation | None, rules: MarketRules) -> dict[str, Any] | None:
    """Return an evaluation with its exact means, each party's share, and who is missing; no persons."""
    if evaluation is None:
        return None
    weights = weights_of(rules)
    parts = shares(evaluation.opinions, weights)
    means = dimension_means(evaluation.opinions, weights)
    reply, objection = evaluation.reply, evaluation.objection
    return {
        "since": evaluation.since,
        "closes_at": evaluation.closes_at,
        "objections_until": evaluation.objections_until,
        "evaluated_at": evaluation.evaluated_at,
        "mean": hundredths(weighted_mean(evaluation.opinions, weights)),
        "means": {name: hundredths(value) for name, value in means.items()},
        "parties": [_party(evaluation, party, weights[party], parts.get(party)) for party in Party],
        "reply": {"at": reply.at, "text": reply.text} if reply else None,
        "objection": _objection(evaluation) if objection else None,
    }


def _party(evaluation: Evaluation, party: Party, weight: int, share: Fraction | None) -> dict[str, Any]:
    opinion = next((one for one in evaluation.opinions if one.party is party), None)
    if opinion is None:
        return {"party": party.value, "weight": weight, "share": None, "opinion": None}
    scores = {name: getattr(opinion.scores, name) for name in (*DIMENSIONS, "overall")}
    return {
        "party": party.value,
        "weight": weight,
        "share": hundredths(share * HUNDREDTHS) if share is not None else None,
        "opinion": {
            "at": opinion.at,
            "scores": scores,
            "mean": hundredths(mean_of(opinion.scores)),
            "text": opinion.text,
            "set_aside_at": opinion.set_aside_at,
        },
    }


def _objection(evaluation: Evaluation) -> dict[str, Any] | None:
    objection = evaluation.objection
    if objection is None:
        return None
    names = ("party", "at", "reason", "decided_at", "upheld", "decision")
    return {name: getattr(objection, name) for name in names}


def hundredths(value: Fraction | None) -> str | None:
    """Write a mean with two decimals, truncated as the credit score is (docs/rules.md §2.6).

    >>> hundredths(Fraction(14, 3))
    '4.66'
    """
    if value is None:
        return None
    whole = value.numerator * HUNDREDTHS // value.denominator
    return f"{whole // HUNDREDTHS}.{whole % HUNDREDTHS:02d}"


def _is_filing_late(contract: Contract | None, now: datetime) -> bool:
    return contract is not None and contract.filed_at is None and now >= contract.filing_due_at


def _is_service_late(notice: Notice, now: datetime) -> bool:
    is_running = notice.state is _S.IN_SERVICE and notice.contract is not None
    return is_running and notice.contract is not None and today(now) > notice.contract.ends_on


def prefilled_terms(notice: Notice, now: datetime) -> dict[str, Json]:
    """Return the contract form as the award and the notice fill it in (WCAG 3.3.7)."""
    content, starts_on = notice.content, today(now)
    ends_on = starts_on
    if content.term is not None and content.term.days:
        ends_on = starts_on + timedelta(days=content.term.days - 1)
    elif content.term is not None and content.term.start_on and content.term.end_on:
        starts_on, ends_on = content.term.start_on, content.term.end_on
    return {
        "name": content.title,
        "amount_fen": selection_of(notice).winner.amount_fen,
        "signed_on": today(now).isoformat(),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "content": content.scope,
    }


Found = Iterator[str]


def _actions(notice: Notice, seat: Seat, actor: Actor, now: datetime, rules: MarketRules) -> Found:
    if seat.side is not None:
        yield from _signing_actions(notice, seat.side, actor, now)
        yield from _change_actions(notice, seat.side, actor, now, rules)
    yield from _BY_SEAT.get(seat, _nothing)(notice, actor, now, rules)
    party = PARTIES.get(seat)
    if party is not None and _may_speak(notice, party, now):
        yield "evaluation"


def _nothing(_notice: Notice, _actor: Actor, _now: datetime, _rules: MarketRules) -> Found:
    yield from ()


def _signing_actions(notice: Notice, side: Side, actor: Actor, now: datetime) -> Found:
    signing = notice.signing
    if notice.state is not _S.CONTRACTING or signing is None or now >= signing.lapses_at:
        return
    is_mine = signing.offer is None or signing.offer.side is side
    if is_mine and actor.has(AGENTS[side]):
        yield "contract"
    if not is_mine and actor.has(ADMINS[side]):
        yield from ("confirmation", "return")


_WISHES = {Side.OWNER: ("supplement", "extension"), Side.AGENCY: ("supplement",)}


def _used_up(notice: Notice, side: Side | None, rules: MarketRules) -> tuple[str, ...]:
    """Name what a side could otherwise ask for and the contract has had all of."""
    if notice.contract is None or notice.state is not _S.IN_SERVICE or side is None:
        return ()
    had = used_up(notice.contract, rules.contract)
    return tuple(kind for kind in _WISHES[side] if kind in had)


def _change_actions(notice: Notice, side: Side, actor: Actor, now: datetime, rules: MarketRules) -> Found:
    contract = notice.contract
    if contract is None or notice.state not in RUNNING:
        return
    if contract.pending is None:
        yield "termination"
        if notice.state is _S.IN_SERVICE:
            yield from sorted({*_WISHES[side]} - used_up(contract, rules.contract))
    elif actor.has(ADMINS[side]):
        if contract.pending.side is not side and now < contract.pending.due_at:
            yield "agreement"
        yield "refusal"


def _owner(notice: Notice, _actor: Actor, _now: datetime, rules: MarketRules) -> Found:
    contract, delivery = notice.contract, notice.delivery
    if contract is not None and notice.state is not _S.ARCHIVED:
        yield from (() if contract.published_at else ("publication",))
        yield from (() if contract.filed_at else ("filing",))
    if contract is not None and payable(contract):
        yield "payment"
    if notice.state is _S.RESULT_REVIEW and delivery is not None:
        yield "acceptance"
        if delivery.returns < rules.delivery.returns_max:
            yield "result-return"
        elif delivery.dispute is None:
            yield "dispute"


def _agency(notice: Notice, actor: Actor, now: datetime, _rules: MarketRules) -> Found:
    evaluation = notice.evaluation
    if notice.state is _S.IN_SERVICE:
        yield "result"
    if notice.contract is not None and receivable(notice.contract):
        yield "receipt"
    if notice.state is _S.EVALUATED and evaluation is not None and actor.has(Role.AGENCY_ADMIN):
        if evaluation.reply is None and evaluation.opinions:
            yield "reply"
        if evaluation.objection is None and evaluation.opinions and now < evaluation.objections_until:
            yield "objection"


def _department(notice: Notice, _actor: Actor, _now: datetime, _rules: MarketRules) -> Found:
    objection = notice.evaluation.objection if notice.evaluation else None
    if notice.state is _S.EVALUATED and objection is not None and objection.decided_at is None:
        yield "decision"


def _supervisor(notice: Notice, _actor: Actor, _now: datetime, _rules: MarketRules) -> Found:
    if notice.contract is not None and notice.state in RUNNING:
        yield "termination"
    if notice.state is _S.RESULT_REVIEW and notice.delivery is not None and notice.delivery.dispute:
        yield "acceptance"


_BY_SEAT: Mapping[Seat, Any] = {
    Seat.OWNER: _owner,
    Seat.AGENCY: _agency,
    Seat.DEPARTMENT: _department,
    Seat.SUPERVISOR: _supervisor,
}


def _may_speak(notice: Notice, party: Party, now: datetime) -> bool:
    evaluation = notice.evaluation
    if evaluation is None or now >= evaluation.closes_at:
        return False
    return all(one.party is not party for one in evaluation.opinions)
