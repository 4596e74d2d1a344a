"""Reads of the satisfaction table outside a command."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from chalicelib.kernel.clock import Clock
from chalicelib.store import aggregates
from chalicelib.store.aggregates import AggregateKind
from chalicelib.store.batch import batch_get
from chalicelib.store.tables import Tables

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
    from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
    from chalicelib.domain.satisfaction.cases.case_import import CaseImport
    from chalicelib.domain.satisfaction.cases.served_case import ServedCase
    from chalicelib.domain.satisfaction.hotline.item import HotlineItem
    from chalicelib.domain.satisfaction.invitations.invitation import Invitation
    from chalicelib.domain.satisfaction.order_texts.order_text import OrderText
    from chalicelib.domain.satisfaction.points.point import Point
    from chalicelib.domain.satisfaction.problems.problem import Problem
    from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
    from chalicelib.domain.satisfaction.supervision.measure import Measure
    from chalicelib.domain.satisfaction.surveys.survey import Survey
    from chalicelib.domain.satisfaction.text_templates.template import TextTemplate
    from chalicelib.domain.satisfaction.upward.reconciling import Reconciliation
    from chalicelib.domain.satisfaction.upward.report import Report
    from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder

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


REMEMBERED = timedelta(seconds=30)


class Remembered(Generic[S]):
    """One kind of aggregate, by id, remembered by the process for half a minute; also that there is none."""

    def __init__(self, reads: Reads[S], clock: Clock) -> None:
        """Remember what is read, by the product's clock."""
        self._reads, self._clock = reads, clock
        self._kept: dict[str, tuple[datetime, S | None]] = {}

    def find(self, identifier: str) -> S | None:
        """Return one as it was at most half a minute ago, or None."""
        now = self._clock.product_now()
        known = self._kept.get(identifier)
        if known is None or not timedelta(0) <= now - known[0] < REMEMBERED:
            known = self._kept[identifier] = (now, self._reads.find(identifier))
        return known[1]

    def forget(self) -> None:
        """Remember nothing, as when the tables are replaced."""
        self._kept.clear()


def invitation_reads(tables: Tables) -> Reads[Invitation]:
    """Return invitations, each by the hash of its token."""
    return Reads(tables, aggregates.INVITATION)


def case_import_reads(tables: Tables) -> Reads[CaseImport]:
    """Return imports of served cases."""
    return Reads(tables, aggregates.CASE_IMPORT)


def order_reads(tables: Tables) -> Reads[WorkOrder]:
    """Return work orders."""
    return Reads(tables, aggregates.ORDER)


def hotline_reads(tables: Tables) -> Reads[HotlineItem]:
    """Return items, each by the hash of its secret."""
    return Reads(tables, aggregates.HOTLINE)


def problem_reads(tables: Tables) -> Reads[Problem]:
    """Return problems that several people raise."""
    return Reads(tables, aggregates.PROBLEM)


def measure_reads(tables: Tables) -> Reads[Measure]:
    """Return talks with units and praises of them."""
    return Reads(tables, aggregates.SUPERVISION)


def order_text_reads(tables: Tables) -> Reads[OrderText]:
    """Return texts about work orders."""
    return Reads(tables, aggregates.ORDER_TEXT)


def callback_reads(tables: Tables) -> Reads[CallbackTask]:
    """Return callback tasks."""
    return Reads(tables, aggregates.CALLBACK_TASK)


def case_reads(tables: Tables) -> Reads[ServedCase]:
    """Return served interactions."""
    return Reads(tables, aggregates.CASE)


def point_reads(tables: Tables) -> Reads[Point]:
    """Return windows with a rating code."""
    return Reads(tables, aggregates.POINT)


def questionnaire_reads(tables: Tables) -> Reads[Questionnaire]:
    """Return questionnaires."""
    return Reads(tables, aggregates.QUESTIONNAIRE)


def campaign_reads(tables: Tables) -> Reads[Campaign]:
    """Return campaigns."""
    return Reads(tables, aggregates.CAMPAIGN)


def survey_reads(tables: Tables) -> Reads[Survey]:
    """Return surveys by link."""
    return Reads(tables, aggregates.SURVEY)


def template_reads(tables: Tables) -> Reads[TextTemplate]:
    """Return the words of texts."""
    return Reads(tables, aggregates.TEMPLATE)


def remembered_templates(tables: Tables, clock: Clock) -> Remembered[TextTemplate]:
    """Return the words of texts as whoever sends many of them needs them."""
    return Remembered(template_reads(tables), clock)


class UpwardReads:
    """What the provincial system was told, and the days that were compared."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._tables = tables
        self._days = Reads(tables, aggregates.RECONCILIATION)

    def find_many(self, identifiers: Sequence[str]) -> dict[str, Report]:
        """Return the reports that are there by id, read consistently, a hundred a call."""
        model, kind = self._tables.satisfaction, aggregates.REPORT
        wanted = [(model, *kind.place(identifier)) for identifier in identifiers]
        items = batch_get(self._tables, wanted, consistent=True)
        found = zip(identifiers, items, strict=True)
        return {name: aggregates.from_item(kind, item) for name, item in found if item is not None}

    def day(self, on: str) -> Reconciliation | None:
        """Return a compared day, read consistently in one call, or None."""
        return self._days.find(on)
