"""The supervisor's half of every draw: publish the chain's anchor, reveal one value a day (§3.2)."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.beacons.reveal_beacon import anchor_chain, reveal_beacon
from chalicelib.web.forms import Form
from chalicelib.web.views.beacons import beacon_json, beacon_page

book = RouteBook(frozenset({Role.SUPERVISOR}), Duty.DESK)

PAGE = "/supervisor/beacon"
CHAIN_LENGTH = 1000
"""What the page proposes: four years of working days."""


@book.page(PAGE)
def show_beacon(call: Call, form: Form | None = None) -> Reply:
    """Show the chain, what waits for its next value, and how to reveal it."""
    chain = call.house.queries.beacon()
    waiting = call.house.lists.page("draws", "waiting", call.page_request("draws/waiting"))
    return call.show(
        "authority/beacon.html",
        form=form or call.new_form(),
        chain=beacon_page(chain, call.now),
        waiting=[card.data for card in waiting.cards],
        chain_length=CHAIN_LENGTH,
    )


@book.form("/supervisor/beacon/anchor", schema="anchor-chain", again=show_beacon)
def post_anchor(call: Call) -> Reply:
    """Publish the anchor of a new chain."""
    _anchor(call)
    return call.go(PAGE)


@book.form("/supervisor/beacon/reveal", schema="reveal-beacon", again=show_beacon)
def post_reveal(call: Call) -> Reply:
    """Reveal the next value."""
    reveal_beacon(call.house, call.actor, call.command()["value"], call.once())
    return call.go(PAGE)


@book.api("GET", "/api/v1/beacon", audience=ANYONE, duty=Duty.PUBLIC)
def get_beacon(call: Call) -> Reply:
    """Return the chain in use and the values revealed of it."""
    return call.data(beacon_json(call.house.queries.beacon()))


@book.api("POST", "/api/v1/beacon/anchor", schema="anchor-chain")
def api_anchor(call: Call) -> Reply:
    """Publish the anchor of a new chain."""
    _anchor(call)
    return call.data(beacon_json(call.house.queries.beacon()), status=201)


@book.api("POST", "/api/v1/beacon/reveals", schema="reveal-beacon")
def api_reveal(call: Call) -> Reply:
    """Reveal the next value of the chain."""
    chain = reveal_beacon(call.house, call.actor, call.command()["value"], call.once())
    return call.data(beacon_json(chain), status=201)


def _anchor(call: Call) -> None:
    command = call.command()
    anchor_chain(call.house, call.actor, command["anchor"], command["length"], call.once())
