"""The weathers of a distributed system, and how the store's ports are driven through them.

A test that says `weather` or `storm` blows it itself, where it must be borne. Every other contract runs
once plain and once under `ambient` rough weather: each call of each port meets every fault there is, the
stream repeats, reorders and splits its batches, and whoever is told try-again-later asks again, as queues,
browsers and people do. Only what the test itself does to the tables past the ports is seen clearly, and
what it measures or disturbs itself (`meter`, `faults`).
"""

import inspect
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from itertools import count
from pkgutil import iter_modules
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from chalicelib import store
from chalicelib.projections.projector import Projector
from chalicelib.store.transact import Transactor
from chalicelib.store.unit_of_work import UnitOfWork
from chalicelib.usecases.ports import Once
from infra.local import calls
from infra.local.faults import (
    AnswerLost,
    Fault,
    HalfUnprocessed,
    NeverArrived,
    StaleIndexRead,
    StaleRead,
    Throttled,
    TransactionConflict,
)
from infra.local.injector import faults, rough_weather
from infra.local.streams import shaken
from tests.store.shop import insist

WEATHERS: dict[str, tuple[Fault, ...]] = {
    "plain": (),
    "answers-lost": (AnswerLost(probability=0.2),),
    "calls-lost": (NeverArrived(probability=0.2),),
    "throttled": (Throttled(probability=0.2),),
    "conflicts": (TransactionConflict(probability=0.2),),
    "lagging": (StaleRead(), StaleIndexRead(probability=0.5)),
    "half-batches": (HalfUnprocessed(probability=0.5),),
    "rough": rough_weather(0.08),
}

CALLS_ASTRAY = tuple(fault for fault in rough_weather(0.04) if not isinstance(fault, StaleRead))
LAG = (StaleRead(probability=0.3), StaleIndexRead(probability=0.3))

INSIDE = (UnitOfWork, Transactor)
"""A unit of work lives in an attempt, and an attempt is asked for again as a whole, under its key."""

TOLD_ONCE = frozenset({"use_once"})
"""Who was not told that a mark was free must not ask again: that is its contract, held in test_access."""

ROW_BY_ROW = frozenset({"drop"})
"""Folded rows are dropped one by one, so that asking for all of them again would hardly ever end; the tests
of the catalogues blow their own weather over it, and a row that stays is dropped by the next fold."""

AS_OF = frozenset({"Lists", "Inbox", "OwnEntries", "DueIndex", "Catalogues"})
READ_LATER = frozenset({"entries_of"})
"""Lists say as of when they are, timers come again, a day is closed a quarter of an hour after its end:
these may lag by their contract, so they meet every fault but lag."""

_here = threading.local()


def _is(what: str) -> bool:
    return bool(getattr(_here, what, False))


class Weather:
    """Faults for the part of a test that must bear them; what is looked at afterwards is seen clearly."""

    def __init__(self, name: str) -> None:
        self.name = name

    @contextmanager
    def blowing(self, seed: int = 7) -> Iterator[None]:
        with faults(*WEATHERS[self.name], seed=seed):
            yield


@contextmanager
def ambient(seed: int) -> Iterator[tuple[Counter[str], Counter[str]]]:
    """Let rough weather blow through every call of every port until the end of the context.

    Yields how often each fault struck: those by which calls go astray, and lag.
    """
    astray = faults(*CALLS_ASTRAY, seed=seed, while_=lambda: _is("at_sea"))
    with astray as lost, faults(*LAG, seed=seed, while_=lambda: _is("lagging")) as late:
        own = calls.layers()

        def is_blowing() -> bool:
            return calls.layers() == own

        with _patched(is_blowing, seed):
            yield lost, late


@contextmanager
def _patched(is_blowing: Callable[[], bool], seed: int) -> Iterator[None]:
    patches = [
        patch.object(port, name, _at_sea(method, is_blowing, lags=_may_lag(port, name)))
        for port in ports()
        for name, method in _public(port)
    ]
    patches.append(patch.object(Transactor, "__call__", _under_a_key(Transactor.__call__, is_blowing)))
    patches.append(
        patch.object(Projector, "catch_up", _in_shaken_batches(Projector.catch_up, is_blowing, seed))
    )
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def ports() -> Iterator[type]:
    """Yield the classes of the store that are made from tables: its ports."""
    for module in iter_modules(store.__path__, f"{store.__name__}."):
        for _, found in inspect.getmembers(import_module(module.name), inspect.isclass):
            made_from = getattr(found.__init__, "__annotations__", {})
            if found.__module__ == module.name and "tables" in made_from and found not in INSIDE:
                yield found


def _public(port: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, method in vars(port).items():
        if inspect.isfunction(method) and not name.startswith("_") and name not in TOLD_ONCE | ROW_BY_ROW:
            yield name, method


def _may_lag(port: type, name: str) -> bool:
    return port.__name__ not in AS_OF and name not in READ_LATER


@contextmanager
def _sailing(lags: bool) -> Iterator[None]:
    before = _is("at_sea"), _is("lagging")
    _here.at_sea, _here.lagging = True, lags and before in ((False, False), (True, True))
    try:
        yield
    finally:
        _here.at_sea, _here.lagging = before


def _at_sea(
    method: Callable[..., Any], is_blowing: Callable[[], bool], *, lags: bool = True
) -> Callable[..., Any]:
    """Let a method meet the weather, and ask it again as long as it says try again later."""

    @wraps(method)
    def call(*args: Any, **named: Any) -> Any:
        def once() -> Any:
            with _sailing(lags):
                answer = method(*args, **named)
                return iter(list(answer)) if isinstance(answer, Iterator) else answer

        return insist(once) if is_blowing() else method(*args, **named)

    return call


def _under_a_key(transact: Callable[..., Any], is_blowing: Callable[[], bool]) -> Callable[..., Any]:
    """Ask for a command again under one Idempotency-Key, as clients must, and get the first answer."""

    @wraps(transact)
    def call(self: Transactor, attempt: Any, **named: Any) -> Any:
        results, numbers = dict[str, Any](), count()

        def remember(result: Any) -> str:
            number = str(next(numbers))
            results[number] = result
            return number

        key = Once("weather", uuid4().hex, "body")
        named = named or {"once": key, "ref": remember, "replay": lambda _, ref: results[ref]}
        return _at_sea(transact, is_blowing)(self, attempt, **named)

    def either(self: Transactor, attempt: Any, **named: Any) -> Any:
        return (call if is_blowing() else transact)(self, attempt, **named)

    return either


def _in_shaken_batches(
    catch_up: Callable[..., int], is_blowing: Callable[[], bool], seed: int
) -> Callable[..., int]:
    """Hint at aggregates as a stream does: repeated, out of order, in batches cut at random."""

    def call(self: Projector, aggregates: Any) -> int:
        if not is_blowing():
            return catch_up(self, aggregates)
        return sum(catch_up(self, batch) for batch in shaken(list(aggregates), seed, largest_batch=60))

    return call
