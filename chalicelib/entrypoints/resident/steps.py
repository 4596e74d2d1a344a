"""A resident's steps by the link: a form each, named by the last segment of its address."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.guessing import limited
from chalicelib.entrypoints.routes import RouteBook
from chalicelib.usecases.ports import House

ORDER_STEPS = {"outcome": "resident-outcome", "objection": "resident-objection"}
"""The schemas of what a resident says about an order that came of an answer."""
Take = Callable[[House, str, str, Mapping[str, Any]], None]
"""Takes a step: by which token, which one, and what was said with it."""


def offer_steps(
    book: RouteBook, page: str, schemas: Mapping[str, str], take: Take, again: Callable[..., Reply]
) -> None:
    """Add a form for every step below a page, to which each comes back."""
    for step, schema in schemas.items():
        book.form(f"{page}/{step}", schema=schema, again=again)(limited(_posting(page, step, take)))


def _posting(page: str, step: str, take: Take) -> Callable[..., Reply]:
    def post(call: Call) -> Reply:
        (token,) = call.params.values()
        take(call.house, token, step, call.command())
        return call.go(page.format_map(call.params))

    post.__name__ = f"post_{page.split('/')[1]}_{step}".replace("-", "_")
    post.__doc__ = f"Take a resident's step by the link: {step}."
    return post
