"""One way to show an indexed list: one facet, pages by signed cursor, counts of every facet (design §3)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.paging import MAX_LIMIT, Cursor, PageRequest
from chalicelib.usecases.ports import Card, ListPage
from chalicelib.web.decided import is_decided

Shape = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""How a stored card becomes what is shown, for cards whose words depend on the instant of reading."""

MOST_PAGES = 50
"""Of a table: 5,000 rows; what is beyond them is counted in its last line."""
FACET_NAMES = ("state", "service_type", "department")


def chosen_facet(call: Call, allowed: Sequence[str] | None = None) -> str:
    """Return the facet that the address asks for: `?state=PUBLISHED`, or `?facet=waiting`, or all.

    Raises:
        Invalid: `one-filter-only` when two are asked for at once.
    """
    if allowed is not None:
        named = call.asked("facet")
        return named if named in allowed else allowed[0]
    given = [(name, call.asked(name)) for name in FACET_NAMES if call.asked(name)]
    if len(given) > 1:
        raise Invalid(errors=[FieldError(f"/{given[1][0]}", "one-filter-only")])
    return f"{given[0][0]}={given[0][1]}" if given else "all"


def list_page(call: Call, name: str, facet: str, *, newest_first: bool = True) -> ListPage:
    """Read the page of a list that the address asks for."""
    return call.house.lists.page(name, facet, call.page_request(f"{name}/{facet}"), newest_first=newest_first)


def show_list(
    call: Call,
    template: str,
    name: str,
    allowed: Sequence[str] | None = None,
    *,
    only: str | None = None,
    newest_first: bool = True,
    shape: Shape = dict,
    **data: Any,
) -> Reply:
    """Answer with a list's page: its cards, the count of its facet, the address of the next page.

    With `only`, this one facet is read of a list whose facets have no known end, whatever the address asks.
    """
    facet = chosen_facet(call, allowed) if only is None else only
    page = list_page(call, name, facet, newest_first=newest_first)
    counts = call.house.lists.counts(name, only or "")
    return call.show(
        template,
        cards=[with_instants(shape(card.data)) for card in page.cards],
        facet=facet,
        counts=counts,
        count=counts.get(facet, 0),
        as_of=call.now,
        **ways_on(call, page),
        **data,
    )


def list_data(
    call: Call,
    name: str,
    allowed: Sequence[str] | None = None,
    *,
    only: str | None = None,
    newest_first: bool = True,
    shape: Shape = dict,
) -> Reply:
    """Answer with a list's page as JSON: `items`, `count`, `next`.

    With `only`, this one facet is read of a list whose facets have no known end.
    """
    facet = chosen_facet(call, allowed) if only is None else only
    page = list_page(call, name, facet, newest_first=newest_first)
    counts: Mapping[str, int] = call.house.lists.counts(name, only or "")
    items = [dict(shape(card.data)) for card in page.cards]
    return call.data({"items": items, "count": counts.get(facet, 0), "next": next_address(call, page)})


def all_cards(call: Call, name: str, facet: str) -> Iterator[dict[str, Any]]:
    """Yield the cards of a list for a table, the latest first, as many as a table may have."""
    after: Cursor | None = None
    for _ in range(MOST_PAGES):
        page = call.house.lists.page(name, facet, PageRequest(limit=MAX_LIMIT, cursor=after))
        yield from (dict(card.data) for card in page.cards)
        after = page.next
        if after is None:
            return


def left_out_line(call: Call, name: str, facet: str, listed: int) -> list[list[str]]:
    """Return the last line of a table, which says how many it leaves out (§7.16); none where it has all."""
    from chalicelib.web.i18n import translate
    from chalicelib.web.labels.ratings import LEFT_OUT

    left_out = call.house.lists.counts(name, facet).get(facet, 0) - listed
    return [[translate(LEFT_OUT, call.context.locale, {"num": left_out})]] if left_out > 0 else []


def waiting(call: Call, cards: Sequence[Card]) -> Sequence[Card]:
    """Return the cards of a queue without those that this browser has just decided."""
    known = call.decided()
    return [card for card in cards if not is_decided(card.data, known)] if known else cards


def cards_of(page: ListPage, shape: Shape = dict) -> list[dict[str, Any]]:
    """Return a page's cards as templates read them."""
    return [with_instants(shape(card.data)) for card in page.cards]


def with_instants(card: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a card's instants into values that templates can write."""
    return {name: parse_instant(value) if name.endswith("_at") else value for name, value in card.items()}


def next_address(call: Call, page: ListPage) -> str | None:
    """Return the address of the next page of a list, its other parameters kept."""
    return address_from(call, page.next)


def address_from(call: Call, position: Cursor | None) -> str | None:
    """Return this address at another position of its list; None where nothing follows."""
    cursor = call.cursor_text(position)
    return None if cursor is None else _address(call, cursor=cursor)


def first_address(call: Call) -> str | None:
    """Return the address of a list's first page with the same filters, None on that page itself."""
    return _address(call) if call.asked("cursor") else None


def ways_on(call: Call, page: ListPage) -> dict[str, Any]:
    """Return the addresses around a page of a list, as templates show them."""
    return {"next": next_address(call, page), "first": first_address(call)}


def _address(call: Call, **changed: str) -> str:
    kept = {name: values[-1] for name, values in call.query.items() if name != "cursor"}
    query = urlencode({**kept, **changed})
    return f"{call.path}?{query}" if query else call.path
