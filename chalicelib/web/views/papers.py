"""What the papers of a purchase say: the award notice and the auditor's file (docs/rules.md §2.1)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.domain.marketplace.notices.visibility import contract_is_public
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.openings.read_quotes import RankedQuote
from chalicelib.usecases.openings.statement import Statement
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.awards import quote_row
from chalicelib.web.views.notices import notice_page
from chalicelib.web.views.owner_notices import history
from chalicelib.web.views.public_contracts import public_contract
from chalicelib.web.views.selections import selection_page

INTERNAL = frozenset({"amendment_proposed", "amendment_returned"})
"""What a live notice's owner and reviewer settle between them; only its outcome is public."""


def letter_page(view: NoticeView, now: datetime, rules: MarketRules) -> dict[str, Any]:
    """Return what the award notice says.

    Raises:
        NotFound: while no award stands.
    """
    page = notice_page(view, now, rules)
    if page["standing"] != "awarded":
        raise NotFound("not-found", kind="award")
    return page


def purchase_file(
    view: NoticeView,
    ranking: Iterable[RankedQuote],
    found: Statement,
    record: Mapping[str, Json] | None,
    entries: Iterable[Entry],
    now: datetime,
    rules: MarketRules,
) -> dict[str, Any]:
    """Return everything public of a purchase, with its ledger entries since publication."""
    return {
        **notice_page(view, now, rules),
        "quotes": [quote_row(view.notice, quote) for quote in ranking],
        "outcome": selection_page(found, now),
        "draw": record,
        "contract": public_contract(view, now, rules) if contract_is_public(view.notice) else None,
        "ledger": _published(entries),
    }


def _published(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    known = list(entries)
    hashes = {entry.seq: entry.hash for entry in known}
    moments = history(known)
    start = next((place for place, one in enumerate(moments) if one["code"] == "published"), len(moments))
    return [{**one, "hash": hashes[one["seq"]]} for one in moments[start:] if one["code"] not in INTERNAL]
