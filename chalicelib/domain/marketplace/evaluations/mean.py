"""The weighted mean of an evaluation (docs/rules.md §2.6): owner 50, department 30, centre 20, exactly.

A party that said nothing, or whose opinion was set aside, is no data: nothing is filled in for it, and the
weights of the others keep their proportion. There are no floats.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from chalicelib.domain.marketplace.evaluations.facts import DIMENSIONS, Opinion, Party, Scores


def mean_of(scores: Scores) -> Fraction:
    """Return the mean of one party's five dimensions.

    >>> mean_of(Scores(5, 4, 5, 4, 4, overall=5))
    Fraction(22, 5)
    """
    return Fraction(sum(getattr(scores, name) for name in DIMENSIONS), len(DIMENSIONS))


def shares(opinions: Iterable[Opinion], weights: Mapping[Party, int]) -> dict[Party, Fraction]:
    """Return how much of the whole each party that counts has; together they make 1, or nothing at all."""
    present = [one.party for one in opinions if one.set_aside_at is None]
    total = sum(weights[party] for party in present)
    return {party: Fraction(weights[party], total) for party in present} if total else {}


def weighted_mean(opinions: Iterable[Opinion], weights: Mapping[Party, int]) -> Fraction | None:
    """Return the mean of all parties that count; None when there is no data."""
    counted = [one for one in opinions if one.set_aside_at is None]
    parts = shares(counted, weights)
    if not parts:
        return None
    return sum((parts[one.party] * mean_of(one.scores) for one in counted), Fraction())


def dimension_means(opinions: Iterable[Opinion], weights: Mapping[Party, int]) -> dict[str, Fraction]:
    """Return the weighted mean of each dimension and of the overall impression; empty without data."""
    counted = [one for one in opinions if one.set_aside_at is None]
    parts = shares(counted, weights)
    if not parts:
        return {}
    return {
        name: sum((parts[one.party] * getattr(one.scores, name) for one in counted), Fraction())
        for name in (*DIMENSIONS, "overall")
    }


def average(values: Sequence[Fraction]) -> Fraction | None:
    """Return the mean of several evaluations, each of the same weight; None without any."""
    return sum(values, Fraction()) / len(values) if values else None
