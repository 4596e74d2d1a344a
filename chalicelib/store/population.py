"""Who was served in a month: a row a completed case, those of a person together (evaluation.md §2.5).

The partition is the month and the first digit of the person's key, the sort key the person and the case: a
case written twice is one row, and one Query over a shard meets each person once with all their cases. Who
left no number is a person of their own with every case: nobody can tell.
"""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING

from pynamodb.expressions.condition import Condition

from chalicelib.domain.satisfaction.campaigns.frame import SHARDS, Served, ServedBrief
from chalicelib.domain.satisfaction.cases.served_case import Consent, ServedCase
from chalicelib.domain.satisfaction.statistics.periods import period_of
from chalicelib.kernel.codec import dumps, loads
from chalicelib.store import keys
from chalicelib.store.tables import EntityItem, Tables
from chalicelib.store.writes import ConcurrentChangeError, Write

if TYPE_CHECKING:
    from chalicelib.store.unit_of_work import UnitOfWork

PAGE = 1000
NOBODY = "-"
"""The key of a person without a number begins with it; it sorts before every other."""


class Population:
    """Rows of the population within one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        """Write through a unit of work."""
        self._uow = uow

    def note(self, case: ServedCase) -> None:
        """Count a completed case among its month's; again it changes nothing."""
        item = self._item(case)
        item.data = dumps(_brief(case), ServedBrief)
        self._uow.write(Write("put", item, None, lambda: ConcurrentChangeError()))

    def drop(self, case: ServedCase) -> None:
        """Take a case out, with its person; one that was not completed was never there."""
        if case.done_at is not None:
            self._uow.write(Write("delete", self._item(case), None, lambda: ConcurrentChangeError()))

    def _item(self, case: ServedCase) -> EntityItem:
        if case.done_at is None:
            raise ValueError("only a completed case is counted")
        partition = keys.population(period_of(case.done_at), shard_of(case.known_as or case.id[-1]))
        return self._uow.tables.satisfaction(
            partition, f"{case.known_as or NOBODY}#{case.id}", kind="served-in"
        )


class PopulationReads:
    """The population outside a command, a shard at a time."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.satisfaction

    def people(self, months: Sequence[str], shard: int, after: str = "") -> Iterator[Served]:
        """Yield the persons of a shard who were served in any of the months, in the order of their keys.

        `after` is the key of the last person who was read, to go on behind them. Memory holds a page a month.
        """
        rows = merge(*(self._rows(month, shard, after) for month in months), key=_person)
        for person, mine in groupby(rows, key=_person):
            cases = [_case(item) for item in mine]
            if person == NOBODY:
                yield from (Served("", (case,)) for case in cases)
            else:
                yield Served(person, tuple(cases))

    def person(self, months: Sequence[str], contact: str) -> Served:
        """Return one person with the cases of these months; without any when they were taken out."""
        mine, shard = self._model.sk.startswith(f"{contact}#"), shard_of(contact)
        rows = (item for month in months for item in self._query(month, shard, mine))
        return Served(contact, tuple(_case(item) for item in rows))

    def _rows(self, month: str, shard: int, after: str) -> Iterator[EntityItem]:
        # "$" is the character behind "#": the first key that no row of the person has.
        yield from self._query(month, shard, self._model.sk > f"{after}$" if after else None)

    def _query(self, month: str, shard: int, which: Condition | None) -> Iterator[EntityItem]:
        return self._model.query(keys.population(month, shard), which, consistent_read=True, page_size=PAGE)


def shard_of(key: str) -> int:
    """Return the shard of a person's key, which is hexadecimal."""
    return int(key[0], 16) % SHARDS


def _case(item: EntityItem) -> ServedBrief:
    return loads(str(item.data), ServedBrief)


def _person(item: EntityItem) -> str:
    return str(item.sk).partition("#")[0]


def _brief(case: ServedCase) -> ServedBrief:
    service = case.service
    if case.done_at is None:
        raise ValueError("only a completed case is counted")
    return ServedBrief(
        case=case.id,
        unit=service.unit,
        hall=service.hall,
        done_at=case.done_at,
        window=service.window,
        staff=service.staff,
        has_objected=case.consent is Consent.OBJECTED,
        is_minor=case.is_minor,
        is_vulnerable=case.is_vulnerable,
        has_landline=case.has_landline,
    )
