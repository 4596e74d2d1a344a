"""Changes by agreement (docs/rules.md §2.1, §2.4): supplement, extension, termination.

One side proposes, the other agrees or declines; only one proposal waits at a time, and silence never agrees:
at the end of its days it lapses. Supplements add up to a tenth of the original amount at most [L2 art 67(5)].
"""

from dataclasses import replace
from datetime import date, datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.contracts.facts import (
    Change,
    ChangeKind,
    Contract,
    Fault,
    Side,
    Termination,
)
from chalicelib.domain.marketplace.contracts.parties import ADMINS, check_side, contract_of, told
from chalicelib.domain.marketplace.contracts.paying import outstanding
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due
from chalicelib.domain.marketplace.notices.permissions import check_role
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.withdrawal import check_reason
from chalicelib.domain.marketplace.rules import ContractRules, MarketRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, after_workdays

WHOLE_BP = 10_000
RUNNING = frozenset({NoticeState.IN_SERVICE, NoticeState.RESULT_REVIEW})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a side proposes; only the figure of its kind is given."""

    kind: ChangeKind
    reason: str
    amount_fen: int | None = None
    ends_on: date | None = None
    fault: Fault | None = None


def propose(
    notice: Notice,
    side: Side,
    wish: Wish,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Propose a change to the counter-party; more time is the owner's to apply for (§2.1).

    Raises:
        Invalid: `required`, `not-later`, or a figure out of its bounds.
        Conflict: `change-waits`, `too-many-extensions`, `beyond-a-supplement` or `wrong-state`.
        Forbidden: for anyone but people of this side; `owner-applies` for an agency that wants more time.
    """
    check_side(notice, side, actor)
    contract = running_contract(notice, "change_proposed")
    check_reason(wish.reason, rules)
    if contract.pending is not None:
        raise Conflict("change-waits")
    if notice.state is NoticeState.RESULT_REVIEW and wish.kind is not ChangeKind.TERMINATION:
        raise Conflict("wrong-state", kind="notice", state=str(notice.state), event="change_proposed")
    _CHECKS[wish.kind](contract, side, wish, rules.contract)
    due = after_workdays(now, rules.contract.change_answer_workdays, calendar)
    change = Change(
        wish.kind, side, actor.person, now, wish.reason, due.at, due.provisional,
        wish.amount_fen, wish.ends_on, wish.fault,
    )  # fmt: skip
    return _with(
        notice,
        replace(contract, pending=change),
        "change_proposed",
        notice.state,
        side.other,
        kind=wish.kind.value,
        change_due_at=format_instant(due.at),
    )


def agree(notice: Notice, side: Side, actor: Actor, now: datetime, rules: MarketRules) -> Decision[Notice]:
    """Agree to what the counter-party proposed; it holds from now on.

    Raises:
        Conflict: `no-change-waits`, `change-lapsed`, or what had made the proposal impossible meanwhile.
        Forbidden: for anyone but the administrator of the other side.
    """
    check_side(notice, side, actor, ADMINS[side])
    contract = running_contract(notice, "change_agreed")
    change = _pending(contract)
    if change.side is side:
        raise Conflict("no-change-waits")
    if now >= change.due_at:
        raise Conflict("change-lapsed", lapsed_at=format_instant(change.due_at))
    if change.kind is ChangeKind.TERMINATION:
        return _terminated(notice, "both", change.by, change.reason, change.fault or Fault.NOBODY, now)
    wish = Wish(change.kind, change.reason, change.amount_fen, change.ends_on)
    _CHECKS[change.kind](contract, change.side, wish, rules.contract)
    agreed = replace(change, agreed_at=now)
    changed = replace(contract, pending=None, changes=(*contract.changes, agreed))
    event = "supplemented" if change.kind is ChangeKind.SUPPLEMENT else "extended"
    return _with(
        notice,
        changed,
        event,
        NoticeState.IN_SERVICE,
        None,
        supplements_fen=changed.supplements_fen,
        ends_on=changed.ends_on.isoformat(),
        extensions=changed.extensions,
        change_due_at=None,
    )


def decline(notice: Notice, side: Side, actor: Actor, _now: datetime) -> Decision[Notice]:
    """Decline the counter-party's proposal, or take back one's own.

    Raises:
        Conflict: `no-change-waits` or `wrong-state`.
        Forbidden: for anyone but the administrator of either side.
    """
    check_side(notice, side, actor, ADMINS[side])
    change = _pending(running_contract(notice, "change_declined"))
    return _closed(notice, change, "taken-back" if change.side is side else "declined")


