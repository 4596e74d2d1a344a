"""How alike two texts are: Sørensen and Dice on pairs of neighbouring letters, by textdistance (ADR 0092).

Chinese has no spaces between words; pairs of letters need no dictionary and are the same in both directions.
"""

from collections.abc import Iterable, Iterator

from chalicelib.kernel.entered import plain

WHOLE_BP = 10_000
_PAIR = 2


def alike(text: str, others: Iterable[tuple[str, str]], least_bp: int) -> Iterator[tuple[str, int]]:
    """Yield the names of texts that are like enough, with their likeness in basis points.

    >>> list(alike("营业执照变更跑了三趟", [("a", "变更营业执照跑了三趟"), ("b", "没有叫号屏")], 3500))
    [('a', 7777)]
    """
    from textdistance import Sorensen

    measure = Sorensen(qval=_PAIR, external=False)
    mine = _bare(text)
    for name, other in others:
        likeness_bp = int(measure.normalized_similarity(mine, _bare(other)) * WHOLE_BP)
        if likeness_bp >= least_bp:
            yield name, likeness_bp


def _bare(text: str) -> str:
    return "".join(letter for letter in plain(text) if letter.isalnum())
