"""The gateway of drand: the recorded round 1000 counts, and nothing that merely looks like a round (§3.2)."""

import json
from typing import Any

import pytest

from chalicelib.gateways.drand import DrandRounds, randomness_of
from chalicelib.gateways.http import HttpAnswer, HttpCall
from chalicelib.kernel.errors import Unavailable
from tests.factories.notices import rules

ROUND = 1000
SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
RANDOMNESS = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
RECORDED = {"round": ROUND, "randomness": RANDOMNESS, "signature": SIGNATURE}


class Answering:
    """A network that answers every call alike and remembers what was asked."""

    def __init__(self, status: int, body: bytes) -> None:
        self.asked: list[str] = []
        self._answer = HttpAnswer(status, body)

    def send(self, call: HttpCall) -> HttpAnswer:
        self.asked.append(call.url)
        return self._answer


def rounds(told: Any, status: int = 200) -> DrandRounds:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return DrandRounds("https://api.drand.sh/", Answering(status, body))


def test_the_recorded_round_is_the_hash_of_its_signature() -> None:
    assert rounds(RECORDED).value(rules().beacon.drand_chain, ROUND) == RANDOMNESS


def test_the_round_is_asked_of_its_own_chain() -> None:
    network = Answering(200, json.dumps(RECORDED).encode())

    DrandRounds("https://api.drand.sh", network).value(rules().beacon.drand_chain, ROUND)

    assert network.asked == [
        "https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/public/1000"
    ]


@pytest.mark.parametrize(
    "told",
    [
        {**RECORDED, "round": 1001},
        {**RECORDED, "randomness": "0" * 64},
        {**RECORDED, "randomness": RANDOMNESS.upper()},
        {**RECORDED, "signature": SIGNATURE[:-1] + "8"},
        {**RECORDED, "signature": "no hex"},
        {**RECORDED, "signature": ""},
        {"round": ROUND},
        [],
        None,
    ],
)
def test_what_is_not_that_round_is_no_value(told: Any) -> None:
    assert randomness_of(told, ROUND) is None
    with pytest.raises(Unavailable):
        rounds(told).value("chain", ROUND)


@pytest.mark.parametrize(("status", "body"), [(404, b"{}"), (425, b""), (200, b"<html>"), (302, b"")])
def test_a_round_that_is_not_there_yet_is_asked_for_again_later(status: int, body: bytes) -> None:
    with pytest.raises(Unavailable):
        rounds(body, status).value("chain", ROUND)


def test_without_an_address_the_kind_is_not_offered() -> None:
    assert not DrandRounds("").is_offered
    with pytest.raises(Unavailable):
        DrandRounds("").value("chain", ROUND)
