"""The API's contract, OpenAPI 3.1, generated from the route books and schemas/*.json.

Chalice's own document knows neither bodies nor errors, so it is not used (ADR 0003).
"""

import re
from collections.abc import Iterable
from typing import Any

from chalicelib.domain.marketplace.catalogues.filters import PRICE_BANDS
from chalicelib.entrypoints.routes import NOTHING, Route, RouteBook
from chalicelib.kernel.canonical import Json
from chalicelib.web.schema_files import load_schema

PARAMETER = re.compile(r"\{(\w+)\}")
PROBLEM_REF = {"$ref": "#/components/schemas/problem"}
SCHEMA_REF = "#/components/schemas/"
HEADERS: dict[str, dict[str, Json]] = {
    "Idempotency-Key": {
        "description": "Makes a repetition of a command harmless for 24 hours: it gets the first answer. "
        "The same key with another body is refused (422 `idempotency-key-reused`). Commands that are "
        "harmless to repeat by nature (uploads, files by their id, discarding, signing out) need none.",
        "schema": {"type": "string", "maxLength": 200},
    },
    "If-Match": {
        "description": "The ETag of the version that was read, quotes included; without it 428.",
        "required": True,
        "schema": {"type": "string"},
    },
}
HEADERS_OF = {
    "POST": ("Idempotency-Key",),
    "PUT": ("If-Match",),
    "PATCH": ("If-Match",),
    "DELETE": ("If-Match",),
}


def _text(description: str) -> dict[str, Json]:
    return {"description": description, "schema": {"type": "string"}}


def _day(description: str) -> dict[str, Json]:
    return {"description": description, "schema": {"type": "string", "format": "date"}}


QUERY: dict[str, dict[str, Json]] = {
    "limit": {"schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}},
    "cursor": _text("From `next` of the page before."),
    "facet": _text("Which queue."),
    "period": _text("Which month or year, such as 2026-03."),
    "page": {"schema": {"type": "integer", "minimum": 1, "default": 1}, "description": "Number of the page."},
    "q": _text(
        "Words that must all stand in number, title, owner, service or agency; width and case do not count."
    ),
    "sort": _text(
        "An order of the list, with `-` in front for the largest first; else the newest are first."
    ),
    "state": _text("Code of a state; what is archived is found only by asking for it."),
    "method": _text("Code of a selection method."),
    "service_type": _text("Code of a service type."),
    "division": _text("Code of a division."),
    "claims": _text("What lies with the caller (`mine`), what lies with nobody (`free`)."),
    "org": _text("Unified social credit code of an organisation; without it, the one the caller belongs to."),
    "department": _text("Code of a department."),
    "owner": _text("Credit code of the project owner."),
    "agency": _text("Credit code of the agency that is concerned."),
    "phase": _text("Whether the decision has effect (`running`) or is over (`ended`)."),
    "measure": _text("What a decision does, the deduction of points included."),
    "basis": _text("Code of the violation that a decision rests on."),
    "winner": _text("Credit code of the agency that was awarded."),
    "outcome": _text("What became of the award."),
    "qualification": _text("Code of a kind of qualification."),
    "price": {
        "description": "Band of the amount in yuan, half-open: `50000-200000`.",
        "schema": {"type": "string", "enum": list(PRICE_BANDS)},
    },
    "closes_from": _day("First day of the deadline, in China."),
    "closes_to": _day("Last day of the deadline, in China."),
    "awarded_from": _day("First day of the award, in China."),
    "awarded_to": _day("Last day of the award, in China."),
    "public_from": _day("First day on which the contract was made public, in China."),
    "public_to": _day("Last day on which the contract was made public, in China."),
    "decided_from": _day("First day on which the decision came into force, in China."),
    "decided_to": _day("Last day on which the decision came into force, in China."),
}
"""Every query parameter there is, by its name; which of them an operation takes says its route."""


def describe(books: Iterable[RouteBook], *, title: str, version: str, server: str) -> dict[str, Json]:
    """Return the document for all API routes of the books."""
    routes = [route for book in books for route in book.routes if route.surface == "api"]
    paths: dict[str, dict[str, Json]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    names = {name for route in routes for name in (route.schema, route.answer) if name}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": {"problem": PROBLEM, **{name: _embedded(name) for name in sorted(_closure(names))}},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(route: Route) -> dict[str, Json]:
    operation: dict[str, Json] = {
        "operationId": route.name,
        "summary": route.summary,
        "tags": [str(route.duty)],
        "parameters": [*_path_parameters(route), *_headers(route), *_query_parameters(route)],
        "responses": {"2XX": _success(route), "default": _problems()},
    }
    if route.audience:
        operation["security"] = [{"bearer": []}]
        operation["x-roles"] = sorted(route.audience)
    if route.schema:
        reference = {"$ref": SCHEMA_REF + route.schema}
        needed = route.schema != NOTHING
        operation["requestBody"] = {
            "required": needed,
            "content": {"application/json": {"schema": reference}},
        }
    return operation


def _path_parameters(route: Route) -> list[dict[str, Json]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in PARAMETER.findall(route.path)
    ]


def _query_parameters(route: Route) -> list[dict[str, Json]]:
    return [{"name": name, "in": "query", **_described(route, name)} for name in route.query]


def _described(route: Route, name: str) -> dict[str, Json]:
    judge = route.filters.get(name)
    if judge is None or not judge.values:
        return QUERY[name]
    return {**QUERY[name], "schema": {"type": "string", "enum": list(judge.values)}}


def _headers(route: Route) -> list[dict[str, Json]]:
    names = HEADERS_OF.get(route.method, ())
    return [{"name": name, "in": "header", **HEADERS[name]} for name in names]


def _success(route: Route) -> dict[str, Json]:
    schema: Json = {"$ref": SCHEMA_REF + route.answer} if route.answer else {"type": "object"}
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}}


def _problems() -> dict[str, Json]:
    content = {"application/problem+json": {"schema": PROBLEM_REF}}
    return {"description": "Refused; the code says why (RFC 9457).", "content": content}


PROBLEM: dict[str, Json] = {
    "type": "object",
    "description": "RFC 9457; the figures of a refusal are members of their own, such as `gates`.",
    "additionalProperties": True,
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "Address of the page that explains the code."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the command."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "params": {"type": "object", "description": "The figures of the limit."},
                },
            },
        },
    },
}


def _closure(names: set[str]) -> set[str]:
    """Return the schemas that are named, and those they refer to."""
    found, left = set[str](), set(names)
    while left:
        name = left.pop()
        found.add(name)
        left |= {file.removesuffix(".json") for file in _references(load_schema(name))} - found
    return found


def _references(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        reference = str(schema.get("$ref", "")).partition("#")[0]
        below = {name for value in schema.values() for name in _references(value)}
        return below | ({reference} if reference else set())
    if isinstance(schema, list):
        return {name for value in schema for name in _references(value)}
    return set()


def _embedded(name: str) -> Json:
    """Rewrite references between files into references within the document."""
    schema = {key: value for key, value in load_schema(name).items() if key not in ("$schema", "$id")}
    return _rewritten(schema, name)


def _rewritten(schema: Any, name: str) -> Any:
    if isinstance(schema, list):
        return [_rewritten(value, name) for value in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: _rewritten(value, name) for key, value in schema.items()}
    if isinstance(out.get("$ref"), str):
        file, _, pointer = out["$ref"].partition("#")
        out["$ref"] = SCHEMA_REF + (file.removesuffix(".json") or name) + pointer
    return out
