"""Outcomes of callbacks and the class that AAPOR counts each in (evaluation.md §3.4).

Nobody is contacted in a list of named persons without being eligible; still the strict rate counts the
unknown (U) as eligible, and the rate without them is published beside it. What is not eligible stays out of
every response rate: counting all of 4.x as unknown, as some packages do, depresses the rate.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from chalicelib.kernel.records import dataclass


class Outcome(StrEnum):
    """How a callback ended; ours."""

    COMPLETE = "COMPLETE"
    PARTIAL = "PARTIAL"
    REFUSED = "REFUSED"
    BREAKOFF = "BREAKOFF"
    CALL_LATER = "CALL_LATER"
    OTHER_PERSON = "OTHER_PERSON"
    LANGUAGE = "LANGUAGE"
    HEARING = "HEARING"
    DECEASED = "DECEASED"
    NO_ANSWER = "NO_ANSWER"
    BUSY = "BUSY"
    OFF = "OFF"
    BLOCKED = "BLOCKED"
    NOT_TRIED = "NOT_TRIED"
    DEAD_NUMBER = "DEAD_NUMBER"
    WRONG_PERSON = "WRONG_PERSON"
    DUPLICATE = "DUPLICATE"


class Group(StrEnum):
    """What AAPOR counts an outcome as."""

    INTERVIEW = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NO_CONTACT = "NC"
    OTHER = "O"
    UNKNOWN = "U"
    NOT_ELIGIBLE = "NE"


@dataclass(frozen=True, slots=True)
class Disposition:
    """An outcome's AAPOR code and class."""

    aapor: str
    group: Group


DISPOSITIONS: Final[Mapping[Outcome, Disposition]] = {
    Outcome.COMPLETE: Disposition("1.000", Group.INTERVIEW),
    Outcome.PARTIAL: Disposition("1.200", Group.PARTIAL),
    Outcome.REFUSED: Disposition("2.110", Group.REFUSAL),
    Outcome.BREAKOFF: Disposition("2.120", Group.REFUSAL),
    Outcome.CALL_LATER: Disposition("2.210", Group.NO_CONTACT),
    Outcome.OTHER_PERSON: Disposition("2.210", Group.NO_CONTACT),
    Outcome.LANGUAGE: Disposition("2.330", Group.OTHER),
    Outcome.HEARING: Disposition("2.320", Group.OTHER),
    Outcome.DECEASED: Disposition("2.310", Group.OTHER),
    Outcome.NO_ANSWER: Disposition("3.130", Group.UNKNOWN),
    Outcome.BUSY: Disposition("3.120", Group.UNKNOWN),
    Outcome.OFF: Disposition("3.160", Group.UNKNOWN),
    Outcome.BLOCKED: Disposition("3.150", Group.UNKNOWN),
    Outcome.NOT_TRIED: Disposition("3.110", Group.UNKNOWN),
    Outcome.DEAD_NUMBER: Disposition("4.320", Group.NOT_ELIGIBLE),
    Outcome.WRONG_PERSON: Disposition("4.700", Group.NOT_ELIGIBLE),
    Outcome.DUPLICATE: Disposition("4.810", Group.NOT_ELIGIBLE),
}


def grouped(outcomes: Mapping[Outcome, int]) -> dict[Group, int]:
    """Add up the outcomes of each class, nought where there are none.

    Raises:
        ValueError: when a count is below nought.
    """
    if any(count < 0 for count in outcomes.values()):
        raise ValueError("a count is below nought")
    return {
        group: sum(count for outcome, count in outcomes.items() if DISPOSITIONS[outcome].group is group)
        for group in Group
    }
