"""The supervisor's half of every draw: publish a chain's anchor, reveal one value of it a day (§3.2)."""

from typing import Any

from chalicelib.domain.marketplace.beacons import BeaconChain
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import cards_of
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.beacons.bound import chains_in_use
from chalicelib.usecases.beacons.reveal_beacon import anchor_chain, reveal_beacon
from chalicelib.web.forms import Form
from chalicelib.web.views.beacons import beacon_json, chain_in_use, chain_json, chain_page

book = RouteBook(frozenset({Role.SUPERVISOR}), Duty.DESK)

PAGE = "/supervisor/beacon"
CHAIN_LENGTH = 1000
"""What the page proposes: four years of working days."""


@book.page(PAGE)
def show_beacon(call: Call, form: Form | None = None) -> Reply:
    """Show the chains in use, what waits for their next values, and how to reveal them."""
    in_use = [
        chain_in_use(found.chain, found.bound, cards_of(found.waiting), call.now)
        for found in chains_in_use(call.house)
    ]
    return call.show(
        "authority/beacon.html",
        form=form or call.new_form(),
        chains=in_use,
        chain_length=CHAIN_LENGTH,
        done=call.asked("done"),
        touched=_touched(call),
    )


def _touched(call: Call) -> dict[str, Any] | None:
    """Return the chain that was just begun or continued, for the confirmation."""
    anchor = call.asked("chain")
    chains = call.house.queries.chains() if anchor else ()
    return next((chain_page(chain, call.now) for chain in chains if chain.id == anchor), None)


@book.form("/supervisor/beacon/anchor", schema="anchor-chain", again=show_beacon)
def post_anchor(call: Call) -> Reply:
    """Publish the anchor of a new chain."""
    return call.go(f"{PAGE}?done=anchored&chain={_anchor(call).id}")


@book.form("/supervisor/beacon/reveal", schema="reveal-beacon", again=show_beacon)
def post_reveal(call: Call) -> Reply:
    """Reveal the next value of the chain it continues."""
    chain = reveal_beacon(call.house, call.actor, call.command()["value"], call.once())
    return call.go(f"{PAGE}?done=revealed&chain={chain.id}")


@book.api("POST", "/api/v1/beacon/anchor", schema="anchor-chain", answer="beacon-answer")
def api_anchor(call: Call) -> Reply:
    """Publish the anchor of a new chain."""
    _anchor(call)
    return call.data(beacon_json(call.house.queries.chains()), status=201)


@book.api("POST", "/api/v1/beacon/reveals", schema="reveal-beacon", answer="beacon-chain-answer")
def api_reveal(call: Call) -> Reply:
    """Reveal the next value of the chain it continues."""
    chain = reveal_beacon(call.house, call.actor, call.command()["value"], call.once())
    return call.data(chain_json(chain), status=201)


def _anchor(call: Call) -> BeaconChain:
    command = call.command()
    return anchor_chain(call.house, call.actor, command["anchor"], command["length"], call.once())
