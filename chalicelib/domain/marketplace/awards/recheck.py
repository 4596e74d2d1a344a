"""The candidate's second look (docs/rules.md §3.0): eligible again, and not intercepted, or out."""

from collections.abc import Iterable

from chalicelib.domain.marketplace.eligibility import Gate, failed_codes, is_eligible
from chalicelib.domain.marketplace.guards import Guards
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass

INTERCEPTED = "intercepted"
INELIGIBLE = "ineligible"


@dataclass(frozen=True, slots=True)
class Recheck:
    """Why the candidate must leave, if it must, and which gates it no longer passes."""

    code: str | None
    gates: tuple[str, ...] = ()


def recheck(gates: Iterable[Gate], guards: Guards) -> Recheck:
    """Judge a candidate again; an interception outweighs everything."""
    judged = tuple(gates)
    if guards.intercepted is not None:
        return Recheck(INTERCEPTED, failed_codes(judged))
    return Recheck(None) if is_eligible(judged) else Recheck(INELIGIBLE, failed_codes(judged))


def check_stands(result: Recheck) -> None:
    """Refuse to award or to accept for a candidate that must leave.

    Raises:
        Conflict: `winner-out`, with why and the failed gates.
    """
    if result.code is not None:
        raise Conflict("winner-out", reason=result.code, gates=list(result.gates))
