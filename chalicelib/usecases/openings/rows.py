"""The rows of an opening: what every quote said and why it counts or not (docs/rules.md §3.0).

Rows lie in immutable pages under their hashes; the manifest names the pages and the notice names the
manifest. They are read by the award's second look, by each agency for itself, and by everybody, ranked,
from the award on.
"""

from collections.abc import Sequence

from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.quotes.declaration import Declaration
from chalicelib.domain.marketplace.quotes.quote import Plan
from chalicelib.kernel import codec
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True)
class PlanCopy:
    """A plan after the opening, where the owner may read it."""

    file_id: str
    sha256: str
    size_bytes: int
    content_type: str


@dataclass(frozen=True, slots=True)
class OpenedQuote:
    """One quote after the opening; `gates` are the answers at the deadline instant."""

    uscc: str
    name: str
    quote_id: str
    receipt_number: str
    receipt_hash: str
    amount_fen: int | None = None
    rate_bp: int | None = None
    validity_days: int = 0
    staff: tuple[str, ...] = ()
    agent: str = ""
    declaration: Declaration | None = None
    gates: tuple[Gate, ...] = ()
    reasons: tuple[str, ...] = ()
    credit_hundredths: int = 100_00
    """The credit score at the deadline."""
    plan: Plan | None = None
    plan_copy: PlanCopy | None = None

    @property
    def is_valid(self) -> bool:
        """Tell whether the quote counts."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One place of the final order, with the reasons for it."""

    uscc: str
    name: str
    place: int
    amount_fen: int | None = None
    rate_bp: int | None = None
    award_fen: int | None = None
    reasons: tuple[str, ...] = ()
    is_low: bool = False
    measure: int | None = None
    """What the method compared, where that is not the price: a distance from the mean, or a total score."""


RANKING_PLACES = 100
"""How many places the award page shows itself; all of them are on the page of the quotes."""


def ranking_json(order: Sequence[OrderRow]) -> list[Json]:
    """Return the first places of an order as the award page keeps them."""
    return [codec.to_json(row, OrderRow) for row in order[:RANKING_PLACES]]


def opening_parent(notice_id: str) -> str:
    """Name where an opening's pages lie."""
    return f"NOTICE#{notice_id}#OPENING"


def order_parent(notice_id: str) -> str:
    """Name where an order's pages lie."""
    return f"NOTICE#{notice_id}#ORDER"


def to_pages(rows: Sequence[OpenedQuote]) -> list[list[Json]]:
    """Cut rows into pages of JSON."""
    written = [codec.to_json(row, OpenedQuote) for row in rows]
    return [written[start : start + PAGE_ROWS] for start in range(0, len(written), PAGE_ROWS)]


def read_opening(house: House, notice_id: str, manifest_hash: str) -> list[OpenedQuote]:
    """Return every row of an opening."""
    parent = opening_parent(notice_id)
    hashes = house.pages.get(parent, [manifest_hash])
    return [codec.from_json(row, OpenedQuote) for row in house.pages.get(parent, hashes)]


def read_order(house: House, notice_id: str, order_hash: str) -> list[OrderRow]:
    """Return every place of an order."""
    parent = order_parent(notice_id)
    hashes = house.pages.get(parent, [order_hash])
    return [codec.from_json(row, OrderRow) for row in house.pages.get(parent, hashes)]
