"""The signed-in person's own agency as the wizard's pages need it, read once a request."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import Section, section_value
from chalicelib.domain.marketplace.agencies.task_list import SectionStatus, submission_problems, task_list
from chalicelib.domain.marketplace.rules import ListingRules
from chalicelib.entrypoints.call import Call
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError, NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.agencies.submit_agency import persons_elsewhere
from chalicelib.usecases.ports import House
from chalicelib.web.views.agency_dossier import Personal, Reader, personal_refs
from chalicelib.web.views.agency_forms import body_of, masked_number
from chalicelib.web.views.onboarding import insurance_record


@dataclass(frozen=True)
class Own:
    """The agency, its version, and whether the person may write the draft now."""

    house: House
    agency: Agency
    version: int
    is_admin: bool

    @property
    def is_under_check(self) -> bool:
        """Tell whether the draft rests because a filing is under check."""
        return self.agency.filing is not None

    def may_write(self, section: str) -> bool:
        """Tell whether the person may write a section now; authorised persons keep the staff."""
        return not self.is_under_check and (self.is_admin or section == Section.PRACTITIONERS)

    @cached_property
    def personal(self) -> Personal:
        """Open the values of the agency's own persons."""
        return self.house.queries.personal_many(personal_refs(self.agency))

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """Name the practitioners of the draft whom another agency has registered."""
        return persons_elsewhere(self.house, self.agency)

    @property
    def listing(self) -> ListingRules:
        """Return the rules of entry in force."""
        return self.house.rules.load().listing

    def record(self, now: datetime) -> dict[str, Any]:
        """Return what a social-insurance record must cover today."""
        return insurance_record(self.listing, now)

    def statuses(self, call: Call) -> tuple[SectionStatus, ...]:
        """Return the task list."""
        return task_list(self.agency, self.house.service_types, call.now, self.listing, self.elsewhere)

    def problems(self, call: Call) -> tuple[FieldError, ...]:
        """Return everything that stands in the way of submitting."""
        types = self.house.service_types
        return submission_problems(self.agency, types, call.now, self.listing, self.elsewhere)

    def reader(self, call: Call) -> Reader:
        """Return the dossier as the agency itself reads it."""
        return Reader(self.agency, call.types, call.now, self.personal, open_names=True)

    def body(self, section: Section) -> dict[str, Any]:
        """Return a section of one value as the body of its command."""
        value: Any = section_value(self.agency.draft, section)
        return body_of(value, self.sealed(value))

    def masked_number(self, section: Section) -> str:
        """Return the identity number on file for a section, masked."""
        return masked_number(self.sealed(section_value(self.agency.draft, section)))

    def sealed(self, value: object) -> Mapping[str, Json]:
        """Return the opened values of a section or entry, nothing when it names nobody."""
        return self.personal.get(getattr(value, "vault_ref", ""), {})


def find_own(call: Call) -> Own | None:
    """Return the person's agency, or None before its file was opened."""
    try:
        view = call.house.queries.agency(call.actor.org, consistent=True)
    except NotFound:
        return None
    return Own(call.house, view.agency, view.version, call.actor.has(Role.AGENCY_ADMIN))


def load_own(call: Call) -> Own:
    """Return the person's agency.

    Raises:
        NotFound: before its file was opened.
    """
    own = find_own(call)
    if own is None:
        raise NotFound
    return own
