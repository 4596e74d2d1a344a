"""The one door: every SDK call of the process passes here, one at a time (design §5).

moto is not thread-safe; without this lock it loses acknowledged writes. The lock sits around botocore's
`_make_api_call`, which boto3 clients and pynamodb both use, so nothing can walk past it. The same door
lets a meter observe calls and an injector disturb them. A call to a foreign endpoint takes no lock.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from botocore.client import BaseClient

LOCK = threading.RLock()
"""Held during every embedded call; take it before touching moto's memory."""

Params = Mapping[str, Any]
Answer = dict[str, Any]
Proceed = Callable[[Params], Answer]

_AWS_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn")
_make_api_call = BaseClient._make_api_call
_observers: tuple["Layer", ...] = ()
_disturbers: tuple["Layer", ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """One SDK call on its way: by which client, to which service, which operation, with what."""

    client: Any
    service: str
    operation: str
    params: Params

    @property
    def region(self) -> str:
        """The region the client was made for."""
        region: str = self.client.meta.region_name
        return region

    @property
    def is_embedded(self) -> bool:
        """Whether moto answers it, which it does for the real addresses of AWS and for no other."""
        host = urlsplit(self.client.meta.endpoint_url).hostname or ""
        return host.endswith(_AWS_DOMAINS)


Layer = Callable[[Call, Proceed], Answer]


def hooked() -> AbstractContextManager[Any]:
    """Send every SDK call of the process through the door, until the end of the context."""
    return patch.object(BaseClient, "_make_api_call", _through_the_door)


@contextmanager
def observed(layer: Layer) -> Iterator[None]:
    """Let a layer see the calls that really happen, next to the engine."""
    global _observers
    with LOCK:
        _observers = (*_observers, layer)
    try:
        yield
    finally:
        with LOCK:
            _observers = tuple(each for each in _observers if each is not layer)


@contextmanager
def disturbed(layer: Layer) -> Iterator[None]:
    """Let a layer stand between the caller and everything else."""
    global _disturbers
    with LOCK:
        _disturbers = (*_disturbers, layer)
    try:
        yield
    finally:
        with LOCK:
            _disturbers = tuple(each for each in _disturbers if each is not layer)


def layers() -> int:
    """Return how many layers observe and disturb the calls just now."""
    return len(_observers) + len(_disturbers)


def _through_the_door(client: Any, operation_name: str, api_params: Params) -> Answer:
    call = Call(client, client.meta.service_model.service_name, operation_name, api_params)

    def arrive(params: Params) -> Answer:
        answer: Answer = _make_api_call(client, operation_name, params)
        return answer

    proceed: Proceed = arrive
    for layer in (*_observers, *_disturbers):
        proceed = _wrapped(layer, call, proceed)
    with LOCK if call.is_embedded else nullcontext():
        return proceed(api_params)


def _wrapped(layer: Layer, call: Call, proceed: Proceed) -> Proceed:
    def passed(params: Params) -> Answer:
        return layer(Call(call.client, call.service, call.operation, params), proceed)

    return passed
