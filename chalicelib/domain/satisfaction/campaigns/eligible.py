"""Who of those served is asked, and about which case: one rule for frames and for calls (§2.5, §7.15)."""

from collections import Counter
from enum import StrEnum
from typing import Protocol

from chalicelib.domain.satisfaction.campaigns.frame import Person, Served, ServedBrief
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.clock import CHINA


class Ineligible(StrEnum):
    """Why somebody who was served is no one to ask."""

    NO_NUMBER = "NO_NUMBER"
    OBJECTED = "OBJECTED"
    """Who objected once is not asked about another case either."""
    MINOR = "MINOR"
    PROXY = "PROXY"
    """Only intermediaries handle so many cases of one telephone in a month."""


def ineligible(served: Served, rules: SatisfactionRules) -> Ineligible | None:
    """Return why somebody cannot be asked; None of those who can."""
    months = Counter(one.done_at.astimezone(CHINA).strftime("%Y-%m") for one in served.cases)
    checks = (
        (not served.contact, Ineligible.NO_NUMBER),
        (any(one.has_objected for one in served.cases), Ineligible.OBJECTED),
        (any(one.is_minor for one in served.cases), Ineligible.MINOR),
        (max(months.values(), default=0) > rules.contact.agent_cases_per_month, Ineligible.PROXY),
    )
    return next((reason for applies, reason in checks if applies), None)


class Places(Protocol):
    """Where a campaign's people were served; empty is everywhere."""

    @property
    def units(self) -> tuple[str, ...]:
        """Return the units, by their USCC."""

    @property
    def halls(self) -> tuple[str, ...]:
        """Return the halls."""


def is_in(one: ServedBrief, places: Places) -> bool:
    """Tell whether a case is one of those that a campaign is about."""
    return (not places.units or one.unit in places.units) and (not places.halls or one.hall in places.halls)


def person_of(served: Served, places: Places, rules: SatisfactionRules) -> tuple[bool, Person | None]:
    """Return whether somebody was served there, and the row of the frame if they can be asked.

    One person is one row, however many cases and halls: they are asked about the last case there.
    """
    mine = [one for one in served.cases if is_in(one, places)]
    if not mine or ineligible(served, rules) is not None:
        return bool(mine), None
    last = max(mine, key=lambda one: (one.done_at, one.case))
    return True, Person(served.contact, last.case, last.unit, last.hall)
