"""Whatever can be read by whom: before the opening no address tells who quoted, how much, or whom to call."""

import re

import pytest

from chalicelib.entrypoints.routes import Route
from chalicelib.kernel.actors import Role
from infra.local.people import DemoPerson
from tests.said import said
from tests.web.meta.test_roles import ask, name_of
from tests.web.meta.world import CONTACTS, PRICES_FEN, ROUTES, World, found

READING = [route for route in ROUTES if route.method == "GET"]
AGENCY_PAGES = re.compile(
    r"/(api/v1/)?(agencies|desk/agencies|department/agencies|evidence|relations)|/api/v1/agency-queue"
)
"""Addresses of the public register, of affiliations and of entries: they name agencies, and no notice."""


def outsiders(world: World) -> list[DemoPerson | None]:
    """List everybody but the bidders: nobody, one person of each role, an agency that did not quote."""
    others = [found(role) for role in Role if role not in {Role.AGENCY_ADMIN, Role.AGENCY_AGENT}]
    return [
        None,
        *others,
        world.applicant,
        world.stranger(Role.AGENCY_AGENT),
        world.stranger(Role.OWNER_AGENT),
    ]


def secrets_of(world: World) -> list[str]:
    """Name what must not be seen anywhere: prices and contacts."""
    prices = [text for fen in PRICES_FEN for text in (str(fen), f"{fen / 100:,.2f}", f"{fen / 100:.2f}")]
    return [*prices, *(text for contact in CONTACTS for text in contact)]


def bidders_of(world: World) -> list[str]:
    """Name what would tell who takes part."""
    return [text for bidder in world.bidders for text in (bidder.org.uscc, bidder.org.name, bidder.subject)]


@pytest.mark.parametrize("route", READING, ids=name_of)
def test_nobody_outside_reads_who_quoted_or_how_much(world: World, route: Route) -> None:
    marks = secrets_of(world) + ([] if AGENCY_PAGES.match(route.path) else bidders_of(world))
    for person in outsiders(world):
        answer = ask(world, route, world.address(route), person)

        read = said(answer) if answer.status != 303 else answer.location
        assert [mark for mark in marks if mark in read] == [], (person, answer.status)


@pytest.mark.parametrize("route", [route for route in READING if "{notice_no}" in route.path], ids=name_of)
def test_a_bidder_reads_nothing_of_the_others(world: World, route: Route) -> None:
    reader, *others = world.bidders
    answer = ask(world, route, world.address(route), reader)

    marks = [text for other in others for text in (other.org.uscc, other.org.name)]
    marks += [text for contact in CONTACTS[1:] for text in contact]
    assert [mark for mark in marks if mark in said(answer)] == []


def test_the_public_sees_how_many_take_part_and_no_more(world: World) -> None:
    answer = world.runtime.get_json(f"/api/v1/notices/{world.published.notice_no}")

    assert answer.json()["registered"] == len(world.bidders)
