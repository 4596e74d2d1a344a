"""Reads of the satisfaction table outside a command."""

from typing import Generic, TypeVar

from chalicelib.domain.satisfaction.cases.case_import import CaseImport
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.points.point import Point
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.store import aggregates
from chalicelib.store.aggregates import AggregateKind
from chalicelib.store.tables import Tables

S = TypeVar("S")


class Reads(Generic[S]):
    """One kind of aggregate, by id."""

    def __init__(self, tables: Tables, kind: AggregateKind[S]) -> None:
        """Use a process's tables."""
        self._model, self._kind = aggregates.model_of(kind, tables), kind

    def find(self, identifier: str) -> S | None:
        """Return one, read consistently in one call, or None."""
        try:
            item = self._model.get(*self._kind.place(identifier), consistent_read=True)
        except self._model.DoesNotExist:
            return None
        return aggregates.from_item(self._kind, item)


def invitation_reads(tables: Tables) -> Reads[Invitation]:
    """Return invitations, each by the hash of its token."""
    return Reads(tables, aggregates.INVITATION)


def case_import_reads(tables: Tables) -> Reads[CaseImport]:
    """Return imports of served cases."""
    return Reads(tables, aggregates.CASE_IMPORT)


def order_reads(tables: Tables) -> Reads[WorkOrder]:
    """Return work orders."""
    return Reads(tables, aggregates.ORDER)


def point_reads(tables: Tables) -> Reads[Point]:
    """Return windows with a rating code."""
    return Reads(tables, aggregates.POINT)
