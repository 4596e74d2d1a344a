"""One page of one partition of cards: one Query, one card more than shown to know whether more follow."""

import json
from collections.abc import Callable
from itertools import islice
from typing import Any

from chalicelib.kernel.paging import Cursor, PageRequest
from chalicelib.usecases.ports import Card, ListPage


def card_of(item: Any) -> Card:
    """Read an item whose data is a card."""
    return Card(item.sk, json.loads(item.data or "{}"))


def read_page(
    model: Any,
    partition: str,
    list_name: str,
    request: PageRequest,
    *,
    newest_first: bool,
    consistent: bool = False,
    read: Callable[[Any], Card] = card_of,
) -> ListPage:
    """Return a page of a partition's items in the order of their sort keys.

    The cursor names the last card shown, so that cards added or gone meanwhile neither repeat nor hide
    another one.
    """
    wanted = request.limit + 1
    start = None if request.cursor is None else _key(partition, str(request.cursor.position))
    results = model.query(
        partition,
        consistent_read=consistent,
        scan_index_forward=not newest_first,
        limit=wanted,
        page_size=wanted,
        last_evaluated_key=start,
    )
    cards = tuple(read(item) for item in islice(results, wanted))
    shown = cards[: request.limit]
    return ListPage(shown, Cursor(list_name, shown[-1].sort) if len(cards) > len(shown) else None)


def _key(partition: str, sort: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": partition}, "sk": {"S": sort}}
