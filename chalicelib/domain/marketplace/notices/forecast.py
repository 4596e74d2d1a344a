"""What would happen when: the working-day calculator behind the dates step (docs/rules.md §2.1, pages §3).

Every instant assumes that each party takes the whole time it has, so nothing comes later than shown unless
somebody amends, objects or gives up.
"""

from datetime import datetime, timedelta

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.publication import closing, opening_at
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, Deadline, after_workdays

_INSTANT = timedelta(milliseconds=1)
"""Whoever uses a whole period acts in its last millisecond, which is still the day before its end."""

DRAWING = frozenset({Method.RANDOM, Method.CREDIT})
CHOOSING = frozenset({Method.CREDIT, Method.PROPOSAL})


@dataclass(frozen=True, slots=True)
class Milestone:
    """One instant of the plan; `provisional` when it rests on a year whose calendar is not out."""

    code: str
    at: datetime
    provisional: bool = False


def forecast(
    content: NoticeContent, now: datetime, rules: MarketRules, calendar: Calendar
) -> tuple[Milestone, ...]:
    """Return the latest instant of each milestone if the notice is submitted now; none without a method."""
    if content.method is None:
        return ()
    reviewed = after_workdays(now, rules.review.review_workdays, calendar)
    published = after_workdays(reviewed.at - _INSTANT, rules.review.publish_workdays, calendar)
    closes = closing(content, published.at - _INSTANT, rules, calendar)
    opens_at = opening_at(content, closes.at, rules)
    selected = _selected(content.method, opens_at, rules, calendar)
    shown = after_workdays(selected.at - _INSTANT, rules.award.publicity_workdays, calendar)
    accepted = after_workdays(shown.at, rules.award.acceptance_workdays, calendar)
    return (
        _milestone("reviewed", reviewed),
        _milestone("published", published),
        _milestone("closes", closes),
        Milestone("opens", opens_at, closes.provisional),
        _milestone("selected", selected),
        _milestone("publicity-ends", shown),
        _milestone("accepted", accepted),
    )


def _selected(method: Method, opens_at: datetime, rules: MarketRules, calendar: Calendar) -> Deadline:
    found = Deadline(opens_at, provisional=False)
    if method in DRAWING:
        found = after_workdays(opens_at, rules.beacon.timeout_workdays, calendar)
    if method in CHOOSING:
        found = after_workdays(found.at - _INSTANT, rules.selection.owner_choice_workdays, calendar)
    return found


def _milestone(code: str, deadline: Deadline) -> Milestone:
    return Milestone(code, deadline.at, deadline.provisional)
