"""The adapter in front of Chalice, the same locally and on AWS (design §5).

API Gateway has one `/{proxy+}` a function, so the path is matched here against Chalice's own routes
and written into the event as if API Gateway had matched it. HEAD is answered as GET without a body.
Chalice gets the routes of a room when somebody first asks for one of its addresses (ADR 0098).
"""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any
from urllib.parse import unquote

from chalice.app import Request

from chalicelib.entrypoints.books import books_in, rooms_of
from chalicelib.entrypoints.call import Edge
from chalicelib.entrypoints.mount import BINARY_TYPES, mount, turn_away
from chalicelib.entrypoints.routes import PathIndex

UNMATCHED = "unmatched"
"""What the log calls an address that no route knows."""


class Gateway:
    """Callable with an API Gateway proxy event; returns its answer."""

    def __init__(self, app: Any, edge: Callable[[], Edge]) -> None:
        """Begin with no room open."""
        self._app, self._edge = app, edge
        self._open: set[str] = set()
        self._opening = Lock()  # locally many threads ask, and Chalice takes a route once
        self._index = PathIndex([])

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer one request."""
        path = unquote(str(event["path"]))
        method = str(event["httpMethod"])
        self._open_rooms(path)
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

    def _open_rooms(self, path: str) -> None:
        """Put the books of all rooms that may answer an address onto Chalice, each room once."""
        with self._opening:
            shut = [room for room in rooms_of(path) if room not in self._open]
            for room in shut:
                for book in books_in(room):
                    self._app.register_blueprint(mount(book, self._edge))
                self._open.add(room)
            if shut:
                self._index = PathIndex(list(self._app.routes))


def _matched(
    event: Mapping[str, Any], path: str, template: str, parameters: Mapping[str, str], method: str
) -> dict[str, Any]:
    request = {**event["requestContext"], "resourcePath": template, "httpMethod": method, "path": path}
    return {**event, "pathParameters": parameters, "requestContext": request}
