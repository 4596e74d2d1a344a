"""How much a measure reads like an earlier one of the unit; a close one is warned of (evaluation.md §4).

Likeness is Dice's: twice the pairs of neighbouring letters that two texts share, by all pairs of both. It is
the same in both directions and quick for many texts. They lie in the vault: the caller brings and drops them.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from chalicelib.kernel.entered import plain

WHOLE_BP = 10_000


def likeness_bp(text: str, earlier: Iterable[str]) -> int:
    """Return how like the closest earlier text is, in basis points; spaces and full width do not count.

    >>> likeness_bp("已补齐样表并公布", ["已补齐 样表并公布", "已道歉"])
    10000
    """
    mine = _pairs(text)
    return max((_dice_bp(mine, _pairs(other)) for other in earlier), default=0)


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise("".join(plain(text).split())))


def _dice_bp(mine: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> int:
    shared, all_pairs = (mine & other).total(), mine.total() + other.total()
    return 2 * WHOLE_BP * shared // all_pairs if all_pairs else 0
