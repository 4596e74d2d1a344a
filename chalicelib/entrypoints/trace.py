"""One structured line a request: what was asked by route, never by whom or about whom (design §3)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.entrypoints.call import Call

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger


@cache
def logger() -> Logger:
    """Return the process's logger; its library is imported with the first line that is written."""
    from aws_lambda_powertools import Logger

    return Logger(service="market")


def trace(call: Call, status: int, seconds: float) -> None:
    """Write the line of an answered request; the route's template stands for its address."""
    logger().info(
        "request",
        extra={
            "request_id": call.request_id,
            "method": call.route.method,
            "route": call.route.path,
            "duty": str(call.route.duty),
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        },
    )
