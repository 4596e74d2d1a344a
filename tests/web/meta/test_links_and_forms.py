"""Every link leads somewhere the reader may go, and every form carries what its command needs."""

import re
from functools import cache

import pytest

from chalicelib.kernel.actors import Role
from tests.web.meta.crawl import Page, crawl, own_address, route_of
from tests.web.meta.world import ROUTES, World

READERS = (None, *Role)
LEADS_AWAY = ("/sign-in", "/preferences", "/agency/files/", "/evidence/")
"""To the issuer, back again, or to files, which the agencies of the tests have no more than a name of."""
HARMLESS_TWICE = re.compile(r"/sign-out(-everywhere)?|/session/extend|/claims/.*|/absence/end")
"""Forms that may be sent twice and mean the same, so that they need no key."""
RESIDENTS = ("/r/", "/stop/", "/items/")
"""Pages without a session: the origin is checked instead of a token, and a second time is known by itself."""

_WORLDS: dict[int, World] = {}


@pytest.fixture
def asked(world: World) -> World:
    _WORLDS[id(world)] = world
    return world


@cache
def pages_of(key: int, reader: Role | None) -> tuple[Page, ...]:
    """Return every page a reader comes to from the front page, the workbench and the things of the market."""
    world = _WORLDS[key]
    visit = world.visit(world.person(reader) if reader else None)
    own = [
        world.address(route)
        for route in ROUTES
        if route.surface == "page" and (reader in route.audience or not route.audience)
    ]
    starts = ["/", *(["/workbench"] if reader else []), *(one for one in own if "nonesuch" not in one)]
    return tuple(crawl(visit.get, [one for one in starts if not one.startswith(LEADS_AWAY)]))


def name_of(reader: Role | None) -> str:
    return str(reader or "nobody")


@pytest.mark.parametrize("reader", READERS, ids=name_of)
def test_every_link_of_a_reader_leads_somewhere(asked: World, reader: Role | None) -> None:
    pages = pages_of(id(asked), reader)
    linked = {
        target: page.address
        for page in pages
        for link in page.links
        if (target := own_address(page.address, link)) and not target.startswith(LEADS_AWAY)
    }
    status = {page.address: page.answer.status for page in pages}

    dead = sorted(
        (linked[target], target, status[target]) for target in linked if status.get(target, 0) >= 400
    )
    unknown = sorted((linked[target], target) for target in linked if route_of("GET", target) is None)
    assert dead == [], dead
    assert unknown == []
    assert len(pages) > 10


@pytest.mark.parametrize("reader", READERS, ids=name_of)
def test_every_link_of_a_reader_is_to_a_page_of_theirs(asked: World, reader: Role | None) -> None:
    person = asked.person(reader) if reader else None
    closed = {
        (page.address, target)
        for page in pages_of(id(asked), reader)
        for link in page.links
        if (target := own_address(page.address, link))
        and (route := route_of("GET", target))
        and person
        and route.audience
        and route.audience.isdisjoint(person.roles)
    }

    assert sorted(closed) == []


@pytest.mark.parametrize("reader", READERS, ids=name_of)
def test_every_form_of_a_reader_goes_to_a_command_of_theirs(asked: World, reader: Role | None) -> None:
    roles = frozenset(asked.person(reader).roles) if reader else frozenset()
    for page in pages_of(id(asked), reader):
        for form in page.forms:
            action = own_address(page.address, form.action or page.address)
            if action is None or action.startswith("/dev/"):
                continue
            route = route_of(form.method.upper(), action)

            assert route is not None, (page.address, form.action)
            assert not route.audience or roles & route.audience, (page.address, form.action)


@pytest.mark.parametrize("reader", READERS, ids=name_of)
def test_every_form_that_changes_something_carries_its_token_and_its_key(
    asked: World, reader: Role | None
) -> None:
    bare = {
        (page.address, form.action, missing)
        for page in pages_of(id(asked), reader)
        if not page.address.startswith(RESIDENTS)
        for form in page.forms
        if form.method == "post" and own_address(page.address, form.action or page.address)
        for missing in {"csrf_token", "_key"} - form.names
        if missing == "csrf_token" or not HARMLESS_TWICE.fullmatch(form.action)
        if not form.action.startswith("/dev/")
    }

    assert sorted(bare) == []
