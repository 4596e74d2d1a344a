"""What the draw page shows beside the record itself: how far it came, who they are, when it happened."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.issued import issued_awards, leavers
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state, publication_of
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.openings.records import SHOWN_IDS
from chalicelib.web.i18n import marked as _

TONES = {"committed": "info", "closed": "info", "frozen": "warning", "drawn": "success", "ended": "danger"}


def draw_page(
    notice: Notice, record: Mapping[str, Any], beside: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Return the fields of a draw's page."""
    ids, order = record["ids"] or [], record["order"] or []
    phase = _phase(notice, record, now)
    names, left = beside.get("names", {}), {uscc: one.code for uscc, one in leavers(notice).items()}
    issued = issued_awards(notice)
    publication = publication_of(notice)
    return {
        "notice_no": record["notice_no"],
        "title_of_notice": notice.content.title,
        "record": record,
        "phase": phase,
        "tone": TONES.get(phase, "neutral"),
        "profile": publication.profile,
        "chain": publication.chain,
        "pool_size": len(ids),
        "pool": _entries(ids[:SHOWN_IDS], names, left),
        "order": _entries(order[:SHOWN_IDS], names, left),
        "tied": [
            {"place": group["place"], "entries": _entries(group["ids"], names, left)}
            for group in beside.get("tied", ())
        ],
        "winner": notice.selection.winner.uscc if notice.selection and not notice.ending else None,
        "is_awarded": notice.award is not None,
        "steps": list(_steps(notice, record, phase, now)),
        "waits_until": notice.pool.timeout_at if notice.pool and phase == "frozen" else None,
        "ending": notice.ending,
        "is_off": phase in ("ended", "not-needed"),
        "last_award_no": issued[-1].award_no if issued else None,
    }


def _phase(notice: Notice, record: Mapping[str, Json], now: datetime) -> str:
    """Return how far the draw came: the record's status, or why there will be none."""
    status = str(record["status"])
    if status == "drawn":
        return status
    if notice.selection is not None:
        return "not-needed"
    if notice.ending is not None:
        return "ended"
    is_open = effective_state(notice, now) is NoticeState.PUBLISHED
    return "closed" if status == "committed" and not is_open else status


def _entries(
    ids: Sequence[str], names: Mapping[str, str], left: Mapping[str, str]
) -> list[dict[str, str | None]]:
    return [{"uscc": uscc, "name": names.get(uscc, ""), "left": left.get(uscc)} for uscc in ids]


def _steps(notice: Notice, record: Mapping[str, Json], phase: str, now: datetime) -> Iterator[dict[str, Any]]:
    publication, opening, pool, selection = (
        publication_of(notice),
        notice.opening,
        notice.pool,
        notice.selection,
    )
    yield _step(_("公布种子承诺和随机源"), publication.at, True)
    if notice.ending is None or notice.ending.at >= publication.closes_at:
        yield _step(_("截止报名"), publication.closes_at, now >= publication.closes_at, deadline=True)
    if opening or phase in ("committed", "closed"):
        yield _step(_("开启报价"), opening.at if opening else None, opening is not None)
    if phase == "not-needed" and selection:
        yield _step(_("没有需要抽取的同价，直接选出"), selection.at, True)
        return
    if pool or phase != "ended":
        yield _step(_("冻结名单"), pool.at if pool else None, pool is not None)
    if phase == "ended" and notice.ending:
        yield _step(_("未经抽取即告结束"), notice.ending.at, True)
        return
    drawn_at = _drawn_at(notice) if record["order"] else None
    yield _step(_("公布公共随机数并抽取"), drawn_at, drawn_at is not None)


def _drawn_at(notice: Notice) -> datetime | None:
    """Return when the pool was drawn: the owner's small list may wait days for its selection."""
    if notice.choice is not None and notice.choice.listed:
        return notice.choice.since
    return notice.selection.at if notice.selection else None


def _step(title: str, at: datetime | None, done: bool, *, deadline: bool = False) -> dict[str, Any]:
    return {"title": title, "at": at, "state": "done" if done else "next", "deadline": deadline}
