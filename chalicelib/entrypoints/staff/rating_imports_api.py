"""Ratings of the provincial page over the API: a batch with declared code systems, as often as it is sent."""

from collections.abc import Mapping
from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError
from chalicelib.usecases.ratings.import_ratings import import_ratings, row_errors
from chalicelib.web.validation import check_errors

book = RouteBook(frozenset({Role.CENTRE_SUPERVISOR}), Duty.DESK)


@book.api("POST", "/api/v1/ratings:import", schema="import-ratings", answer="imported-ratings-answer")
def api_import_ratings(call: Call) -> Reply:
    """Take in ratings of the provincial page: all errors at once and nothing taken in, or every row."""
    body = call.command(more=lambda found, _broken: all_row_errors(call, found))
    check_errors(all_row_errors(call, body))
    items: list[Json] = [
        {"outcome": outcome} for outcome in import_ratings(call.house, call.actor, body["rows"])
    ]
    return call.data({"items": items})


def all_row_errors(call: Call, body: Mapping[str, Any]) -> list[FieldError]:
    """Return what the rules find in the rows, each error with the place of its row."""
    rows = body.get("rows")
    given = [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []
    return [
        FieldError(f"/rows/{place}{error.pointer}", error.code, error.params)
        for place, error in row_errors(call.house, given, call.now)
    ]
