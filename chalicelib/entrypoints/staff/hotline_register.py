"""Taking items in at a window and on the telephone, and the receipt to hand out (evaluation.md §2.7)."""

from typing import TYPE_CHECKING

from chalicelib.domain.satisfaction.hotline.rights import REGISTRARS
from chalicelib.entrypoints.call import KEY_FIELD, Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.staff.hotline import API, ITEM, LIST, item_data
from chalicelib.entrypoints.units import unit_names
from chalicelib.kernel.actors import Role
from chalicelib.web.forms import Form

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.hotline.item import HotlineItem

book = RouteBook(REGISTRARS, Duty.DESK)


@book.page(f"{LIST}/new")
def show_new_item(call: Call, form: Form | None = None) -> Reply:
    """Show the form by which whoever comes or calls is registered: there is no way to refuse."""
    from chalicelib.web.views.orders import options_of

    kinds = {"source": "hotline-source", "type": "hotline-type", "topic": "cause"}
    return call.show(
        "hotline/new.html",
        form=form or call.new_form(),
        options=options_of("register-item", call.context.locale, kinds),
        units=unit_names(call),
        is_window=not call.actor.has(Role.HOTLINE_OPERATOR),
    )


@book.form(f"{LIST}/new", schema="register-item", again=show_new_item)
def post_new_item(call: Call) -> Reply:
    """Register the item and show its receipt."""
    item = _registered(call, call.posted(KEY_FIELD))
    return call.go(f"{LIST}/{item.id}/receipt?done=new")


@book.page(f"{ITEM}/receipt")
def show_receipt(call: Call) -> Reply:
    """Show the receipt to hand out: its number, and the address by which the item can be followed."""
    from chalicelib.usecases.hotline.read_item import find_item, receipt_secret
    from chalicelib.usecases.hotline.secrets import address_of

    secret = receipt_secret(call.house, call.actor, call.params["item"])
    item = find_item(call.house, call.params["item"])
    address = address_of(call.house.link_base, secret)
    return call.show("hotline/receipt.html", item=item, address=address, done=call.asked("done"))


@book.api("POST", API, schema="register-item", answer="item-answer")
def api_register_item(call: Call) -> Reply:
    """Register what somebody raises at a window or on the telephone; nothing is refused."""
    item = _registered(call, call.headers.get("idempotency-key", ""))
    call.params = {**call.params, "item": item.id}
    return call.data(item_data(call), status=201, location=f"{API}/{item.id}")


def _registered(call: Call, key: str) -> "HotlineItem":
    """Register the item of a command; the same key is the same item."""
    from chalicelib.domain.satisfaction.hotline.facts import Source
    from chalicelib.kernel.ids import new_secret
    from chalicelib.usecases.hotline.register_item import register_item
    from chalicelib.usecases.hotline.secrets import secret_of

    body, length = call.command(), call.house.rating_rules.load().hotline.token_chars
    ticket = f"{call.actor.person}|{key}" if key else new_secret().hex()
    secret = secret_of(call.edge.cursor_key, ticket, length)
    return register_item(call.house, call.actor, body, Source(body["source"]), secret, call.once())
