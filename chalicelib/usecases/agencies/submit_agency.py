"""Hand the draft in for the form check; everything that is missing comes at once (docs/rules.md §2.2)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies import filing
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.numbers import format_number
from chalicelib.usecases.agencies.changing import Changed, change_agency
from chalicelib.usecases.expected_version import CheckVersion, any_version
from chalicelib.usecases.ports import House, Once, UnitOfWork

PREFIX = "RZ"
"""入驻: what the number of a submission begins with."""

PRACTITIONER = "practitioner"
"""Scope of the guards that make a person a practitioner of one agency at a time (docs/rules.md §4.2)."""


def submit_agency(
    house: House,
    actor: Actor,
    uscc: str,
    once: Once | None = None,
    check_version: CheckVersion = any_version,
) -> Changed:
    """Submit the draft under a receipt number.

    Raises:
        Conflict: `under-check`, `nothing-to-submit`, `agency-intercepted`.
        Invalid: with everything that is missing, each by its pointer.
    """

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        rules = house.rules.load()
        elsewhere = persons_elsewhere(house, agency)
        decision = filing.submit(agency, actor, now, house.service_types, rules, house.calendar, elsewhere)
        if decision.state.filing is None:
            return decision
        year = now.astimezone(CHINA).year
        serial = uow.next_serial(f"entry-{house.division}-{year}")
        numbered = replace(
            decision.state.filing, reference=format_number(PREFIX, house.division, year, serial)
        )
        return decision.with_state(replace(decision.state, filing=numbered))

    return change_agency(house, actor, uscc, decide, once=once, check_version=check_version)


def persons_elsewhere(house: House, agency: Agency) -> frozenset[str]:
    """Return the keys of the draft's practitioners who are registered with another agency."""
    keys = sorted({one.person_key for one in agency.draft.practitioners if one.person_key})
    owners = house.queries.owners(PRACTITIONER, keys)
    return frozenset(key for key, owner in owners.items() if owner != agency.id)
