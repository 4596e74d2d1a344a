"""How many texts of a kind a month are to be expected: what the last whole month had (evaluation.md §7.9)."""

from chalicelib.domain.satisfaction.statistics.periods import last_periods
from chalicelib.domain.satisfaction.statistics.tally import bad_of
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.usecases.hotline.read_figures import texted_in
from chalicelib.usecases.ports import House
from chalicelib.usecases.ratings.read_figures import month_of

ABOUT_ORDERS = frozenset({TextKind.RECEIPT, TextKind.FEEDBACK, TextKind.VERDICT})


ABOUT_ITEMS = frozenset({TextKind.ITEM_RECEIPT, TextKind.ITEM_EXTENDED, TextKind.ITEM_REPLIED})


def expected_a_month(house: House, kind: TextKind) -> int:
    """Return the texts of the last whole month, of this month while there is no other; one Query or two.

    A reminder and a question go to some of those who are asked: their number is an upper bound.
    """
    this_month, last_month = last_periods(house.clock.product_now(), 2)
    return _texts(house, kind, last_month) or _texts(house, kind, this_month)


def _texts(house: House, kind: TextKind, period: str) -> int:
    if kind in ABOUT_ITEMS:
        return texted_in(house, period)
    months = month_of(house, period)
    if kind in ABOUT_ORDERS:
        return sum(bad_of(month.tally.effective) for month in months)
    return sum(month.texted for month in months)
