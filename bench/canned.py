"""AWS as canned bytes: answers recorded once from the local engine, given again by botocore's HTTP session.

What is left of a request is the processor time of this process: the product's, or a bare handler's, and the
SDK's below both.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NoReturn
from unittest.mock import patch

from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.httpsession import URLLib3Session
from moto.core.botocore_stubber import BotocoreStubber

from bench.calls_seen import watched
from infra.local.calls import Call

Body = tuple[int, dict[str, str], bytes]

_STRAIGHT: Any = BaseClient._make_api_call
"""The SDK's own way, taken before the engine puts its door in front of it."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What was called, in order, and what was answered to each kind of call, in order."""

    calls: list[Call]
    answers: dict[str, list[Body]]


class _Raw(BytesIO):
    """A body as botocore reads it."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


@contextmanager
def recorded() -> Iterator[Recording]:
    """Keep every call and its answer until the end of the context; the engine must be running."""
    answers: dict[str, list[Body]] = defaultdict(list)
    answering = BotocoreStubber.process_request

    def keep(stubber: Any, request: Any) -> Any:
        status, headers, body = answering(stubber, request) or _unanswered(request)
        content = body.encode() if isinstance(body, str) else bytes(body)
        answers[_target(request)].append((status, {str(k): str(v) for k, v in headers.items()}, content))
        return status, headers, body

    with patch.object(BotocoreStubber, "process_request", keep), watched() as seen:
        yield Recording(seen, answers)


@contextmanager
def replayed(recording: Recording) -> Iterator[None]:
    """Let every call be answered from a recording, round and round, past the engine and its door."""
    places: dict[str, int] = defaultdict(int)

    def send(_session: Any, request: Any) -> AWSResponse:
        target = _target(request)
        if target not in recording.answers:
            raise LookupError(f"{target} was not called when the recording was made")
        known = recording.answers[target]
        status, headers, content = known[places[target] % len(known)]
        places[target] += 1
        return AWSResponse(request.url, status, headers, _Raw(content))

    began = time.monotonic()
    with ExitStack() as stack:
        # What the process remembers for some seconds must not grow old between two runs: no recording
        # holds the reading anew.
        stack.enter_context(patch.object(time, "monotonic", lambda: began))
        stack.enter_context(patch.object(BotocoreStubber, "__call__", lambda *_args, **_kwargs: None))
        stack.enter_context(patch.object(BaseClient, "_make_api_call", _STRAIGHT))
        stack.enter_context(patch.object(URLLib3Session, "send", send))
        yield


def _unanswered(request: Any) -> NoReturn:
    raise LookupError(f"the engine does not answer {request.url}")


def _target(request: Any) -> str:
    target = request.headers["X-Amz-Target"]
    return target.decode() if isinstance(target, bytes) else str(target)
