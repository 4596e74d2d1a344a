"""Served interactions over the API: one, or a batch that may come twice (evaluation.md §4, Case)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.satisfaction.cases.served_case import Source, case_id
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Conflict, FieldError
from chalicelib.usecases.cases.take_in_case import TakenIn, case_errors, take_in_case
from chalicelib.web.validation import check_errors

book = RouteBook(frozenset({Role.CENTRE_SUPERVISOR}), Duty.DESK)
MANY = "/cases"


@book.api("POST", "/api/v1/cases", schema="take-in-case", answer="taken-in-answer")
def api_take_in_case(call: Call) -> Reply:
    """Take in a served interaction; the same one twice is one."""
    body = call.command(more=lambda found, _broken: case_errors(found, call.now))
    check_errors(case_errors(body, call.now))
    taken = take_in_case(call.house, call.actor, body, Source.API, call.once())
    return call.data(_json(taken), status=201 if taken.outcome == "created" else 200)


@book.api("POST", "/api/v1/cases:batch", schema="take-in-cases", answer="taken-in-many-answer")
def api_take_in_cases(call: Call) -> Reply:
    """Take in a batch: all its errors at once and nothing taken in, or every case with what became of it."""
    body = call.command(more=lambda found, _broken: _batch_errors(found, call))
    check_errors(_batch_errors(body, call))
    items: list[Json] = [_taken(call, one) for one in body["cases"]]
    return call.data({"items": items})


def _batch_errors(body: Mapping[str, Any], call: Call) -> list[FieldError]:
    return [
        FieldError(f"{MANY}/{place}{error.pointer}", error.code, error.params)
        for place, one in enumerate(body.get("cases", ()))
        if isinstance(one, dict)
        for error in case_errors(one, call.now)
    ]


def _taken(call: Call, body: dict[str, Any]) -> Json:
    try:
        return _json(take_in_case(call.house, call.actor, body, Source.API))
    except Conflict as error:
        if error.code != "case-differs":
            raise
        return {"id": case_id(body["project_no"], body["service_no"]), "outcome": "differs"}


def _json(taken: TakenIn) -> Json:
    return {"id": taken.id, "outcome": taken.outcome}
