"""The people of the demo as the use cases see them."""

from functools import cache

from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.identity_ports import SignedIn
from infra.local.people import DemoOrganisation, DemoPerson, organisations, people


@cache
def of_role(role: Role, org: str | None = None, place: int = 0) -> SignedIn:
    """Return the n-th person of a role, of an organisation if one is named."""
    fitting = [person for person in people() if role in person.roles and org in (None, person.org.uscc)]
    return signed_in(fitting[place])


def signed_in(person: DemoPerson) -> SignedIn:
    """Return a demo person as somebody who is signed in."""
    actor = Actor(person.subject, person.org.uscc, frozenset(person.roles))
    return SignedIn(actor, person.display_name, person.org.name)


def actor(role: Role, org: str | None = None, place: int = 0) -> Actor:
    """Return who acts in a role."""
    return of_role(role, org, place).actor


@cache
def agencies() -> tuple[DemoOrganisation, ...]:
    """Return the demo's agencies."""
    return tuple(org for org in organisations() if org.kind == "agency")


@cache
def owners() -> tuple[DemoOrganisation, ...]:
    """Return the demo's project owners."""
    return tuple(org for org in organisations() if org.kind in ("owner", "small-owner"))


@cache
def departments() -> dict[str, DemoOrganisation]:
    """Return the demo's departments by their code."""
    return {org.field: org for org in organisations() if org.kind == "department"}
