"""Walks the stored order to the next reserve (递补) that still passes (docs/rules.md §2.1; [L2 art 49])."""

from collections.abc import Callable, Iterable

from chalicelib.domain.marketplace.awards.recheck import Recheck
from chalicelib.domain.marketplace.notices.facts import Candidate
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Passed:
    """A reserve that was passed over, and why."""

    candidate: Candidate
    result: Recheck


@dataclass(frozen=True, slots=True)
class NextReserve:
    """The reserve that steps in, if any is left, and those passed over on the way."""

    candidate: Candidate | None
    passed_over: tuple[Passed, ...]


def next_reserve(
    order: Iterable[Candidate], after_rank: int, look: Callable[[Candidate], Recheck]
) -> NextReserve:
    """Find the first candidate behind a rank that `look` lets stand.

    The order is read lazily and each candidate is looked at once, so an early answer costs little.

    Raises:
        ValueError: when the order is not ascending by rank.
    """
    passed_over: list[Passed] = []
    last = 0
    for candidate in order:
        if candidate.rank <= last:
            raise ValueError("the stored order ascends by rank")
        last = candidate.rank
        if candidate.rank <= after_rank:
            continue
        result = look(candidate)
        if result.code is None:
            return NextReserve(candidate, tuple(passed_over))
        passed_over.append(Passed(candidate, result))
    return NextReserve(None, tuple(passed_over))
