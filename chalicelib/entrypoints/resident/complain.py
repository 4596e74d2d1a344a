"""Three front doors on one page, then one page by which the item is followed (evaluation.md §2.7, §8.1).

The page's ticket names the one item that it raises; nothing is registered but from a page that was shown. The
secret stands in the path only; the route is logged by its template. What never was looks like what is gone.
"""

from dataclasses import replace

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.guessing import limited
from chalicelib.entrypoints.resident.quiet import quiet
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.entrypoints.units import unit_names
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.ids import new_secret
from chalicelib.usecases.invitations.tickets import is_valid, new_ticket
from chalicelib.web.forms import Form
from chalicelib.web.headers import PRIVATE_CACHE

book = RouteBook(ANYONE, Duty.RESIDENT)

COMPLAIN, PAGE = "/complain", "/items/{secret}"
POINT = "complain"
"""What the tickets of this page are signed for."""


@book.page(COMPLAIN)
@limited
def show_complain(call: Call, form: Form | None = None) -> Reply:
    """Show the form: which door, what happened, and as little else as possible."""
    from chalicelib.web.views.orders import options_of

    kinds = {"door": "hotline-door", "type": "hotline-type"}
    page = call.show(
        "resident/complain.html",
        form=form or call.new_form(),
        ticket=_ticket(call),
        options=options_of("raise-item", call.context.locale, kinds),
        units=unit_names(call),
    )
    # Kept by a cache, one ticket would be shown to two people, and the second would see the first one's item.
    return replace(page, headers={**page.headers, "Cache-Control": PRIVATE_CACHE})


@book.form(COMPLAIN, schema="raise-item", again=show_complain)
@limited
def post_complain(call: Call) -> Reply:
    """Register the item, then show its own page; two taps raise one."""
    from chalicelib.domain.satisfaction.hotline.facts import Source
    from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
    from chalicelib.usecases.hotline.register_item import register_item
    from chalicelib.usecases.hotline.secrets import PATH, secret_of

    body, key = call.command(), call.edge.cursor_key
    if not is_valid(key, POINT, body["ticket"], call.house.clock.wall_now()):
        raise Invalid(errors=[FieldError("/ticket", "page-too-old")])
    secret = secret_of(key, body["ticket"], call.house.rating_rules.load().hotline.token_chars)
    register_item(call.house, RESIDENT, body, Source.WEB, secret)
    return call.go(f"{PATH}{secret}")


@book.page(PAGE)
@limited
def show_followed(call: Call, form: Form | None = None) -> Reply:
    """Show how far an item is, who is late, what was replied, and what the resident can do."""
    from chalicelib.usecases.hotline.read_item import follow_item
    from chalicelib.web.views.hotline import followed_view

    followed = follow_item(call.house, call.params["secret"], call.now)
    view = followed_view(followed, unit_names(call), call.now)
    return quiet(call.show("resident/item.html", view=view, form=form or Form()))


@book.form(f"{PAGE}/outcome", schema="resident-item-outcome", again=show_followed)
@limited
def post_item_outcome(call: Call) -> Reply:
    """Take the resident's word on whether it is solved."""
    return _take(call, "outcome")


@book.form(f"{PAGE}/reopening", schema="reopen-item", again=show_followed)
@limited
def post_item_reopening(call: Call) -> Reply:
    """Have a closed item reopened, once."""
    return _take(call, "reopening")


def _take(call: Call, step: str) -> Reply:
    from chalicelib.usecases.hotline.take_step import take_resident_step

    take_resident_step(call.house, call.params["secret"], step, call.command())
    return call.go(PAGE.format_map(call.params))


def _ticket(call: Call) -> str:
    """Return the ticket of a page that is shown again, while it is good, or a new one."""
    key, now, posted = call.edge.cursor_key, call.house.clock.wall_now(), call.posted("ticket")
    return posted if is_valid(key, POINT, posted, now) else new_ticket(key, POINT, new_secret(), now)
