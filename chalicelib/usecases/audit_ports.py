"""What the daily digest and its audit need from the store."""

from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ledger_ports import LedgerDays
from chalicelib.usecases.ports import Pages


@dataclass(frozen=True, slots=True)
class Audit:
    """The ports of whoever closes days and audits them."""

    ledger: LedgerDays
    pages: Pages
