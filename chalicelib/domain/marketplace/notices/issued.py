"""Every award (中选) that was issued, and what became of it (docs/rules.md §2.1, §2.3; [L1 art 46 para 2]).

An award binds both sides, so none that was issued ever leaves the record: not the one whose winner left,
which stays with its dropout, and not the one that the owner refused.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.marketplace.notices.facts import Award, Candidate, Dropout
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.records import dataclass

WAITING = "to-accept"
ACCEPTED = "accepted"
OWNER_REFUSED = "owner-refused"
CANCELLED = "cancelled"
"""What became of an award, besides the codes for which a winner leaves."""


@dataclass(frozen=True, slots=True)
class IssuedAward:
    """One award; `follows` is the number of the award before, in whose place a reserve stepped in."""

    award_no: str
    at: datetime
    winner: Candidate
    outcome: str
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""
    follows: str | None = None


def issued_awards(notice: Notice) -> tuple[IssuedAward, ...]:
    """Return all awards of a notice in the order in which they were issued."""
    found = [_ended(left.award, left) for left in notice.dropouts if left.award is not None]
    last = notice.award
    if last is not None and all(one.award_no != last.award_no for one in found):
        refused = refusal_of(notice)
        found.append(_ended(last, refused) if refused else _standing(last, notice))
    before = [None, *(one.award_no for one in found)]
    return tuple(replace(one, follows=number) for one, number in zip(found, before, strict=False))


def refusal_of(notice: Notice) -> Dropout | None:
    """Return the winner whose award the owner refused, with the owner's reason, as one that left."""
    ending, award = notice.ending, notice.award
    if award is None or ending is None or ending.code is not FailureCode.OWNER_REFUSED:
        return None
    return Dropout(award.winner, OWNER_REFUSED, ending.at, ending.reason, award=award)


def leavers(notice: Notice) -> Mapping[str, Dropout]:
    """Return everybody who stood first and does no more, by code: who left, and whom the owner refused."""
    refused = refusal_of(notice)
    return {left.candidate.uscc: left for left in (*notice.dropouts, *((refused,) if refused else ()))}


def _ended(award: Award, left: Dropout) -> IssuedAward:
    return IssuedAward(
        award.award_no, award.at, award.winner, left.code, award.accepted_at, left.at, left.reason
    )


def _standing(award: Award, notice: Notice) -> IssuedAward:
    issued = IssuedAward(award.award_no, award.at, award.winner, WAITING, award.accepted_at)
    if notice.ending is not None:
        return replace(issued, outcome=CANCELLED, ended_at=notice.ending.at, reason=notice.ending.reason)
    return issued if award.accepted_at is None else replace(issued, outcome=ACCEPTED)
