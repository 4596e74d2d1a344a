"""Holds the running product to its rights on AWS: every SDK call of a handler, against its duty's policy.

moto lets everybody do everything, so a duty that reads what its policy denies works here and fails there.
Within `judged()` each handler of a runtime knows its duty (HTTP: that of the route asked for), and what the
policies would refuse is noted by the reading of IAM that the package's own tests use. What a test calls by
itself, past the handlers, has no duty and is not judged.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any
from unittest.mock import patch

from chalicelib.entrypoints.books import every_book
from chalicelib.entrypoints.routes import PathIndex
from infra.local import calls, product, runtime
from infra.local.calls import Answer, Call, Proceed
from infra.local.invocations import Handler
from infra.packaging.merge import read_policy
from infra.packaging.paths import DEFAULT
from tests.infra.package.permissions import requests_of
from tests.infra.package.policy_evaluator import is_allowed

Denied = tuple[str, str, str]
"""A duty, the action it may not do, and on what."""

_acting: ContextVar[str | None] = ContextVar("acting", default=None)
_DUTIES = {(route.method, route.path): str(route.duty) for book in every_book() for route in book.routes}
_INDEX = PathIndex(sorted({path for _, path in _DUTIES}))
_policy = cache(read_policy)


@contextmanager
def judged() -> Iterator[list[Denied]]:
    """Judge every runtime started within, and yield the list that is filled with what would be denied."""
    denied: list[Denied] = []

    def judge(call: Call, proceed: Proceed) -> Answer:
        duty = _acting.get()
        if duty is not None:
            denied.extend(_denied(duty, call))
        return proceed(call.params)

    with patch.object(runtime, "load_product", _loaded), calls.disturbed(judge):
        yield denied


def _denied(duty: str, call: Call) -> Iterator[Denied]:
    for request in requests_of(call.service, call.operation, call.params):
        if not is_allowed(_policy(duty), request):
            yield duty, request.action, f"{request.resource} {request.leading_keys}"


def duty_of(event: dict[str, Any]) -> str:
    """Return the duty whose function API Gateway would call (tests/infra/package/test_paths.py)."""
    found = _INDEX.find(event["path"].rstrip("/") or "/")
    method = "GET" if event["httpMethod"] == "HEAD" else event["httpMethod"]
    return _DUTIES.get((method, found[0]), str(DEFAULT)) if found else str(DEFAULT)


def _loaded(*wiring: Any) -> product.Product:
    made = product.load_product(*wiring)
    workers = made.workers.items()
    return product.Product(
        http=_acting_as(duty_of, made.http),
        timers=_always("timers", made.timers),
        digests=_always("digests", made.digests),
        catalogues=_always("catalogues", made.catalogues),
        reminders=_always("reminders", made.reminders),
        streams={name: _always(name, handler) for name, handler in made.streams.items()},
        workers={
            name: product.Worker(_always(name, each.handler), each.batch_size) for name, each in workers
        },
    )


def _always(duty: str, handler: Handler) -> Handler:
    return _acting_as(lambda _event: duty, handler)


def _acting_as(duty: Callable[[dict[str, Any]], str], handler: Handler) -> Handler:
    def act(event: dict[str, Any], context: Any) -> Any:
        token = _acting.set(duty(event))
        try:
            return handler(event, context)
        finally:
            _acting.reset(token)

    return act
