"""What the draw page shows beside the record itself: the steps of a draw and the instants they happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.canonical import Json
from chalicelib.web.i18n import marked as _

SHOWN_IDS = 200
"""Longer pools are shown up to here on the page; the file has them all."""


def draw_page(notice: Notice, record: Mapping[str, Json], now: datetime) -> dict[str, Any]:
    """Return the fields of a draw's page."""
    ids, order = record["ids"] or [], record["order"] or []
    return {
        "notice_no": record["notice_no"],
        "title_of_notice": notice.content.title,
        "record": record,
        "pool_size": len(ids),
        "shown_ids": ids[:SHOWN_IDS],
        "shown_order": order[:SHOWN_IDS],
        "steps": _steps(notice, record, now),
        "waits_until": notice.pool.timeout_at if notice.pool and record["status"] == "frozen" else None,
        "ended_without": notice.ending.code if notice.ending else None,
    }


def _steps(notice: Notice, record: Mapping[str, Json], now: datetime) -> list[dict[str, Any]]:
    publication, pool, selection = notice.publication, notice.pool, notice.selection
    closes_at = publication.closes_at if publication else None
    return [
        _step(_("公布种子承诺"), publication.at if publication else None, True),
        _step(_("截止报名"), closes_at, closes_at is not None and now >= closes_at, deadline=True),
        _step(_("冻结名单"), pool.at if pool else None, pool is not None),
        _step(
            _("公布公共随机数并抽取"),
            selection.at if selection and selection.drawn else None,
            bool(record["order"]),
        ),
    ]


def _step(title: str, at: datetime | None, done: bool, *, deadline: bool = False) -> dict[str, Any]:
    return {"title": title, "at": at, "state": "done" if done else "next", "deadline": deadline}
