"""The supervisor's orders: a purchase is stopped, goes on, or is ended, with reason and document (§2.1)."""

from chalicelib.domain.marketplace.notices.suspending import Order
from chalicelib.entrypoints.authority.supervised_notices import API, LIST
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.named_notice import named_notice
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.notices.suspend_notice import ORDERS
from chalicelib.web.forms import Form

book = RouteBook(frozenset({Role.SUPERVISOR}), Duty.DESK)

PLACE = "/{notice_id}/orders/{order}"
OPEN_TO = {"suspension": ("PUBLICITY", "AWARDED"), "release": ("SUSPENDED",), "ending": ("SUSPENDED",)}


@book.page(LIST + PLACE)
def show_order(call: Call, form: Form | None = None) -> Reply:
    """Show the form of an order."""
    order, notice = _named(call), named_notice(call).notice
    return call.show(
        "authority/supervised/order.html",
        form=form or call.new_form(),
        notice=notice,
        order=order,
        is_open=notice.state in OPEN_TO[order],
    )


@book.form(LIST + PLACE, schema="order-notice", again=show_order)
def post_order(call: Call) -> Reply:
    """Carry the order out and show the notice."""
    order, notice = _named(call), named_notice(call).notice
    ORDERS[order](call.house, call.actor, notice.id, _order(call), call.once())
    return call.go(f"{LIST}/{notice.id}?done={order}")


@book.api("POST", API + PLACE, schema="order-notice", answer="order-answer")
def api_order_notice(call: Call) -> Reply:
    """Stop a purchase (`suspension`), let it go on (`release`) or end it (`ending`)."""
    order = _named(call)
    notice = ORDERS[order](call.house, call.actor, named_notice(call).notice.id, _order(call), call.once())
    stopped = notice.suspension
    return call.data(
        {
            "notice_no": notice.notice_no,
            "state": notice.state.value,
            "releases_at": None if stopped is None else format_instant(stopped.releases_at),
        }
    )


def _order(call: Call) -> Order:
    command = call.command()
    return Order(command["reason"], command["document_no"])


def _named(call: Call) -> str:
    order = call.params["order"]
    if order not in ORDERS:
        raise NotFound
    return order
