"""The published record of one selection, `selection/1`: the rule, its inputs, the order they come to.

It exists from publication for every method. What a selection is computed from (the valid quotes with their
credit, the owner's scores) is public from the award on; before that only its digest is, which the ledger has
held since the opening. With the inputs anyone can compute the order again: `web/static/verify_selection.py`
is an independent writing of these rules, and the tests hold the two against each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection import credit, methods
from chalicelib.domain.marketplace.selection.methods import ALGORITHM_VERSION, Parameters
from chalicelib.domain.marketplace.selection.outcome import InvalidEntry, RankedEntry, Ranking
from chalicelib.domain.marketplace.selection.prices import AmountTerms, Quote, RateTerms, Terms
from chalicelib.domain.marketplace.selection.standings import NeedsDraw, NeedsOwner, settle
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.money import FULL_RATE_BP, MAX_FEN

FORMAT: Final = "selection/1"
Record = Mapping[str, Any]


def algorithm(method: Method) -> dict[str, Json]:
    """Name the algorithm of a method with its version."""
    return {"name": method.value, "version": ALGORITHM_VERSION}


def parameters_json(method: Method, parameters: Parameters) -> dict[str, Json]:
    """Write the parameters that the method reads."""
    own: Mapping[Method, dict[str, Json]] = {
        Method.LOWEST: {
            "low_price_share_bp": parameters.low_price_share_bp,
            "low_price_min_others": parameters.low_price_min_others,
        },
        Method.MEAN: {"trim_from": parameters.trim_from},
        Method.CREDIT: {"big_list": parameters.big_list, "small_list": parameters.small_list},
        Method.PROPOSAL: {"weights": list(parameters.weights)},
    }
    return own.get(method, {})


def input_json(uscc: str, amount_fen: int | None, rate_bp: int | None, credit_hundredths: int) -> Json:
    """Write one valid quote as the digest of the inputs covers it."""
    return {
        "uscc": uscc,
        "amount_fen": amount_fen,
        "rate_bp": rate_bp,
        "credit_hundredths": credit_hundredths,
    }


def verify(record: Record) -> str | None:
    """Return the first field that is not what the fields before it make it; None when all are right.

    Of a record whose inputs are not public yet nothing can be computed, and nothing is wrong with it.
    """
    if record["inputs"] is None:
        return None
    for field, must in _rules(record):
        if record[field] != must:
            return field
    return None


def _rules(record: Record) -> Iterator[tuple[str, Json]]:
    """Yield each field and what must stand in it, if all before it are right."""
    yield "format", FORMAT
    yield "algorithm", {"name": record["method"], "version": ALGORITHM_VERSION}
    yield "quotes", record["quotes"] if record["quotes"] in ("amount", "rate") else "amount"
    yield "inputs", sorted(record["inputs"], key=lambda row: row["uscc"])
    yield "inputs_hash", digest(record["inputs"])
    yield "scores_hash", None if record["scores"] is None else digest(record["scores"])
    order, outside = recompute(record)
    yield "order", order
    yield "outside", outside


def recompute(record: Record) -> tuple[Json, Json]:
    """Compute order and left-out again from the public inputs; None where a field before is impossible."""
    try:
        found = _found(record)
    except (KeyError, TypeError, ValueError):
        return None, None
    return [order_json(entry) for entry in found.order], [left_json(entry) for entry in found.outside]


def order_json(entry: RankedEntry) -> Json:
    """Write one place of the order with its reasons."""
    return {
        "place": entry.place,
        "uscc": entry.uscc,
        "award_fen": entry.award_amount_fen,
        "measure": entry.measure,
        "reasons": [str(reason) for reason in entry.reasons],
    }


def left_json(entry: InvalidEntry) -> Json:
    """Write one valid quote that a list left out."""
    return {"uscc": entry.uscc, "reasons": [str(reason) for reason in entry.reasons]}


def _found(record: Record) -> Ranking:
    method, given = Method(record["method"]), record["parameters"]
    scores = record["scores"]
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in given.items()
    }
    parameters = Parameters(
        **known,
        sheets=None if scores is None else {row["uscc"]: tuple(row["scores"]) for row in scores},
    )
    quotes = [
        Quote(row["uscc"], Decimal(row["credit_hundredths"]) / 100, row["amount_fen"], row["rate_bp"])
        for row in record["inputs"]
    ]
    found = methods.find(method, quotes, _terms(record), parameters)
    if isinstance(found, NeedsDraw):
        found = settle(found, _listed(record["drawn"]))
    if isinstance(found, NeedsOwner):
        found = credit.choose(found, record["chosen"])
    if not isinstance(found, Ranking):
        raise ValueError("these inputs come to no order")
    return found


def _listed(drawn: Sequence[str] | None) -> Sequence[str]:
    if drawn is None:
        raise ValueError("these inputs need a draw")
    return drawn


def _terms(record: Record) -> Terms:
    if record["quotes"] == "rate":
        return RateTerms(0, FULL_RATE_BP, record["control_price_fen"])
    return AmountTerms(MAX_FEN)
