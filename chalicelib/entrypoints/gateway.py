"""The adapter in front of Chalice, the same locally and on AWS (design §5).

API Gateway has one `/{proxy+}` a function, so the path is matched here against Chalice's own routes
and written into the event as if API Gateway had matched it. HEAD is answered as GET without a body.
"""

from typing import Any
from urllib.parse import unquote

from chalicelib.entrypoints.routes import PathIndex

UNMATCHED, FAILED = "/unmatched", "/failed"


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
        answer = self._ask(event, context, *found, asked)
        if answer["statusCode"] == 500:
            # Chalice has logged the fault and answered in its own words; people get the product's.
            answer = self._ask(event, context, FAILED, {}, "GET")
        return answer | {"body": ""} if method == "HEAD" else answer

    def _ask(
        self, event: dict[str, Any], context: Any, resource: str, parameters: dict[str, str], method: str
    ) -> dict[str, Any]:
        request = event["requestContext"] | {"resourcePath": resource, "httpMethod": method}
        request["path"] = unquote(str(event["path"]))
        answer: dict[str, Any] = self._app(
            event | {"pathParameters": parameters, "requestContext": request}, context
        )
        return answer
