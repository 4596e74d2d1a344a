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
    return {
        Step.PROJECT: {
            "title": purchase.title,
            "division": purchase.division,
            "contact_name": "采购联系人",
            "contact_phone": "0536-8080101",
            "complaint_phone": "0536-8080102",
        },
        Step.SERVICE: item_values(house, service, house.clock.product_now()),
        Step.PRICE: {"method": purchase.method, "price": _price(purchase)},
        Step.DATES: {"closes_on": purchase.closes.isoformat(), **_selection(purchase)},
    }


def _selection(purchase: "Purchase") -> dict[str, Json]:
    return {"selection_at": purchase.selects_at} if purchase.selects_at else {}


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
    basis = "fixed" if purchase.method == "random" else "ceiling"
    return {"basis": basis, "amount_fen": purchase.amount_yuan * 100}
