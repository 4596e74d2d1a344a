"""Withdrawal (撤销) by the owner, with a reason that is public once the notice was (docs/rules.md §2.1)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices.facts import Ending
from chalicelib.domain.marketplace.notices.field_checks import length_errors
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.permissions import check_owner
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import check_still_open, withdrawal_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Invalid


def withdraw(
    notice: Notice, reason: str, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """Withdraw a notice that is under review or still open.

    Raises:
        Invalid: `required` without a reason.
        Conflict: `registration-closed` from the deadline on, or `wrong-state`.
        Forbidden: for anyone but the owner.
    """
    check_owner(notice, actor)
    check_reason(reason, rules)
    if notice.publication is not None and withdrawal_of(notice) is None:
        check_still_open(notice, now)
    ending = Ending(now, actor.person, reason=reason, archive_years=rules.notice.archive_years)
    changed = replace(notice, ending=ending, proposal=None)
    was_public = notice.publication is not None
    return moved(notice, "withdrawn", changed, NoticeState.WITHDRAWN, was_public=was_public)


def check_reason(reason: str, rules: MarketRules) -> None:
    """Refuse a decision without a written reason.

    Raises:
        Invalid: `required`, `too-short` or `too-long`.
    """
    limits = rules.notice
    if found := [*length_errors("/reason", reason, limits.reason_min_chars, limits.note_max_chars)]:
        raise Invalid(errors=found)
