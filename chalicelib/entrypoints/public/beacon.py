"""The beacon for everybody: each chain's anchor and every value revealed of it (docs/rules.md §3.2)."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import address_from, first_address
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.usecases.beacon_ports import RevealPage, reveals_of
from chalicelib.web.views.beacons import beacon_json, chain_page, reveals_json

book = RouteBook(ANYONE, Duty.PUBLIC)


@book.page("/beacon")
def show_chains(call: Call) -> Reply:
    """Show all chains with their latest values, and how to check a value."""
    chains = [chain_page(chain, call.now) for chain in call.house.queries.chains()]
    return call.show("public/beacon.html", chains=chains)


@book.page("/beacon/{anchor}")
def show_chain(call: Call) -> Reply:
    """Show every value revealed of a chain, newest first."""
    found = _reveals(call)
    return call.show(
        "public/chain.html",
        chain=chain_page(found.chain, call.now),
        reveals=found.reveals,
        next=address_from(call, found.next),
        first=first_address(call),
    )


@book.api("GET", "/api/v1/beacon")
def get_beacon(call: Call) -> Reply:
    """Return the chain that notices are bound to now with its latest values, and all chains."""
    return call.data(beacon_json(call.house.queries.chains()))


@book.api("GET", "/api/v1/beacon/{anchor}/reveals", is_list=True)
def get_reveals(call: Call) -> Reply:
    """Return a page of the values revealed of a chain, newest first."""
    found = _reveals(call)
    return call.data(reveals_json(found, address_from(call, found.next)))


def _reveals(call: Call) -> RevealPage:
    anchor = call.params["anchor"]
    return call.house.queries.reveals(anchor, call.page_request(reveals_of(anchor)))
