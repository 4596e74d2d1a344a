"""What every method's decision is made of, and its three ways to go on (docs/rules.md §3).

A method sorts the quotes that count into groups: the groups stand in order, and only chance could part the
members of one. From there three roads lead on, the same for all methods: nothing is left to chance and the
`Ranking` is there; a `NeedsDraw` freezes a pool and is settled by one draw; a `NeedsOwner` waits for the
owner's own decision. What each method does besides is its own module.
"""

from collections.abc import Iterable, Sequence

from chalicelib.domain.marketplace.selection.outcome import Failure, InvalidEntry, RankedEntry, Ranking
from chalicelib.domain.marketplace.selection.prices import Quote
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """A quote with the reasons for where it stands, before its place is known.

    `measure` is the whole number that the method compares, where that is not the price itself: a distance
    in fen or basis points, or a total in hundredths of a point.
    """

    quote: Quote
    award_amount_fen: int | None
    reasons: tuple[str, ...] = ()
    measure: int | None = None


Groups = tuple[tuple[Standing, ...], ...]


@dataclass(frozen=True, slots=True)
class NeedsDraw:
    """Everything is decided but what one draw of `pool` decides.

    Without tickets the whole pool is drawn and each group takes the order its members have in it. With
    tickets `take` ids are drawn by their weight; they are the small list that the owner chooses from.
    """

    groups: Groups
    pool: tuple[str, ...]
    invalid: tuple[InvalidEntry, ...] = ()
    outside: tuple[InvalidEntry, ...] = ()
    tickets: tuple[int, ...] | None = None
    take: int | None = None
    unlucky: tuple[str, ...] = ()
    """The reasons of whoever was in a pool of which only some were taken."""


@dataclass(frozen=True, slots=True)
class NeedsOwner:
    """The owner decides among these, in writing; their places are only how they are listed."""

    candidates: tuple[RankedEntry, ...]
    invalid: tuple[InvalidEntry, ...] = ()
    outside: tuple[InvalidEntry, ...] = ()


Found = Ranking | NeedsDraw | NeedsOwner | Failure


def order_or_draw(
    groups: Groups, invalid: tuple[InvalidEntry, ...] = (), outside: tuple[InvalidEntry, ...] = ()
) -> Ranking | NeedsDraw:
    """Return the order, or the one draw of all tied ids together that completes it.

    For one tied group that is §3.2's "pool = the tied ids". For several, each group's order is still uniform
    and independent of the others', which drawing each anew from the same seed would not give, and one record
    with one `ids` and one `order` proves it all.
    """
    pool = tuple(sorted(one.quote.uscc for group in groups if len(group) > 1 for one in group))
    if pool:
        return NeedsDraw(groups, pool, invalid, outside)
    return Ranking(placed(one for group in groups for one in group), invalid, outside)


def settle(pending: NeedsDraw, drawn_order: Sequence[str]) -> Ranking | NeedsOwner:
    """Complete the order with what the notice's draw gave.

    Raises:
        ValueError: when the drawn order is not one of the pool.
    """
    _check_drawn(pending, drawn_order)
    lot = {uscc: position for position, uscc in enumerate(drawn_order)}
    stood = [
        one
        for group in pending.groups
        for one in sorted(group, key=lambda one: lot.get(one.quote.uscc, 0))
        if pending.tickets is None or one.quote.uscc in lot
    ]
    if pending.tickets is None:
        return Ranking(placed(stood), pending.invalid, pending.outside)
    undrawn = (
        barred(one.quote, pending.unlucky)
        for group in pending.groups
        for one in group
        if one.quote.uscc not in lot
    )
    outside = tuple(sorted((*pending.outside, *undrawn), key=lambda entry: entry.uscc))
    return NeedsOwner(placed(stood), pending.invalid, outside)


def tied_places(pending: NeedsDraw, drawn_order: Sequence[str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return each tied group as it was drawn: the first of its places, then its ids in their final order.

    Where the whole pool is one group, as in a random draw, the order itself says it all.
    """
    if pending.tickets is not None or len(pending.groups) == 1:
        return ()
    lot = {uscc: position for position, uscc in enumerate(drawn_order)}
    places: list[tuple[int, tuple[str, ...]]] = []
    place = 1
    for group in pending.groups:
        if len(group) > 1:
            places.append((place, tuple(sorted((one.quote.uscc for one in group), key=lot.__getitem__))))
        place += len(group)
    return tuple(places)


def placed(standings: Iterable[Standing]) -> tuple[RankedEntry, ...]:
    """Number standings from 1 on."""
    return tuple(
        RankedEntry(
            one.quote.uscc,
            place,
            one.quote.amount_fen,
            one.quote.rate_bp,
            one.award_amount_fen,
            one.reasons,
            one.measure,
        )
        for place, one in enumerate(standings, start=1)
    )


def barred(quote: Quote, reasons: tuple[str, ...]) -> InvalidEntry:
    """Return a quote that does not compete (any longer), with every reason."""
    return InvalidEntry(quote.uscc, quote.amount_fen, quote.rate_bp, reasons)


def by_uscc(quotes: Iterable[Quote]) -> list[Quote]:
    """Put quotes into the one order from which every method begins.

    Raises:
        ValueError: when an agency has two quotes.
    """
    ordered = sorted(quotes, key=lambda quote: quote.uscc)
    if len({quote.uscc for quote in ordered}) < len(ordered):
        raise ValueError("an agency has one quote")
    return ordered


def _check_drawn(pending: NeedsDraw, drawn_order: Sequence[str]) -> None:
    wanted = len(pending.pool) if pending.take is None else min(pending.take, len(pending.pool))
    is_whole = len(drawn_order) == wanted == len(set(drawn_order))
    if not is_whole or not set(drawn_order) <= set(pending.pool):
        raise ValueError("the drawn order is not one of the frozen ids")
