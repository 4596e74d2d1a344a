"""The adapter in front of Chalice, the same locally and on AWS (design §5).

API Gateway has one `/{proxy+}` a function, so the path is matched here against Chalice's own routes
and written into the event as if API Gateway had matched it. HEAD is answered as GET without a body.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from chalice.app import Request

from chalicelib.entrypoints.call import Edge
from chalicelib.entrypoints.mount import BINARY_TYPES, turn_away
from chalicelib.entrypoints.routes import PathIndex

UNMATCHED = "unmatched"
"""What the log calls an address that no route knows."""


class Gateway:
    """Callable with an API Gateway proxy event; returns its answer."""

    def __init__(self, app: Any, edge: Callable[[], Edge]) -> None:
        """Index the routes of a Chalice app once."""
        self._app, self._edge = app, edge
        self._index = PathIndex(list(app.routes))

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer one request."""
        path = unquote(str(event["path"]))
        method = str(event["httpMethod"])
        template, parameters = self._index.find(path.rstrip("/") or "/") or (UNMATCHED, {})
        offered = self._app.routes.get(template, ())
        asked = "GET" if method == "HEAD" and "GET" in offered else method
        matched = _matched(event, path, template, parameters, asked)
        if asked in offered:
            answer: dict[str, Any] = self._app(matched, context)
        else:
            refused = turn_away(self._edge(), offered, template, Request(matched, context))
            answer = refused.to_dict(self._app.api.binary_types)
        if method == "HEAD":
            return answer | {"body": ""}
        is_binary = answer["headers"].get("Content-Type") in BINARY_TYPES
        return answer | {"isBase64Encoded": True} if is_binary else answer


def _matched(
    event: Mapping[str, Any], path: str, template: str, parameters: Mapping[str, str], method: str
) -> dict[str, Any]:
    request = {**event["requestContext"], "resourcePath": template, "httpMethod": method, "path": path}
    return {**event, "pathParameters": parameters, "requestContext": request}
