"""How much processor time the house adds to a request (design §5): medians of two hundred, in turns.

The product and the bare handler make the same calls and get the same canned bytes; the page is compared
with the JSON of the same notice plus the rendering of its template alone. The product does all it does in
production: it verifies the bearer's signature and writes its line of log, though to nowhere.
"""

import logging
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import app as product
from bench.bare_handler import bare_handler
from bench.canned import recorded, replayed
from bench.figures import Figure
from bench.quote_request import quote_request, quoting_agents
from bench.stage import Stage
from chalicelib.domain.marketplace.notices.notice import number_of
from chalicelib.entrypoints import call as page_calls
from chalicelib.entrypoints.trace import logger
from infra.local.http_event import Request, proxy_event
from infra.local.lambda_events import LambdaContext
from infra.local.visits import json_request
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content

WARM_UP, RUNS = 30, 200
Run = Callable[[], object]


def measure(stage: Stage) -> list[Figure]:
    """Time the notice's JSON, its page, and a quote, each against its yardstick."""
    agents = quoting_agents()[:2]
    town = stage.new_town()
    for agent in agents:
        town.settle_agency(agent.org.uscc)
    notice = town.publish(make_content(service_type=SURVEY))
    stage.runtime.drain()
    asked = json_request("GET", f"/api/v1/notices/{number_of(notice)}", None)
    shown = Request("GET", f"/notices/{number_of(notice)}", "", (("Accept", "text/html"),))
    for request in (asked, shown, quote_request(stage.runtime, notice, agents[0])):
        _product(request)()  # wakes the process, so that no recording holds what only a first request does
    return [
        _json_figure("json_get_notice@1", asked),
        _html_figure(asked, shown),
        _json_figure("json_post_quote@1", quote_request(stage.runtime, notice, agents[1])),
    ]


def _json_figure(operation: str, request: Request) -> Figure:
    """Compare a request of the API with a bare handler of the same calls."""
    run = _product(request)
    with recorded() as recording:
        run()
    bare, event = bare_handler(recording.calls), proxy_event(request)
    with replayed(recording), _log_to_nowhere():
        ours, yardstick = medians(run, lambda: bare(event, LambdaContext("bare")))
    parts = {"milliseconds": ours * 1000, "bare_milliseconds": yardstick * 1000}
    return Figure(operation, calls=_tables(recording.calls), cpu_ratio=ours / yardstick, apart=parts)


def _html_figure(asked: Request, page: Request) -> Figure:
    """Compare a page with its JSON and the rendering of its template alone."""
    shown, told = _product(page), _product(asked)
    drawn: list[tuple[Any, Any]] = []

    def remember(*args: Any, **data: Any) -> str:
        drawn.append((args, data))
        return render(*args, **data)

    render: Callable[..., str] = page_calls.__dict__["render"]
    with recorded() as recording, patch.object(page_calls, "render", remember):
        shown()
    with replayed(recording), _log_to_nowhere():
        args, data = drawn[0]
        html, json, template = medians(shown, told, lambda: render(*args, **data))
    parts = {
        name: value * 1000 for name, value in (("milliseconds", html), ("template_milliseconds", template))
    }
    return Figure(
        "html_notice@1", calls=_tables(recording.calls), cpu_ratio=html / (json + template), apart=parts
    )


def medians(*runs: Run) -> tuple[float, ...]:
    """Return the median processor seconds of each, run in turns: a busy machine weighs on all alike."""
    taken: list[list[float]] = [[] for _ in runs]
    for number in range(WARM_UP + RUNS):
        for run, seconds in zip(runs, taken, strict=True):
            began = time.process_time()
            run()
            if number >= WARM_UP:
                seconds.append(time.process_time() - began)
    return tuple(map(statistics.median, taken))


def _product(request: Request) -> Run:
    event, context = proxy_event(request), LambdaContext("http")

    def run() -> Mapping[str, Any]:
        answer: Mapping[str, Any] = product.http(event, context)
        if answer["statusCode"] >= 300:
            raise RuntimeError(f"{request.method} {request.path} answered {answer['statusCode']}")
        return answer

    return run


def _tables(calls: Any) -> int:
    return sum(call.service == "dynamodb" for call in calls)


@contextmanager
def _log_to_nowhere() -> Iterator[None]:
    """Let the product write its log, into nothing."""
    handler: Any = logger().registered_handler
    logging.disable(logging.NOTSET)
    with Path(os.devnull).open("w") as nowhere:
        before = handler.setStream(nowhere)
        try:
            yield
        finally:
            handler.setStream(before)
            logging.disable(logging.INFO)
