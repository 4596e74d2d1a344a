"""The adapter in front of Chalice, the same locally and on AWS (design §5).

API Gateway has one `/{proxy+}` a function, so the path is matched here against Chalice's own routes
and written into the event as if API Gateway had matched it. HEAD is answered as GET without a body.
"""

from typing import Any
from urllib.parse import unquote

from chalicelib.entrypoints.routes import PathIndex

UNMATCHED = "/unmatched"


class Gateway:
    """Callable with an API Gateway proxy event; returns its answer."""

    def __init__(self, app: Any) -> None:
        """Index the routes of a Chalice app once."""
        self._app = app
        self._index = PathIndex(list(app.routes))

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer one request."""
        path = unquote(str(event["path"]))
        method = str(event["httpMethod"])
        found = self._index.find(path.rstrip("/") or "/")
        asked = "GET" if method == "HEAD" else method
        if found is None or asked not in self._app.routes[found[0]]:
            found, asked = (UNMATCHED, {}), "GET"
        resource, parameters = found
        request = event["requestContext"] | {"resourcePath": resource, "httpMethod": asked, "path": path}
        answer: dict[str, Any] = self._app(
            event | {"pathParameters": parameters, "requestContext": request}, context
        )
        if method == "HEAD":
            answer["body"] = ""
        return answer
