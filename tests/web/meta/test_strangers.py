"""The right role of another organisation: whatever is asked for well, it stays with its own organisation."""

import json
from typing import Any

import pytest

from chalicelib.entrypoints.routes import Route
from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer, Request
from infra.local.people import DemoPerson
from tests.web.meta.test_hostile_text import example, version_of
from tests.web.meta.test_roles import ask, name_of
from tests.web.meta.world import ROUTES, World

OWN_AFFAIRS = (
    "/owner/notices/{notice_id}",
    "/api/v1/owner/notices/{notice_id}",
    "/api/v1/notices/{notice_id}",
    "/api/v1/agencies/{uscc}/",
)
OUTSIDE = frozenset({Role.OWNER_ADMIN, Role.OWNER_AGENT, Role.AGENCY_ADMIN, Role.AGENCY_AGENT})
STAYS_HOME = [route for route in ROUTES if route.path.startswith(OWN_AFFAIRS) and route.audience & OUTSIDE]


def ask_well(world: World, route: Route, person: DemoPerson | None) -> Answer:
    """Ask with a body that is right and, where one is due, the version that is there."""
    address = world.address(route)
    if route.surface != "api" or person is None:
        return ask(world, route, address, person)
    headers = [("Authorization", f"Bearer {world.runtime.identity.access_token(person)}")]
    if route.method in {"PUT", "PATCH", "DELETE"}:
        headers.append(("If-Match", version_of(world, route, address)))
    content = b""
    if route.schema:
        headers.append(("Content-Type", "application/json"))
        body: Any = example(route)
        content = json.dumps(body, ensure_ascii=False).encode()
    return world.runtime.request(Request(route.method, address, "", tuple(headers), content))


@pytest.mark.parametrize("route", STAYS_HOME, ids=name_of)
def test_the_right_role_of_another_organisation_is_a_stranger(world: World, route: Route) -> None:
    for role in route.audience & OUTSIDE:
        answer = ask_well(world, route, world.stranger(role))

        assert answer.status in {403, 404}, (role, answer.status, answer.text[:200])
        assert "滨河" not in answer.text
