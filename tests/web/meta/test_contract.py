"""`/openapi.json` is a valid OpenAPI 3.1 document and says what the routes do."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.web.meta.world import PARAMETER, ROUTES, World

API = [route for route in ROUTES if route.surface == "api"]


@pytest.fixture(scope="module")
def contract(world: World) -> dict[str, Any]:
    answer = world.runtime.get("/openapi.json")
    assert answer.status == 200
    assert (answer.header("Content-Type") or "").startswith("application/json")
    document: dict[str, Any] = answer.json()
    return document


def test_the_contract_is_valid_openapi_3_1(contract: dict[str, Any]) -> None:
    assert contract["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(contract).iter_errors()] == []


def test_every_operation_of_the_api_is_in_the_contract_and_no_other(contract: dict[str, Any]) -> None:
    written = {(method, path) for path, item in contract["paths"].items() for method in item}

    assert written == {(route.method.lower(), route.path) for route in API}


def test_every_operation_says_what_it_does_under_a_name_of_its_own(contract: dict[str, Any]) -> None:
    operations = [operation for item in contract["paths"].values() for operation in item.values()]
    names = [operation["operationId"] for operation in operations]

    assert [one["operationId"] for one in operations if not one["summary"].endswith(".")] == []
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("route", API, ids=lambda route: f"{route.method} {route.path}")
def test_an_operation_names_its_people_its_parameters_and_its_headers(
    contract: dict[str, Any], route: Any
) -> None:
    operation = contract["paths"][route.path][route.method.lower()]
    parameters = {(one["in"], one["name"]) for one in operation["parameters"]}

    assert operation.get("x-roles", []) == sorted(route.audience)
    assert bool(operation.get("security")) == bool(route.audience)
    assert {name for place, name in parameters if place == "path"} == set(PARAMETER.findall(route.path))
    assert (("header", "Idempotency-Key") in parameters) == (route.method == "POST")
    assert (("header", "If-Match") in parameters) == (route.method in {"PUT", "PATCH", "DELETE"})
    assert {name for place, name in parameters if place == "query"} == set(route.query)
    assert {"limit", "cursor"} <= set(route.query) or not route.is_list
    assert ("requestBody" in operation) == (route.method != "GET")


@pytest.mark.parametrize("route", API, ids=lambda route: f"{route.method} {route.path}")
def test_an_operation_says_what_it_answers(contract: dict[str, Any], route: Any) -> None:
    answer = contract["paths"][route.path][route.method.lower()]["responses"]["2XX"]
    name = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]

    assert name == route.answer
    assert contract["components"]["schemas"][name]["type"] == "object"


READING = [route for route in API if route.method == "GET"]
NOT_THERE = {
    "get_my_award", "get_nomination", "get_nomination_agencies", "get_nomination_errors",
    "get_award", "get_quotes", "get_explanations", "get_flags", "get_digest", "api_choice",
    "api_get_list_import", "api_get_point", "api_get_invitation", "api_get_survey_result", "api_get_measure",
    "api_get_problem",
    "get_contract", "get_owner_contract", "get_agency_contract", "get_department_contract",
    "get_desk_contract", "get_supervisor_contract", "get_result", "get_result_file",
}  # fmt: skip
"""Nothing of the kind has happened in this market yet; the journeys read them."""


@pytest.mark.parametrize("route", READING, ids=lambda route: route.path)
def test_what_can_be_read_is_answered_as_its_schema_says(world: World, route: Any) -> None:
    """The schema itself is held by the fixture of all web tests (tests/answers.py)."""
    readers = [world.person(role) for role in sorted(route.audience)] or [None]

    answers = [world.runtime.get_json(world.address(route), as_=reader) for reader in readers]

    if route.name in NOT_THERE:
        assert {answer.status for answer in answers} == {404}
    else:
        assert 200 in {answer.status for answer in answers}
