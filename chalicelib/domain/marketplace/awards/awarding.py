"""The award (中选) at the end of publicity: by the system, when nobody objects (docs/rules.md §2.1).

The award notice goes out at once [L2 art 43]; from now on all valid quotes are public, ranked, with names.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.awards.recheck import Recheck, check_stands
from chalicelib.domain.marketplace.guards import Guards, check_no_objection
from chalicelib.domain.marketplace.notices.facts import Award, Publicity
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due
from chalicelib.domain.marketplace.notices.publicity import selection_of, winner_facts
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar, after_workdays


def award(
    notice: Notice,
    award_no: str,
    result: Recheck,
    guards: Guards,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    """Award the candidate in publicity and start its two working days to accept.

    Raises:
        Conflict: `too-early`, `objection-open`, `winner-out` (a substitute is due) or `wrong-state`.
    """
    check_due(publicity_of(notice).ends_at, now)
    check_no_objection(guards)
    check_stands(result)
    winner, clocks = selection_of(notice).winner, rules.award
    due = after_workdays(now, clocks.acceptance_workdays, calendar)
    lapse = after_workdays(now, clocks.acceptance_workdays + clocks.acceptance_grace_workdays, calendar)
    made = Award(award_no, now, winner, due.at, lapse.at, lapse.provisional)
    changed = replace(notice, award=made, quotes_public_since=notice.quotes_public_since or now)
    return moved(
        notice,
        "awarded",
        changed,
        NoticeState.AWARDED,
        award_no=award_no,
        **winner_facts(winner),
        due_at=format_instant(due.at),
        lapses_at=format_instant(lapse.at),
    )


def publicity_of(notice: Notice) -> Publicity:
    """Return the publicity period that runs.

    Raises:
        Conflict: `wrong-state`.
    """
    if notice.publicity is None or notice.state is not NoticeState.PUBLICITY:
        raise Conflict("wrong-state", kind="notice", state=notice.state, event="awarded")
    return notice.publicity
