"""The hash chain: each value fits only behind the one before it, on the server and in the browser."""

import hashlib
import json
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.selection import beacon
from tests.unit.selection.samples import STATIC

last_values = st.binary(min_size=32, max_size=32)
needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="node is not installed: browser code not run"
)


@given(last_values, st.integers(1, 20))
def test_every_value_of_a_chain_follows_the_one_before(last_value: bytes, length: int) -> None:
    chain = beacon.make_chain(last_value, length)

    assert len(chain) == length + 1
    assert chain[-1] == last_value.hex()
    assert all(beacon.follows(chain[step], chain[step + 1]) for step in range(length))
    assert beacon.steps_back(chain[-1], length) == chain[0]


def test_the_hash_is_over_the_raw_bytes_and_not_over_their_spelling() -> None:
    value = bytes(32)

    assert beacon.follows(hashlib.sha256(value).hexdigest(), value.hex())
    assert not beacon.follows(hashlib.sha256(value.hex().encode()).hexdigest(), value.hex())


@pytest.mark.parametrize("revealed", ["", "00", "zz" * 32, "AB" * 32, "０" * 64, "0" * 63, "0" * 64 + "\n"])
def test_what_is_not_64_lower_case_hex_digits_follows_nothing(revealed: str) -> None:
    assert not beacon.follows("0" * 64, revealed)


def test_a_value_neither_skips_nor_repeats_a_link() -> None:
    chain = beacon.make_chain(bytes(32), 3)

    assert not beacon.follows(chain[0], chain[2])
    assert not beacon.follows(chain[1], chain[1])


def test_nobody_can_make_us_walk_a_chain_without_end() -> None:
    with pytest.raises(ValueError):
        beacon.steps_back("0" * 64, beacon.MAX_STEPS + 1)


@needs_node
def test_the_chain_made_in_the_browser_is_walked_link_by_link_and_its_faults_are_named() -> None:
    run = ["node", "tests/unit/selection/chain_steps.js", str(STATIC / "beacon_chain.js")]
    walked = json.loads(
        subprocess.run(run, capture_output=True, check=True, timeout=60, cwd=STATIC.parents[2]).stdout
    )

    file = walked["file"]
    assert (file["format"], file["length"]) == ("beacon-chain/1", 3)
    assert [file["anchor"], *file["values"]] == list(beacon.make_chain(bytes.fromhex(file["values"][-1]), 3))
    assert walked["steps"][:3] == [
        {"value": value, "left": 2 - at, "chain": file["anchor"][:8]}
        for at, value in enumerate(file["values"])
    ]
    assert walked["steps"][3] == "used-up"
    assert walked["stranger"] == "not-this-chain"
    assert walked["today"] == "revealed-today"
    assert walked["broken"] == "broken-link"
    assert walked["unreadable"] == "not-a-chain"
    assert walked["tooLong"] == "bad-length"


@needs_node
def test_anchor_and_length_of_the_form_are_those_of_the_file_just_made() -> None:
    run = ["node", "tests/unit/selection/chain_page.js", str(STATIC / "beacon_chain.js")]

    page = json.loads(
        subprocess.run(run, capture_output=True, check=True, timeout=60, cwd=STATIC.parents[2]).stdout
    )

    file = page["file"]
    assert (page["anchor"]["value"], page["length"]["value"]) == (file["anchor"], str(file["length"]))
    assert file["length"] == len(file["values"]) == 7
    assert page["anchor"]["readOnly"]
    assert page["length"]["readOnly"]
