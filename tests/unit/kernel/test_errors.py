"""Every refusal has a stable code and a status, and carries its figures."""

import re
from http import HTTPStatus

import pytest

from chalicelib.kernel.errors import Conflict, DomainError, FieldError, Invalid, StaleVersion


def every_kind(kind: type[DomainError] = DomainError) -> list[type[DomainError]]:
    return [kind, *(grandchild for child in kind.__subclasses__() for grandchild in every_kind(child))]


KINDS = [kind for kind in every_kind() if kind.__module__ == DomainError.__module__]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_kebab_case_code_and_a_real_status(kind: type[DomainError]) -> None:
    error = kind()

    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code)
    assert HTTPStatus(error.status) >= HTTPStatus.BAD_REQUEST
    assert (error.errors, error.params, str(error)) == ((), {}, error.code)


def test_codes_name_one_kind_only() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_a_precise_code_replaces_the_general_one_and_keeps_the_status() -> None:
    error = Conflict("notice-closed", closes_at="2026-01-05T09:30:00.000Z")

    assert (error.code, error.status) == ("notice-closed", 409)
    assert error.params == {"closes_at": "2026-01-05T09:30:00.000Z"}
    assert Conflict.code == "wrong-state"


def test_all_field_errors_are_told_at_once() -> None:
    errors = [FieldError("/title", "required"), FieldError("/items/0", "too-long", {"max": 20})]

    error = Invalid(errors=iter(errors))

    assert error.errors == tuple(errors)
    assert error.status == 422


def test_a_stale_version_is_a_conflict() -> None:
    assert isinstance(StaleVersion(), Conflict)
