"""The selection record of a notice, made from what the notice and its pages hold (docs/rules.md §3)."""

from collections.abc import Mapping, Sequence

from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.visibility import is_public, quotes_are_public
from chalicelib.domain.marketplace.selection import statement
from chalicelib.domain.marketplace.selection.methods import DRAW_METHODS
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.openings.find import left_out, method_of, parameters_of
from chalicelib.usecases.openings.rows import OpenedQuote, OrderRow, read_opening, read_order
from chalicelib.usecases.openings.sheets import read_sheets, sheets_json
from chalicelib.usecases.ports import House, NoticeView


@dataclass(frozen=True, slots=True)
class Statement:
    """The record, the notice it is of, and the names the agencies had at the opening."""

    view: NoticeView
    record: Mapping[str, Json]
    names: Mapping[str, str]


def inputs_of(rows: Sequence[OpenedQuote]) -> list[Json]:
    """Return the valid quotes as the record gives them, by agency."""
    return [
        statement.input_json(row.uscc, row.amount_fen, row.rate_bp, row.credit_hundredths)
        for row in sorted(rows, key=lambda row: row.uscc)
        if row.is_valid
    ]


def inputs_hash(rows: Sequence[OpenedQuote]) -> str:
    """Return the digest of the inputs, which the notice holds from the opening on."""
    return digest(inputs_of(rows))


def read_statement(house: House, notice_no: str) -> Statement:
    """Return the selection record as far as it is public.

    Raises:
        NotFound: for a number nobody has, and for a notice that was never published.
    """
    view, kept, names = house.queries.selection(notice_no)
    notice = view.notice
    if not is_public(notice):
        raise NotFound("not-found", kind="selection")
    if kept is not None:
        return Statement(view, kept, names)
    if not quotes_are_public(notice) or notice.opening is None or notice.selection is None:
        return Statement(view, _head(house, notice), {})
    rows = read_opening(house, notice.id, notice.opening.manifest_hash)
    order = read_order(house, notice.id, notice.selection.order_hash)
    return Statement(view, full_record(house, notice, rows, order), names_in(rows))


def full_record(
    house: House, notice: Notice, rows: Sequence[OpenedQuote], order: Sequence[OrderRow]
) -> dict[str, Json]:
    """Return the whole record of an awarded notice."""
    sheets = read_sheets(house, notice)
    outside = left_out(notice, rows, rules_of(house, notice))
    return {
        **_head(house, notice),
        "inputs": inputs_of(rows),
        "scores": None if sheets is None else sheets_json(sheets),
        "drawn": _drawn(notice, order),
        "order": [_place(row) for row in order],
        "outside": [{"uscc": uscc, "reasons": list(outside[uscc])} for uscc in sorted(outside)],
    }


def names_in(rows: Sequence[OpenedQuote]) -> dict[str, str]:
    """Return the names of those whose quotes count, as they were at the opening."""
    return {row.uscc: row.name for row in rows if row.is_valid}


def _head(house: House, notice: Notice) -> dict[str, Json]:
    """Return what is public from the publication on: the rule, its parameters, the digests."""
    method, price = method_of(notice), notice.content.price
    choice = notice.choice
    return {
        "format": statement.FORMAT,
        "notice_no": number_of(notice),
        "method": method.value,
        "algorithm": statement.algorithm(method),
        "profile": notice.publication.profile if notice.publication else None,
        "parameters": statement.parameters_json(method, parameters_of(notice, rules_of(house, notice))),
        "quotes": "rate" if price.basis == "rate" else "amount",
        "control_price_fen": price.amount_fen if price.basis == "rate" else None,
        "draw": f"/draws/{number_of(notice)}.json" if method in DRAW_METHODS else None,
        "inputs_hash": notice.opening.inputs_hash if notice.opening else None,
        "inputs": None,
        "scores_hash": choice.scores_hash if choice else None,
        "scores": None,
        "drawn": None,
        "chosen": choice.chosen if choice and quotes_are_public(notice) else None,
        "order": None,
        "outside": None,
    }


def _drawn(notice: Notice, order: Sequence[OrderRow]) -> Json:
    """Return the drawn ids as they lie in the order, which is all the order takes from a draw."""
    if notice.choice is not None and notice.choice.listed:
        return list(notice.choice.listed)
    drawn = [row.uscc for row in order if _by_lot & set(row.reasons)]
    return drawn or None


_by_lot = frozenset({"drawn", "tie-decided-by-draw"})


def _place(row: OrderRow) -> Json:
    return {
        "place": row.place,
        "uscc": row.uscc,
        "award_fen": row.award_fen,
        "measure": row.measure,
        "reasons": list(row.reasons),
    }
