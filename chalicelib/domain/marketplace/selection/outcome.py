"""What every selection method ends in: a full order, or a failure with its code (docs/rules.md §3, §3.8).

The order is complete, since the places after the first are the reserves: a dropout never needs a second
selection. Reason codes are kebab-case and tell each agency why it stands where it stands.
"""

from enum import StrEnum

from chalicelib.kernel.records import dataclass


class FailureCode(StrEnum):
    """Why a notice ended without an award."""

    TOO_FEW = "TOO_FEW"
    ALL_INVALID = "ALL_INVALID"
    NO_RESERVE = "NO_RESERVE"
    OWNER_TIMEOUT = "OWNER_TIMEOUT"
    OWNER_REFUSED = "OWNER_REFUSED"
    OWNER_CANCELLED = "OWNER_CANCELLED"
    BEACON_TIMEOUT = "BEACON_TIMEOUT"
    COMPLAINT = "COMPLAINT"


class Reason(StrEnum):
    """Why an agency got its place, or why its quote does not count."""

    DRAWN = "drawn"
    NAMED = "named-by-owner"
    CHOSEN = "chosen-by-owner"
    SMALL_LIST = "on-small-list"
    CUT = "cut-from-big-list"
    NOT_DRAWN = "not-drawn-for-small-list"
    HIGHEST_TOTAL = "highest-total"
    LOWER_TOTAL = "lower-total"
    TIE_BY_PRICE = "tie-decided-by-price"
    NEAREST_MEAN = "nearest-to-mean"
    FARTHER_FROM_MEAN = "farther-from-mean"
    TIE_BY_LOWER_QUOTE = "tie-decided-by-lower-quote"
    TRIMMED = "trimmed-extreme"
    LOWEST_PRICE = "lowest-price"
    HIGHER_PRICE = "higher-price"
    TIE_BY_CREDIT = "tie-decided-by-credit"
    TIE_BY_DRAW = "tie-decided-by-draw"
    ABNORMALLY_LOW = "abnormally-low"
    ABNORMALLY_LOW_REJECTED = "abnormally-low-rejected"
    NO_QUOTE = "no-quote"
    WRONG_KIND = "wrong-kind-of-quote"
    NOT_POSITIVE = "not-positive"
    BELOW_FLOOR = "below-floor"
    ABOVE_CEILING = "above-ceiling"
    RATE_BELOW_RANGE = "rate-below-range"
    RATE_ABOVE_RANGE = "rate-above-range"


@dataclass(frozen=True, slots=True)
class RankedEntry:
    """One agency's place (1 is the winner, 2 the first reserve), its quote and what it would be paid.

    `award_amount_fen` is None where a rate was quoted for a price that is not known yet; `measure` is what
    the method compared, where that is not the price itself.
    """

    uscc: str
    place: int
    amount_fen: int | None
    rate_bp: int | None
    award_amount_fen: int | None
    reasons: tuple[str, ...]
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class InvalidEntry:
    """A quote that does not count, as it was made, with every reason against it."""

    uscc: str
    amount_fen: int | None
    rate_bp: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The full order of the agencies that compete, those that do not count, and those left out (by USCC).

    `outside` are valid quotes that a list of the credit method left out.
    """

    order: tuple[RankedEntry, ...]
    invalid: tuple[InvalidEntry, ...] = ()
    outside: tuple[InvalidEntry, ...] = ()

    @property
    def winner(self) -> RankedEntry:
        """Return the first place."""
        return self.order[0]


@dataclass(frozen=True, slots=True)
class Failure:
    """The selection ended without an order; the invalid quotes are kept to be explained."""

    code: FailureCode
    invalid: tuple[InvalidEntry, ...] = ()


def find_shortage(submitted: int, valid: int, min_valid: int) -> FailureCode | None:
    """Name the failure when too few are left, or None when the selection may go on.

    Too few from the start is TOO_FEW, and so are too few valid ones; that none of enough is valid is
    ALL_INVALID.

    >>> find_shortage(submitted=3, valid=0, min_valid=2)
    <FailureCode.ALL_INVALID: 'ALL_INVALID'>
    """
    if submitted >= min_valid and valid == 0:
        return FailureCode.ALL_INVALID
    return FailureCode.TOO_FEW if valid < max(min_valid, 1) else None
