"""What pages and API show of the supervisor's chains; all of it is public but what is bound to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.beacons import BeaconChain, Reveal
from chalicelib.kernel.clock import format_instant
from chalicelib.usecases.beacon_ports import RevealPage

FEW_LEFT = 30
"""Values a chain has left beyond those it keeps, from which on its page asks for a new one: six weeks."""


def chain_page(chain: BeaconChain, now: datetime) -> dict[str, Any]:
    """Return a chain for a page, its latest reveals first."""
    return {
        "anchor": chain.id,
        "anchored_at": chain.anchored_at,
        "length": chain.length,
        "last": chain.last_value,
        "left": chain.links_left,
        "revealed": chain.length - chain.links_left,
        "reveals": tuple(reversed(chain.reveals)),
        "is_revealed_today": chain.is_revealed_on_day_of(now),
    }


def chain_in_use(
    chain: BeaconChain, bound: int, waiting: Sequence[Mapping[str, Any]], now: datetime
) -> dict[str, Any]:
    """Return a chain for the supervisor: how many notices may still need a value, and who waits for one."""
    spare = chain.links_left - bound
    return {
        **chain_page(chain, now),
        "bound": bound,
        "waiting": waiting,
        "is_short": spare < FEW_LEFT,
        "may_reveal": chain.links_left > 0 and not chain.is_revealed_on_day_of(now),
    }


def chain_json(chain: BeaconChain) -> dict[str, Any]:
    """Return a chain and its latest reveals as the API gives them."""
    return {**_about(chain), "reveals": [_reveal(found) for found in chain.reveals]}


def beacon_json(chains: Sequence[BeaconChain]) -> dict[str, Any]:
    """Return the newest chain, which notices are bound to now, and all chains; empty before the first."""
    nothing: dict[str, Any] = {"anchor": None, "anchored_at": None, "length": 0, "left": 0, "reveals": []}
    newest = chain_json(chains[0]) if chains else nothing
    return {**newest, "chains": [_about(chain) for chain in chains]}


def reveals_json(page: RevealPage, next_address: str | None) -> dict[str, Any]:
    """Return a page of a chain's reveals as the API gives lists."""
    items = [_reveal(found) for found in page.reveals]
    count = page.chain.length - page.chain.links_left
    return {**_about(page.chain), "items": items, "count": count, "next": next_address}


def _about(chain: BeaconChain) -> dict[str, Any]:
    return {
        "anchor": chain.id,
        "anchored_at": format_instant(chain.anchored_at),
        "length": chain.length,
        "left": chain.links_left,
    }


def _reveal(found: Reveal) -> dict[str, Any]:
    return {"link": found.link, "value": found.value, "at": format_instant(found.at)}
