"""Fetches a round of drand quicknet and believes nothing but its arithmetic (docs/rules.md §3.2, ADR 0044).

An answer counts when it is the round that was asked for and its randomness is the SHA-256 of its signature.
The BLS signature itself is checked by whoever wants to, with a library; the named round and the public
chain make a lie of the gateway evident to everybody.
"""

import hashlib
import json
from typing import Any

from chalicelib.gateways.http import HttpCall, HttpTransport, Transport
from chalicelib.kernel.errors import Unavailable

OK = 200


class DrandRounds:
    """The rounds of one chain behind an HTTP address; without an address the kind is not offered."""

    def __init__(self, url: str, transport: Transport | None = None) -> None:
        """Use an address such as `https://api.drand.sh`; `transport` carries the calls."""
        self._url, self._transport = url.rstrip("/"), transport or HttpTransport()

    @property
    def is_offered(self) -> bool:
        """Tell whether this deployment can fetch rounds."""
        return bool(self._url)

    def value(self, chain: str, number: int) -> str:
        """Return the randomness of a round, in hexadecimal.

        Raises:
            Unavailable: when it cannot be fetched (yet), or is not what a round of the chain must be.
        """
        if not self._url:
            raise Unavailable
        answer = self._transport.send(HttpCall(f"{self._url}/{chain}/public/{number}"))
        if answer.status != OK:
            raise Unavailable
        found = randomness_of(_read(answer.body), number)
        if found is None:
            raise Unavailable
        return found


def randomness_of(told: Any, number: int) -> str | None:
    """Return the randomness of what a gateway told about a round; None when it is not right.

    >>> randomness_of({"round": 1, "randomness": "00", "signature": "00"}, 1) is None
    True
    """
    if not isinstance(told, dict) or told.get("round") != number:
        return None
    try:
        signature = bytes.fromhex(told["signature"])
    except (KeyError, TypeError, ValueError):
        return None
    expected = hashlib.sha256(signature).hexdigest()
    return expected if signature and told.get("randomness") == expected else None


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise Unavailable from error
