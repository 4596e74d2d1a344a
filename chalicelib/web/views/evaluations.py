"""An agency's evaluations as a table, and their mean: exact fractions, written with two decimals (§2.6)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from chalicelib.domain.marketplace.evaluations.facts import DIMENSIONS
from chalicelib.domain.marketplace.evaluations.mean import average
from chalicelib.kernel.errors import NotFound
from chalicelib.web.i18n import translate
from chalicelib.web.labels.contracts import DIMENSIONS as WORDS
from chalicelib.web.views.contracts import hundredths

Cards = Sequence[Mapping[str, Any]]


def evaluation_rows(cards: Cards) -> list[dict[str, Any]]:
    """Return one row an evaluation; one without data says so and counts nowhere."""
    return [
        {
            "notice_no": card["notice_no"],
            "title": card.get("title", card["notice_no"]),
            "owner_name": card.get("owner_name", ""),
            "at": card["evaluated_at"],
            "mean": hundredths(Fraction(card["mean"])) if card.get("mean") else None,
            "parties": card.get("parties", ()),
        }
        for card in cards
    ]


def mean_rows(cards: Cards) -> list[tuple[str, str]]:
    """Return each dimension with the mean of the evaluations that have one; empty without data."""
    counted = [card["means"] for card in cards if card.get("means")]
    if not counted:
        return []
    found = ((name, average([Fraction(means[name]) for means in counted])) for name in DIMENSIONS)
    return [(name, hundredths(mean) or "") for name, mean in found]


def drawn_rows(cards: Cards, locale: str) -> list[tuple[str, str]]:
    """Return the same with the names that a drawing shows.

    Raises:
        NotFound: without data there is nothing to draw.
    """
    rows = mean_rows(cards)
    if not rows:
        raise NotFound("not-found", kind="evaluation")
    return [(translate(WORDS[name], locale), mean) for name, mean in rows]
