"""The owner's own decision (docs/rules.md §3.3, §3.4): in writing, within five working days, or not at all.

The owner's agent prepares it and the owner's administrator approves it or hands it back (docs/rules.md §5).
The credit method lets the owner pick one of a small list that was drawn; the proposal method lets it score
every proposal by the published criteria, and the totals decide. A tie of totals that neither price nor credit
parts goes back into a draw, over a pool frozen in the same command (ADR 0041). Silence is told to the
supervisor, and after the days of grace it fails the notice and counts against the owner.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices.facts import OwnerChoice, PreparedChoice, Selection
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due, fail
from chalicelib.domain.marketplace.notices.permissions import check_owner
from chalicelib.domain.marketplace.notices.publicity import show, shown_facts
from chalicelib.domain.marketplace.notices.selection import (
    Outcome,
    check_drawable,
    make_pool,
    opening_of,
    pool_facts,
)
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.withdrawal import check_reason
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, Deadline, after_workdays

OWNER_CHOICE = "owner-choice"
"""Why the owner is awaited, beside `abnormally-low-price`."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the owner decides: the reason, and the pick or the page of the score sheets."""

    reason: str
    chosen: str | None = None
    scores_hash: str | None = None


def await_owner(
    notice: Notice,
    list_hash: str,
    list_size: int,
    listed: tuple[str, ...],
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Lay the candidates before the owner and start its clock; `listed` are those of a drawn small list.

    Raises:
        Conflict: `not-frozen`, `too-early` or `beacon-timeout` for a list that was to be drawn.
        ValueError: when the list is empty or holds more than the valid quotes.
    """
    if listed:
        check_drawable(notice, now)
    if not 1 <= list_size <= opening_of(notice).valid:
        raise ValueError("the owner decides among valid quotes, and at least one")
    due, lapse = clocks(now, rules, calendar)
    choice = OwnerChoice(now, list_hash, list_size, due.at, lapse.at, lapse.provisional, listed)
    return moved(
        notice,
        "owner_awaited",
        replace(notice, choice=choice),
        NoticeState.PENDING_OWNER,
        cause=OWNER_CHOICE,
        drawn=bool(listed),
        list_hash=list_hash,
        list_size=list_size,
        choice_due_at=format_instant(due.at),
        choice_lapses_at=format_instant(lapse.at),
        provisional=lapse.provisional,
    )


def clocks(since: datetime, rules: MarketRules, calendar: Calendar) -> tuple[Deadline, Deadline]:
    """Return when the owner has to have decided, and when its silence fails the notice."""
    days = rules.selection.owner_choice_workdays
    grace = rules.selection.owner_choice_grace_workdays
    return after_workdays(since, days, calendar), after_workdays(since, days + grace, calendar)


def check_may_choose(notice: Notice, actor: Actor, now: datetime, role: Role) -> OwnerChoice:
    """Return the decision to take; refuse whoever may not take part in it, or not any more.

    Raises:
        Forbidden: for anyone but the owner's people with the role.
        Conflict: `nothing-to-choose`, or `too-late` when the days of grace are over.
    """
    check_owner(notice, actor, role)
    choice = choice_of(notice)
    if now >= choice.lapses_at:
        raise Conflict("too-late", due_at=format_instant(choice.lapses_at))
    return choice


def prepare(
    notice: Notice, decided: Decided, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """Let the owner's agent lay its decision before the administrator; a later one replaces it (§5).

    Raises:
        Forbidden, Conflict: as `check_may_choose`.
        Invalid: `required` or `too-short` without a reason.
    """
    choice = check_may_choose(notice, actor, now, Role.OWNER_AGENT)
    check_reason(decided.reason, rules)
    prepared = PreparedChoice(decided.reason, actor.person, now, decided.chosen, decided.scores_hash)
    changed = replace(notice, choice=replace(choice, prepared=prepared, sent_back=""))
    return moved(
        notice,
        "choice_prepared",
        changed,
        NoticeState.PENDING_OWNER,
        scores_hash=decided.scores_hash,
        choice_lapses_at=format_instant(choice.lapses_at),
    )


def send_back(
    notice: Notice, reason: str, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """Let the administrator hand the prepared decision back, saying why; the clock runs on.

    Raises:
        Forbidden, Conflict: as `check_may_choose`; `nothing-prepared`.
        Invalid: `required` or `too-short` without a reason.
    """
    choice = check_may_choose(notice, actor, now, Role.OWNER_ADMIN)
    prepared_of(notice)
    check_reason(reason, rules)
    changed = replace(notice, choice=replace(choice, prepared=None, sent_back=reason))
    lapses_at = format_instant(choice.lapses_at)
    return moved(notice, "choice_sent_back", changed, NoticeState.PENDING_OWNER, choice_lapses_at=lapses_at)


def prepared_of(notice: Notice) -> PreparedChoice:
    """Return what waits for the administrator's approval.

    Raises:
        Conflict: `nothing-to-choose` or `nothing-prepared`.
    """
    prepared = choice_of(notice).prepared
    if prepared is None:
        raise Conflict("nothing-prepared")
    return prepared


def choose(
    notice: Notice,
    outcome: Outcome,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Approve what was prepared and show who stands first by it.

    Raises:
        Forbidden, Conflict: as `check_may_choose`; `nothing-prepared`.
        ValueError: when the order holds more than the valid quotes or does not begin at rank 1.
    """
    check_may_choose(notice, actor, now, Role.OWNER_ADMIN)
    if outcome.winner.rank != 1 or not 1 <= outcome.order_size <= opening_of(notice).valid:
        raise ValueError("an order begins at rank 1 and holds valid quotes only")
    selection = Selection(now, outcome.order_hash, outcome.order_size, outcome.winner, outcome.drawn)
    chosen = replace(_decided(notice, actor, now), selection=selection)
    shown = show(chosen, now, rules, calendar)
    facts = shown_facts(shown)
    return moved(
        notice,
        "chosen",
        shown,
        NoticeState.PUBLICITY,
        scores_hash=prepared_of(notice).scores_hash,
        late=_is_late(notice),
        **facts,
    )


def tie(
    notice: Notice,
    root: str,
    size: int,
    actor: Actor,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Approve score sheets whose totals leave a tie, and freeze the tied for the draw that parts them.

    Raises:
        Forbidden, Conflict: as `check_may_choose`; `nothing-prepared` or `already-frozen`.
    """
    check_may_choose(notice, actor, now, Role.OWNER_ADMIN)
    frozen = replace(_decided(notice, actor, now), pool=make_pool(notice, root, size, now, rules, calendar))
    return moved(
        notice,
        "tied",
        frozen,
        NoticeState.SELECTING,
        scores_hash=prepared_of(notice).scores_hash,
        late=_is_late(notice),
        **pool_facts(frozen),
    )


def escalate(notice: Notice, now: datetime) -> Decision[Notice]:
    """Tell the supervisor that the owner let its time pass; the days of grace run.

    Raises:
        Conflict: `nothing-to-choose`, `already-escalated` or `too-early`.
    """
    choice = choice_of(notice)
    if choice.escalated_at is not None:
        raise Conflict("already-escalated")
    check_due(choice.due_at, now)
    changed = replace(notice, choice=replace(choice, escalated_at=now))
    return moved(
        notice,
        "choice_escalated",
        changed,
        NoticeState.PENDING_OWNER,
        choice_lapses_at=format_instant(choice.lapses_at),
    )


def lapse(notice: Notice, now: datetime) -> Decision[Notice]:
    """Fail the notice because the owner stayed silent; the event says against whom that counts (§6 no. 10).

    Raises:
        Conflict: `nothing-to-choose` or `too-early`.
    """
    check_due(choice_of(notice).lapses_at, now)
    return fail(notice, notice, FailureCode.OWNER_TIMEOUT, now, counts_against=notice.owner)


def choice_of(notice: Notice) -> OwnerChoice:
    """Return the decision that the owner still has to take.

    Raises:
        Conflict: `nothing-to-choose`.
    """
    choice = notice.choice
    if choice is None or choice.decided_at is not None or notice.state is not NoticeState.PENDING_OWNER:
        raise Conflict("nothing-to-choose", state=notice.state)
    return choice


def _decided(notice: Notice, actor: Actor, now: datetime) -> Notice:
    prepared = prepared_of(notice)
    taken = replace(
        choice_of(notice),
        decided_at=now,
        decided_by=actor.person,
        reason=prepared.reason,
        chosen=prepared.chosen,
        scores_hash=prepared.scores_hash,
    )
    return replace(notice, choice=taken)


def _is_late(notice: Notice) -> bool:
    return choice_of(notice).escalated_at is not None
