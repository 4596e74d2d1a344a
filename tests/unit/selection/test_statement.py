"""The selection record: server and script agree on every method, and name the first wrong field."""

import copy
import json
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection import credit, methods, statement
from chalicelib.domain.marketplace.selection.methods import Parameters
from chalicelib.domain.marketplace.selection.outcome import Ranking
from chalicelib.domain.marketplace.selection.prices import AmountTerms, Quote, RateTerms, Terms
from chalicelib.domain.marketplace.selection.standings import NeedsDraw, NeedsOwner, settle
from chalicelib.kernel.canonical import digest
from tests.unit.selection.samples import STATIC

SCRIPT = STATIC / "verify_selection.py"
IDS = (
    "91110000600037341L",
    "91350100M000100Y43",
    "91370700MA3C0000X7",
    "91370705123456789B",
    "91370705MA40000001",
)
Row = tuple[int, int]


def record(method: Method, rows: list[Row], rate: bool = False, trim: int = 0) -> dict[str, Any]:
    """Return the record of a selection among quotes of (figure, credit in hundredths), drawn backwards."""
    ids = IDS[: len(rows)]
    inputs: list[Any] = [
        statement.input_json(uscc, None if rate else figure, figure if rate else None, score)
        for uscc, (figure, score) in zip(ids, rows, strict=True)
    ]
    sheets = {uscc: (figure % 3, score % 2) for uscc, (figure, score) in zip(ids, rows, strict=True)}
    scores = [{"uscc": uscc, "scores": list(sheets[uscc])} for uscc in sorted(sheets)]
    parameters = Parameters(7_000, 2, trim, 3, 2, (30, 70), sheets if method is Method.PROPOSAL else None)
    quotes = [
        Quote(row["uscc"], Decimal(row["credit_hundredths"]) / 100, row["amount_fen"], row["rate_bp"])
        for row in inputs
    ]
    terms: Terms = RateTerms(0, 10_000, 12_345) if rate else AmountTerms(10**9)
    found, drawn, chosen = methods.find(method, quotes, terms, parameters), None, None
    if isinstance(found, NeedsDraw):
        drawn = list(reversed(found.pool))[: found.take or len(found.pool)]
        found = settle(found, drawn)
    if isinstance(found, NeedsOwner):
        chosen = found.candidates[-1].uscc
        found = credit.choose(found, chosen)
    assert isinstance(found, Ranking)
    return {
        "format": statement.FORMAT,
        "notice_no": "ZJ-370700-2026-000042",
        "method": method.value,
        "algorithm": statement.algorithm(method),
        "profile": "WF-MARKET-1",
        "parameters": statement.parameters_json(method, parameters),
        "quotes": "rate" if rate else "amount",
        "control_price_fen": 12_345 if rate else None,
        "draw": None if drawn is None else "/draws/ZJ-370700-2026-000042.json",
        "inputs_hash": digest(inputs),
        "inputs": inputs,
        "scores_hash": digest(scores) if method is Method.PROPOSAL else None,
        "scores": scores if method is Method.PROPOSAL else None,
        "drawn": drawn,
        "chosen": chosen,
        "order": [statement.order_json(entry) for entry in found.order],
        "outside": [statement.left_json(entry) for entry in found.outside],
    }


def run_script(given_record: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), "-"],
        input=json.dumps(given_record),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


SAMPLES = {
    "direct": record(Method.DIRECT, [(500, 10_000)]),
    "random": record(Method.RANDOM, [(500, 10_000), (500, 9_000), (500, 8_000)]),
    "credit": record(Method.CREDIT, [(500, 9_500), (510, 9_000), (520, 9_000), (530, 9_000), (540, 10)]),
    "proposal": record(Method.PROPOSAL, [(500, 9_500), (500, 9_500), (503, 9_001), (502, 9_000)]),
    "lowest": record(Method.LOWEST, [(100, 9_500), (500, 9_500), (500, 9_500), (500, 9_000)]),
    "lowest rate": record(Method.LOWEST, [(1_000, 9_500), (1_500, 9_500), (1_500, 9_000)], rate=True),
    "mean": record(Method.MEAN, [(100, 9_500), (110, 9_500), (120, 9_500), (110, 9_000)]),
    "mean trimmed": record(Method.MEAN, [(1, 1), (100, 9_500), (110, 9_500), (120, 9_500), (900, 9)], trim=5),
    "mean of rates": record(Method.MEAN, [(1_000, 9_500), (1_001, 9_500), (1_000, 9_500)], rate=True),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_script_and_server_find_every_right_record_right(name: str) -> None:
    ran = run_script(SAMPLES[name])

    assert statement.verify(SAMPLES[name]) is None
    assert ran.returncode == 0, ran.stdout + ran.stderr


def spoilt(name: str, field: str) -> dict[str, Any]:
    copied = copy.deepcopy(SAMPLES[name])
    if field == "order":
        copied["order"].reverse() if len(copied["order"]) > 1 else copied["order"].clear()
    elif field == "outside":
        copied["outside"].append({"uscc": IDS[0], "reasons": []})
    elif field == "inputs":
        copied["inputs"].append(copied["inputs"][0])
    elif field == "algorithm":
        copied["algorithm"]["version"] = 2
    else:
        copied[field] = "0" * 64
    return copied


FIELDS = ("format", "algorithm", "quotes", "inputs_hash", "scores_hash", "order", "outside")


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("field", FIELDS)
def test_script_and_server_name_the_same_first_wrong_field(name: str, field: str) -> None:
    changed = spoilt(name, field)

    ran = run_script(changed)

    assert statement.verify(changed) == field
    assert ran.returncode == 1
    assert ran.stdout.rstrip().endswith(f"first wrong field: {field}")


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "direct"])
def test_a_quote_changed_with_its_digest_changes_the_order_or_is_found_there(name: str) -> None:
    changed = copy.deepcopy(SAMPLES[name])
    changed["order"][0]["reasons"] = ["because"]

    assert statement.verify(changed) == "order"
    assert run_script(changed).returncode == 1


def test_before_the_award_there_is_nothing_to_compute() -> None:
    closed = {**SAMPLES["mean"], "inputs": None, "order": None, "outside": None}

    assert statement.verify(closed) is None
    assert run_script(closed).returncode == 2


figures = st.lists(
    st.tuples(st.integers(1, 8), st.sampled_from([10_000, 9_950, 6_000])), min_size=1, max_size=5
)


@given(st.sampled_from([method for method in Method if method is not Method.DIRECT]), figures, st.booleans())
@settings(max_examples=25, deadline=None)
def test_script_and_server_agree_on_whatever_was_quoted(method: Method, rows: list[Row], rate: bool) -> None:
    any_record = record(method, rows, rate=rate, trim=5)

    ran = run_script(any_record)

    assert statement.verify(any_record) is None
    assert ran.returncode == 0, ran.stdout + ran.stderr
