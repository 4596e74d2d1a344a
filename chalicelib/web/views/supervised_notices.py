"""A notice as the supervisor reads it: everything, the list of excluded agencies included (§4.4, §5).

Persons are named nowhere here but in the contact that is public anyway and as witnesses of the draw; who
registered and what was quoted is no part of a notice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.marketplace.notices.content import PERSON_FIELDS
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.notices.contact import ContactChange
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.notices import amendment_rows, heading, notice_page
from chalicelib.web.views.owner_notices import history, proposal_rows
from chalicelib.web.views.plain import plain


def supervised_page(
    view: NoticeView,
    proposed: Iterable[ContactChange],
    entries: Iterable[Entry],
    now: datetime,
    rules: MarketRules,
) -> dict[str, Any]:
    """Return everything the supervisor's page of a notice shows; `proposed`: the contact that waits."""
    notice = view.notice
    public = notice_page(view, now, rules) if notice.publication else {}
    return {
        **heading(view, now),
        **public,
        "notice_id": notice.id,
        "is_public": notice.publication is not None,
        "has_opening": notice.opening is not None,
        "content": notice.content,
        "proposal": proposal_rows(notice, proposed),
        "amendments": amendment_rows(view, PERSON_FIELDS),
        "ending": notice.ending,
        "has_contract": notice.signing is not None or notice.contract is not None,
        "history": history(entries),
    }


def supervised_json(page: Mapping[str, Any]) -> dict[str, Json]:
    """Return the same as the API answers it."""
    content, ending = page["content"], page["ending"]
    names = [field.name for field in fields(content) if field.name not in PERSON_FIELDS]
    shown = {name: getattr(content, name) for name in names}
    ended = {"at": ending.at, "code": ending.code, "reason": ending.reason} if ending else None
    told = {
        name: value
        for name, value in page.items()
        if name not in ("tone", "phases", "is_public", "has_opening", "has_contract")
    }
    return {name: plain(value) for name, value in {**told, "content": shown, "ending": ended}.items()}