def lapse_change(notice: Notice, now: datetime) -> Decision[Notice]:
    """Let a proposal fall that nobody answered.

    Raises:
        Conflict: `too-early`, `no-change-waits` or `wrong-state`.
    """
    change = _pending(running_contract(notice, "change_declined"))
    check_due(change.due_at, now)
    return _closed(notice, change, "lapsed")


def terminate(
    notice: Notice, reason: str, fault: Fault, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """End the contract by the supervisor's decision; reason and fault are public.

    Raises:
        Invalid: `required` without a reason.
        Conflict: `no-contract` or `wrong-state`.
        Forbidden: for anyone but a supervisor.
    """
    check_role(actor, Role.SUPERVISOR)
    running_contract(notice, "terminated")
    check_reason(reason, rules)
    return _terminated(notice, "supervisor", actor.person, reason, fault, now)


def running_contract(notice: Notice, event: str) -> Contract:
    """Return the contract while it is performed.

    Raises:
        Conflict: `no-contract` or `wrong-state`.
    """
    contract = contract_of(notice)
    if notice.state not in RUNNING:
        raise Conflict("wrong-state", kind="notice", state=str(notice.state), event=event)
    return contract


def proposed_at(notice: Notice) -> datetime:
    """Return since when a proposal waits for its answer.

    Raises:
        Conflict: `no-change-waits`, `no-contract` or `wrong-state`.
    """
    return _pending(running_contract(notice, "change_agreed")).at


def room_fen(contract: Contract, rules: ContractRules) -> int:
    """Return how much may still be added by supplements."""
    most = contract.terms.amount_fen * rules.supplement_max_bp // WHOLE_BP
    return max(most - contract.supplements_fen, 0)


def used_up(contract: Contract, rules: ContractRules) -> frozenset[str]:
    """Name the changes of which the contract has had all that the rules allow."""
    is_used_up = {
        "supplement": room_fen(contract, rules) == 0,
        "extension": contract.extensions >= rules.extensions_max,
    }
    return frozenset(kind for kind, is_so in is_used_up.items() if is_so)


def _pending(contract: Contract) -> Change:
    if contract.pending is None:
        raise Conflict("no-change-waits")
    return contract.pending


def _check_supplement(contract: Contract, _side: Side, wish: Wish, rules: ContractRules) -> None:
    if not wish.amount_fen or wish.amount_fen < 0:
        raise Invalid(errors=[FieldError("/amount_fen", "required")])
    left_fen = room_fen(contract, rules)
    if wish.amount_fen > left_fen:
        original = contract.terms.amount_fen
        raise Conflict(
            "beyond-a-supplement", left_fen=left_fen, original_fen=original, given_fen=wish.amount_fen
        )


def _check_extension(contract: Contract, side: Side, wish: Wish, rules: ContractRules) -> None:
    if side is not Side.OWNER:
        raise Conflict("owner-applies")
    if wish.ends_on is None:
        raise Invalid(errors=[FieldError("/ends_on", "required")])
    if wish.ends_on <= contract.ends_on:
        figures = {"current_on": contract.ends_on.isoformat()}
        raise Invalid(errors=[FieldError("/ends_on", "not-later", figures)])
    if "extension" in used_up(contract, rules):
        raise Conflict("too-many-extensions", max=rules.extensions_max)


def _check_termination(_contract: Contract, _side: Side, wish: Wish, _rules: ContractRules) -> None:
    if wish.fault is None:
        raise Invalid(errors=[FieldError("/fault", "required")])


_CHECKS = {
    ChangeKind.SUPPLEMENT: _check_supplement,
    ChangeKind.EXTENSION: _check_extension,
    ChangeKind.TERMINATION: _check_termination,
}


def _terminated(
    notice: Notice, decided_by: str, by: str, reason: str, fault: Fault, now: datetime
) -> Decision[Notice]:
    ended = Termination(now, by, decided_by, reason, fault)
    contract = replace(contract_of(notice), pending=None, termination=ended)
    facts = {"decided_by": decided_by, "fault": fault.value, "change_due_at": None, "accept_due_at": None}
    return _with(
        notice, contract, "terminated", NoticeState.TERMINATED, None, **facts, **outstanding(contract)
    )


def _closed(notice: Notice, change: Change, outcome: str) -> Decision[Notice]:
    contract = replace(contract_of(notice), pending=None)
    facts = {"kind": change.kind.value, "outcome": outcome, "change_due_at": None}
    return _with(notice, contract, "change_declined", notice.state, change.side, **facts)


def _with(
    notice: Notice,
    contract: Contract,
    event: str,
    target: NoticeState,
    to: Side | None,
    **facts: Json,
) -> Decision[Notice]:
    changed = replace(notice, contract=contract)
    return moved(notice, event, changed, target, **told(changed, to, **facts))
