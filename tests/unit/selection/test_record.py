"""How a draw record grows, and that it says exactly what its schema allows."""

import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from chalicelib.domain.marketplace.selection.record import (
    Beacon,
    BeaconKind,
    DrawMethod,
    DrawRecord,
    commit,
    freeze,
    from_json,
    reveal,
)
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from tests.unit.selection.samples import (
    IDS,
    NOTICE_NO,
    ROOT,
    SECRET,
    VALUE,
    committed,
    drand_drawn,
    drawn,
    frozen,
    vector,
)

SCHEMA = json.loads((ROOT / "schemas" / "draw-1.json").read_text("utf-8"))
EVERY_RECORD = [
    *(make(method) for make in (committed, frozen, drawn) for method in DrawMethod),
    drand_drawn(),
]


def known(record: DrawRecord) -> set[str]:
    return {name for name, value in record.to_json().items() if value is not None}


@pytest.mark.parametrize("record", EVERY_RECORD)
def test_every_stage_of_every_method_is_valid_by_the_schema_and_by_recomputation(record: DrawRecord) -> None:
    assert not list(Draft202012Validator(SCHEMA).iter_errors(record.to_json()))
    assert verify(record).first_wrong is None
    assert from_json(json.loads(json.dumps(record.to_json()))) == record


def test_the_examples_of_the_schema_pass_it_and_the_invalid_ones_fail() -> None:
    validator = Draft202012Validator(SCHEMA)
    Draft202012Validator.check_schema(SCHEMA)

    assert all(validator.is_valid(example) for example in SCHEMA["examples"])
    assert not any(validator.is_valid(example) for example in SCHEMA["x-invalid-examples"])


def test_the_schemas_examples_of_draws_are_right() -> None:
    assert all(verify(example).first_wrong is None for example in SCHEMA["examples"])


def test_nothing_is_known_before_its_time() -> None:
    always = {"format", "notice_no", "status", "method", "commitment", "beacon"}

    assert known(committed()) == always
    assert known(frozen()) == always | {"ids", "root"}
    assert known(frozen(DrawMethod.WEIGHTED)) == always | {"ids", "root", "tickets", "take"}
    assert known(drawn()) == always | {"ids", "root", "secret", "seed", "order"}


def test_the_record_of_the_vector_is_made_by_the_three_steps() -> None:
    expected = vector("random")
    beacon = Beacon(commitment=expected["beacon"]["commitment"])

    record = reveal(
        freeze(commit(NOTICE_NO, DrawMethod.RANDOM, SECRET, beacon), reversed(IDS)),
        SECRET,
        replace(beacon, round=1, value=VALUE),
    )

    assert record.to_json() == expected
    assert verify(record).status is Verdict.RIGHT


def test_the_tickets_follow_their_agencies_into_the_ascending_order() -> None:
    tickets = {"C": 3, "A": 1, "B": 2}

    record = freeze(committed(DrawMethod.WEIGHTED), tickets, tickets=tickets, take=9)

    assert (record.ids, record.tickets, record.take) == (("A", "B", "C"), (1, 2, 3), 3)


def test_a_secret_has_32_bytes_and_the_beacon_no_value_when_the_notice_is_published() -> None:
    with pytest.raises(ValueError):
        commit(NOTICE_NO, DrawMethod.RANDOM, SECRET[:31], Beacon(commitment="0" * 64))
    with pytest.raises(ValueError):
        commit(NOTICE_NO, DrawMethod.RANDOM, SECRET, Beacon(commitment="0" * 64, value=VALUE))


def test_a_pool_is_frozen_once_and_with_what_its_method_needs() -> None:
    for record in (frozen(), drawn()):
        with pytest.raises(ValueError):
            freeze(record, IDS)
    with pytest.raises(ValueError):
        freeze(committed(), IDS, tickets=dict.fromkeys(IDS, 1))
    with pytest.raises(ValueError):
        freeze(committed(), IDS, take=2)
    with pytest.raises(ValueError):
        freeze(committed(DrawMethod.WEIGHTED), IDS)
    with pytest.raises(ValueError):
        freeze(committed(DrawMethod.WEIGHTED), IDS, tickets=dict.fromkeys(IDS, 1), take=0)


@pytest.mark.parametrize(
    "change",
    [
        {"value": None},
        {"value": "ff" * 32},
        {"value": VALUE.upper()},
        {"round": 2},
        {"commitment": "0" * 64},
        {"kind": BeaconKind.DRAND},
    ],
)
def test_only_the_beacon_named_at_publication_can_draw(change: dict[str, object]) -> None:
    record = frozen()
    right = replace(record.beacon, round=3, value=VALUE)

    with pytest.raises(ValueError):
        reveal(record, SECRET, replace(right, **change))  # type: ignore[arg-type]


def test_another_round_of_drand_than_the_named_one_cannot_draw() -> None:
    named = Beacon(BeaconKind.DRAND, round=1000)
    record = freeze(commit(NOTICE_NO, DrawMethod.RANDOM, SECRET, named), IDS)

    with pytest.raises(ValueError):
        reveal(record, SECRET, replace(named, round=1001, value=VALUE))


def test_only_the_committed_secret_draws_and_only_a_frozen_pool_once() -> None:
    beacon = replace(frozen().beacon, round=3, value=VALUE)

    with pytest.raises(ValueError):
        reveal(frozen(), bytes(32), beacon)
    for record in (committed(), drawn()):
        with pytest.raises(ValueError):
            reveal(record, SECRET, beacon)
