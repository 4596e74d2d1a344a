"""Owners of the demo write their notices step by step, as the wizard does."""

from typing import TYPE_CHECKING, Any

from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.choose_item import item_values
from chalicelib.usecases.notices.draft_notice import draft_notice
from chalicelib.usecases.notices.fill_step import fill_step
from chalicelib.usecases.ports import House
from chalicelib.usecases.service_items.find_item import item_id_of
from infra.local.demo.bidding import fitting_agencies

if TYPE_CHECKING:
    from infra.local.demo.purchases import Purchase


def write_notice(house: House, owner: SignedIn, purchase: "Purchase") -> str:
    """Write a complete draft and return its identifier."""
    notice = draft_notice(house, owner.actor)
    for step, values in _steps(house, purchase).items():
        fill_step(house, owner, notice.id, step, values)
    return notice.id


def _steps(house: House, purchase: "Purchase") -> dict[Step, dict[str, Json]]:
    service = {"service_item": item_id_of(house, purchase.item), **_scope(purchase)}
    values = item_values(house, service, house.clock.product_now())
    return {
        Step.PROJECT: {
            "title": purchase.title,
            "division": purchase.division,
            "contact_name": "采购联系人",
            "contact_phone": "0536-8080101",
            "complaint_phone": "0536-8080102",
        },
        Step.SERVICE: values,
        Step.PRICE: {
            "method": purchase.method,
            "method_terms": _method_terms(purchase.method, values["service_type"]),
            "price": _price(purchase),
        },
        Step.DATES: {"closes_on": purchase.closes.isoformat(), **_selection(purchase)},
    }


def _selection(purchase: "Purchase") -> dict[str, Json]:
    return {"selection_at": purchase.selects_at} if purchase.selects_at else {}


def _method_terms(method: str, service_type: str) -> dict[str, Json]:
    """Return what the method needs besides: lists, criteria, or the agency that is named."""
    if method == "credit":
        return {"big_list": 4, "small_list": 2}
    if method == "proposal":
        weights = {"技术方案": 60, "项目人员": 25, "服务承诺": 15}
        return {"criteria": [{"name": name, "weight": weight} for name, weight in weights.items()]}
    if method == "direct":
        named = fitting_agencies(service_type)[0]
        reason = "情况紧急,该机构承担过前期工作以外的同类应急任务,设备人员可以当天到场。"
        return {"agency": named.uscc, "agency_reason": reason, "purpose": "own-project"}
    return {}


def _scope(purchase: "Purchase") -> dict[str, Json]:
    return {
        "scope": purchase.scope,
        "scale_type": "investment",
        "scale_hundredths": purchase.amount_yuan * 60 * 100,
        "fiscal_percent": 70,
        "social_percent": 30,
        "term": {"days": purchase.days},
    }


def _price(purchase: "Purchase") -> dict[str, Any]:
    if purchase.rates_bp:
        least, most = purchase.rates_bp
        control = {"basis": "rate", "amount_fen": purchase.amount_yuan * 100}
        return {**control, "min_rate_bp": least, "max_rate_bp": most}
    basis = "fixed" if purchase.method == "random" else "ceiling"
    return {"basis": basis, "amount_fen": purchase.amount_yuan * 100}
