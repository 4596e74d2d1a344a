"""`POST /dev/token`: an access token for any demo person, so that the API can be tried without a browser.

Without an organisation or a person the first one of the directory who holds the role is meant, so that a
script gets the same person every time.
"""

import json
from collections.abc import Callable

from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from infra.local.dev_http import DevAnswer, DevRequest, json_answer, problem_answer
from infra.local.people import DemoPerson, find_person

ROLES = tuple(str(role) for role in Role)
_FIELDS = ("role", "org", "person")


def answer_token_request(
    request: DevRequest, sign: Callable[[DemoPerson], str], live_seconds: int
) -> DevAnswer:
    """Answer with a token and whose it is, or with every reason why not."""
    try:
        wish = json.loads(request.body)
    except (ValueError, RecursionError):
        wish = None
    if not isinstance(wish, dict):
        return problem_answer(400, "malformed-request", "请求正文应为 JSON 对象。", valid_roles=list(ROLES))
    errors = _errors(wish)
    if errors:
        return _refusal(errors)
    person = find_person(Role(wish["role"]), org=wish.get("org"), subject=wish.get("person"))
    if person is None:
        pointer = "/person" if wish.get("person") is not None else "/org"
        return _refusal([{"pointer": pointer, "code": "no-such-demo-person"}])
    return json_answer(
        200,
        {
            "access_token": sign(person),
            "token_type": "Bearer",
            "expires_in": live_seconds,
            "person": person.subject,
            "org": person.org.uscc,
            "roles": [str(role) for role in person.roles],
        },
    )


def _errors(wish: dict[str, Json]) -> list[Json]:
    errors: list[Json] = [
        {"pointer": _pointer(name), "code": "unknown-field"} for name in wish if name not in _FIELDS
    ]
    if "role" not in wish:
        errors.append({"pointer": "/role", "code": "required", "params": {"valid": list(ROLES)}})
    elif wish["role"] not in ROLES:
        errors.append({"pointer": "/role", "code": "unknown-role", "params": {"valid": list(ROLES)}})
    errors += [
        {"pointer": f"/{name}", "code": "not-a-text"}
        for name in ("org", "person")
        if not isinstance(wish.get(name), str | None)
    ]
    return errors


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _refusal(errors: list[Json]) -> DevAnswer:
    return problem_answer(
        422,
        "invalid-fields",
        "没有符合条件的演示人员。",
        detail=f"可用的角色：{'、'.join(ROLES)}。人员名单见 /dev/sign-in。",
        errors=errors,
        valid_roles=list(ROLES),
    )
