"""Archiving (docs/rules.md §2.1): a year after its end a purchase leaves the lists and stays readable."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict


def archive(notice: Notice, now: datetime) -> Decision[Notice]:
    """Put an ended purchase away.

    Raises:
        Conflict: `too-early` or `wrong-state`.
    """
    at = archives_at(notice)
    if at is None:
        raise Conflict("wrong-state", kind="notice", state=str(notice.state), event="archived")
    check_due(at, now)
    return moved(notice, "archived", replace(notice, archived_at=now), NoticeState.ARCHIVED)


def archives_at(notice: Notice) -> datetime | None:
    """Return when an ended purchase is put away; None while it has not ended."""
    ended_at = _ended_at(notice)
    years = _years(notice)
    return None if ended_at is None or years is None else _years_later(ended_at, years)


def _ended_at(notice: Notice) -> datetime | None:
    match notice.state:
        case NoticeState.FAILED | NoticeState.WITHDRAWN:
            return notice.ending.at if notice.ending else None
        case NoticeState.EVALUATED:
            return notice.evaluation.evaluated_at if notice.evaluation else None
        case NoticeState.TERMINATED:
            ended = notice.contract.termination if notice.contract else None
            return ended.at if ended else None
    return None


def _years(notice: Notice) -> int | None:
    if notice.ending is not None and notice.ending.archive_years is not None:
        return notice.ending.archive_years
    return notice.publication.archive_years if notice.publication else None


def _years_later(at: datetime, years: int) -> datetime:
    """Return the same hour of the same day in China; 29 February ends on 1 March of a common year."""
    local = at.astimezone(CHINA)
    try:
        later = local.replace(year=local.year + years)
    except ValueError:
        later = local.replace(year=local.year + years, month=3, day=1)
    return later.astimezone(at.tzinfo)
