"""One structured line a request: what was asked by route, never by whom or about whom (design §3).

A fault is told by its types and places. Its text is left out: it may hold what a person typed.
"""

from __future__ import annotations

import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.entrypoints.call import Call

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

MAX_FAULTS, MAX_FRAMES = 5, 30
_ROOT = f"{Path(__file__).parents[2]}/"


@cache
def logger() -> Logger:
    """Return the process's logger; its library is imported with the first line that is written."""
    from aws_lambda_powertools import Logger

    return Logger(service="market")


def trace(call: Call, status: int, seconds: float, fault: BaseException | None = None) -> None:
    """Write the line of an answered request; the route's template stands for its address."""
    line = {
        "request_id": call.request_id,
        "method": call.route.method,
        "route": call.route.path,
        "duty": str(call.route.duty),
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
    }
    if fault is None:
        logger().info("request", extra=line)
    else:
        logger().error("fault", extra={**line, "faults": faults_of(fault)})


def faults_of(fault: BaseException | None) -> list[dict[str, object]]:
    """Return a fault and what it came of, each by its type and the places it passed, innermost last."""
    told: list[dict[str, object]] = []
    while fault is not None and len(told) < MAX_FAULTS:
        frames = traceback.extract_tb(fault.__traceback__)[-MAX_FRAMES:]
        places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        told.append({"type": f"{type(fault).__module__}.{type(fault).__qualname__}", "frames": places})
        fault = fault.__cause__ or fault.__context__
    return told


def _short(filename: str) -> str:
    """Return a file's name from the root of the house or of its library on."""
    return filename.removeprefix(_ROOT).rpartition("site-packages/")[2]
