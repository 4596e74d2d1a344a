"""On what a talk or praise may rest: looked up where it is written, never taken from whoever says so."""

from collections.abc import Callable, Mapping

from chalicelib.domain.satisfaction.statistics.figures import is_audited
from chalicelib.domain.satisfaction.statistics.half_years import Group, line_of
from chalicelib.domain.satisfaction.statistics.halves import is_half
from chalicelib.domain.satisfaction.statistics.periods import is_period
from chalicelib.domain.satisfaction.statistics.snapshot import is_hidden, known
from chalicelib.domain.satisfaction.supervision.measure import Basis, Ground, Kind, RankStamp
from chalicelib.domain.satisfaction.work_orders.facts import CardKind
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.ratings.freeze_period import document_on
from chalicelib.usecases.ratings.half_years import half_document

_WANTED = {Kind.TALK: Group.BOTTOM, Kind.PRAISE: Group.TOP}


def basis_of(house: House, uow: UnitOfWork, kind: Kind, unit: str, ground: Ground, ref: str) -> Basis:
    """Return the proven ground of a measure; of an order the address of its page will do as well.

    Raises:
        Invalid: `ranking-not-frozen`, `unit-not-in-group`, `month-not-frozen` or `ground-not-there`.
    """
    return _BY_GROUND[ground](house, uow, kind, unit, ground, ref.strip())


def _of_ranking(house: House, uow: UnitOfWork, kind: Kind, unit: str, ground: Ground, ref: str) -> Basis:
    frozen = uow.half_years.find(ref) if is_half(ref) else None
    if frozen is None:
        raise _refused("ranking-not-frozen")
    line = line_of(half_document(house, ref, frozen.page), unit)
    if line is None or line["group"] != _WANTED[kind]:
        raise _refused("unit-not-in-group")
    stamp = RankStamp(
        place=line["place"],
        ranked=frozen.n_ranked,
        ratings=line["ratings"],
        share=line["share"],
        low=line["low"],
        high=line["high"],
        is_clear=line["is_clear"],
        sha256=frozen.sha256,
    )
    return Basis(ground, ref, frozen.profile, stamp)


def _of_audit(house: House, uow: UnitOfWork, _kind: Kind, unit: str, ground: Ground, ref: str) -> Basis:
    frozen = uow.periods.find(ref) if is_period(ref) else None
    if frozen is None:
        raise _refused("month-not-frozen")
    body = document_on(house, ref, frozen.page)
    counts = next((part["counts"] for part in body["units"] if part["unit"] == unit), None)
    share_bp = house.rating_rules.load(frozen.profile).statistics.audit_invalid_share_bp
    if counts is None or is_hidden(counts) or not is_audited(known(counts), share_bp):
        raise _refused("ground-not-there")
    return Basis(ground, ref, frozen.profile)


def _is_unresolved(order: WorkOrder, unit: str) -> bool:
    return order.state is OrderState.CLOSED_UNRESOLVED and order.unit == unit


def _was_criticised(order: WorkOrder, unit: str) -> bool:
    return any(card.kind is CardKind.CRITICISED and card.unit == unit for card in order.cards)


def _changed_a_guide(order: WorkOrder, unit: str) -> bool:
    guide = order.measure.guide if order.measure else None
    return order.unit == unit and guide is not None and bool(guide.published)


_OF_ORDERS: Mapping[Ground, Callable[[WorkOrder, str], bool]] = {
    Ground.ORDER_UNRESOLVED: _is_unresolved,
    Ground.CRITICISM: _was_criticised,
    Ground.GUIDE_CHANGED: _changed_a_guide,
}


def _of_order(_house: House, uow: UnitOfWork, _kind: Kind, unit: str, ground: Ground, ref: str) -> Basis:
    order = uow.orders.find(ref.rstrip("/").rpartition("/")[2])
    if order is None or not _OF_ORDERS[ground](order, unit):
        raise _refused("ground-not-there")
    return Basis(ground, order.id, order.profile)


def _refused(code: str) -> Invalid:
    return Invalid(errors=[FieldError("/ref", code)])


_BY_GROUND: Mapping[Ground, Callable[[House, UnitOfWork, Kind, str, Ground, str], Basis]] = {
    Ground.RANKING: _of_ranking,
    Ground.AUDIT_FLAG: _of_audit,
    **dict.fromkeys(_OF_ORDERS, _of_order),
}
