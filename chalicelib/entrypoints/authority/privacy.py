"""Requests of persons about their own data: seen, copied, erased by two of the office (PIPL art 44–47)."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import show_list
from chalicelib.entrypoints.routes import NOTHING, Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.file_names import attachment
from chalicelib.usecases.privacy import requests
from chalicelib.web.forms import Form
from chalicelib.web.labels.privacy import GROUNDS

book = RouteBook(frozenset({Role.DPO}), Duty.DESK)

PAGE = "/privacy-requests"
ONE = PAGE + "/{request}"


@book.page(PAGE)
def show_requests(call: Call, form: Form | None = None) -> Reply:
    """List the requests, the latest first, and take one in."""
    shown = form or call.new_form()
    return show_list(
        call, "authority/privacy/list.html", requests.REQUESTS, only="all", form=shown, grounds=tuple(GROUNDS)
    )


@book.form(PAGE, schema="open-privacy-request", again=show_requests)
def post_request(call: Call) -> Reply:
    """Take a request in."""
    return call.go(f"{PAGE}/{requests.open_request(call.house, call.actor, call.command(), call.once())}")


@book.page(ONE)
def show_request(call: Call, form: Form | None = None) -> Reply:
    """Show where a request stands and what is known of its person, without a name, a number or words."""
    found, held = requests.read_request(call.house, call.params["request"])
    return call.show(
        "authority/privacy/one.html",
        found=found,
        held=held,
        form=form or call.new_form(),
        is_own=call.actor.person == found.opened_by,
    )


@book.form(ONE + "/copy", schema=NOTHING, again=show_request)
def post_copy(call: Call) -> Reply:
    """Hand out what is known of the person, which the ledger notes."""
    copied = requests.copy_of(call.house, call.actor, call.params["request"])
    headers = {
        "Content-Disposition": attachment(f"{copied['request']}.json"),
        "Cache-Control": "no-store",
    }
    return Reply(canonical_json(copied), 200, "application/json; charset=utf-8", headers)


@book.form(ONE + "/erase", schema=NOTHING, again=show_request)
def post_erasure(call: Call) -> Reply:
    """Order the erasure."""
    requests.order_erasure(call.house, call.actor, call.params["request"], call.once())
    return call.go(f"{PAGE}/{call.params['request']}")


@book.form(ONE + "/close", schema=NOTHING, again=show_request)
def post_closing(call: Call) -> Reply:
    """End a request without erasing anything more."""
    requests.close_request(call.house, call.actor, call.params["request"], call.once())
    return call.go(f"{PAGE}/{call.params['request']}")
