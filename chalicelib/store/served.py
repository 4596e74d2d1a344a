"""Cases found at a counter by the last digits of the telephone that was left there (evaluation.md §7.15).

The digits stand nowhere: the partition is the MAC of hall and digits. A row ends with the time in which the
case can be rated; that is compared with now, since TTL comes late.
"""

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from chalicelib.store import keys
from chalicelib.store.tables import Tables
from chalicelib.store.writes import ConcurrentChangeError, Write

if TYPE_CHECKING:
    from chalicelib.store.unit_of_work import UnitOfWork

MOST = 10


def note(uow: "UnitOfWork", tail: str, case: str, until: datetime) -> None:
    """Write a case's row in the transaction of the case itself."""
    item = uow.tables.satisfaction(keys.served(tail), case, kind="served", expires_at=_seconds(until))
    uow.write(Write("put", item, None, lambda: ConcurrentChangeError()))


def find(tables: Tables, tail: str, now: datetime) -> list[str]:
    """Return the cases of a partition that can be rated still, in no order.

    None where there are more than MOST: what was not looked at could be meant as well, and nobody guesses.
    """
    model = tables.satisfaction
    found = model.query(
        keys.served(tail), filter_condition=model.expires_at > _seconds(now), consistent_read=True
    )
    cases = [item.sk for item in islice(found, MOST + 1)]
    return cases if len(cases) <= MOST else []


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
