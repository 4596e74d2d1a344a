"""What kind of matter a case is (办件类型, evaluation.md §3.5).

The national standard calls 1 a matter done at once and 2 a promised one; a Zhejiang text says it the other
way round, so the code system is always named.
"""

from enum import StrEnum
from typing import Final

from chalicelib.domain.satisfaction.codes.declared import DeclaredCodes


class Promise(StrEnum):
    """By when the matter is promised."""

    AT_ONCE = "AT_ONCE"
    """即办件."""
    PROMISED = "PROMISED"
    """承诺件."""
    OTHER = "OTHER"
    """其他."""


class PromiseSystem(StrEnum):
    """A code system of promises."""

    GBT39046_A6 = "GBT39046_A6"
    """GB/T 39046-2020 table A.6."""
    PROMISETIME = "PROMISETIME"
    """The field of a Shandong city: as the standard, without other."""
    ZJ = "ZJ"
    """Zhejiang: the other way round."""


_UPWARDS: Final = {"1": Promise.AT_ONCE, "2": Promise.PROMISED}
_PROMISES: Final[DeclaredCodes[Promise]] = DeclaredCodes(
    {
        PromiseSystem.GBT39046_A6: {**_UPWARDS, "9": Promise.OTHER},
        PromiseSystem.PROMISETIME: _UPWARDS,
        PromiseSystem.ZJ: {"1": Promise.PROMISED, "2": Promise.AT_ONCE},
    }
)


def read_promise(code: str | int, system: str) -> Promise:
    """Return what a promise's code means in a declared system.

    Raises:
        Invalid: `code-system-undeclared`, or `unknown-code` at `/promise_type`.
    """
    return _PROMISES.read(code, system, "/promise_type")
