"""The two-party beacon: a hash chain made beforehand and revealed link by link (docs/rules.md §3.2).

v(n) is random and v(i) = SHA256(v(i+1)), over the 32 raw bytes of a value: hexadecimal is only how values
are written. The anchor v(0) is published first. Whoever knows v(i) can check v(i+1) but not find it, so a
revealed value is the one that was fixed when the anchor was published, whatever pool it meets.
"""

import hashlib
import re

_VALUE = re.compile(r"[0-9a-f]{64}")

MAX_STEPS = 10_000
"""The longest stretch of a chain that is recomputed: some forty years of working days."""


def is_value(text: str) -> bool:
    """Tell whether a text is 32 bytes in lower-case hexadecimal, the only spelling a value has."""
    return _VALUE.fullmatch(text) is not None


def follows(previous_hex: str, revealed_hex: str) -> bool:
    """Tell whether a revealed value is the next link after the last one revealed (or the anchor)."""
    return is_value(revealed_hex) and steps_back(revealed_hex, 1) == previous_hex


def steps_back(value_hex: str, steps: int) -> str:
    """Return the value that many links nearer to the anchor.

    Raises:
        ValueError: when the text is not hexadecimal or the steps are negative or too many.
    """
    if not 0 <= steps <= MAX_STEPS:
        raise ValueError(f"a chain is walked back by 0 to {MAX_STEPS} links")
    value = bytes.fromhex(value_hex)
    for _ in range(steps):
        value = hashlib.sha256(value).digest()
    return value.hex()


def make_chain(last_value: bytes, length: int) -> tuple[str, ...]:
    """Return v(0) to v(length) made from the random last value; the index in the tuple is the link's number.

    The supervisor's browser makes the real chains (`beacon_chain.js`); this one serves demo data and tests.
    """
    values = [last_value]
    for _ in range(length):
        values.append(hashlib.sha256(values[-1]).digest())
    return tuple(value.hex() for value in reversed(values))
