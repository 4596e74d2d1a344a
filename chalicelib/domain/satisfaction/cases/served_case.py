"""A served interaction as an aggregate (evaluation.md §4, Case): known by project number and service number.

Who was served lies in the vault; here are a reference and the MAC by which a telephone is recognised. The
clerk is the one of the service, never found again later from who sits at the window.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass


class Consent(StrEnum):
    """What the person said to being asked afterwards."""

    NOTICE_SHOWN = "NOTICE_SHOWN"
    OBJECTED = "OBJECTED"


class Source(StrEnum):
    """Where a case came from."""

    API = "API"
    FILE = "FILE"
    WINDOW = "WINDOW"
    MARKETPLACE = "MARKETPLACE"


class PhoneFault(StrEnum):
    """Why there is no telephone to be asked at."""

    NO_PHONE = "NO_PHONE"
    INVALID_PHONE = "INVALID_PHONE"


@dataclass(frozen=True, slots=True)
class Service:
    """What was done, where and by whom; `unit` is the USCC of the department, `staff` a work number."""

    task_code: str
    task_name: str
    unit: str
    unit_name: str
    region: str
    hall: str = ""
    window: str = ""
    staff: str = ""
    is_sensitive: bool = False
    """Whether the name of the service would say too much to whoever finds a link (§7.5)."""


@dataclass(frozen=True, slots=True)
class ServedCase:
    """One rateable service of a case; `contact` is the MAC of the telephone, blank without one."""

    id: str
    project_no: str
    service_no: int
    service: Service
    accepted_at: datetime
    done_at: datetime | None
    promise_type: str
    user_type: str
    source: Source
    profile: str
    consent: Consent = Consent.NOTICE_SHOWN
    is_proxy: bool = False
    is_minor: bool = False
    is_vulnerable: bool = False
    """Old, disabled or otherwise in need of somebody who comes: visited first when no call reaches (§2.5)."""
    contact: str = ""
    person_ref: str | None = None
    phone_fault: PhoneFault | None = None
    landline: str = ""
    """The MAC of a number that nobody can text, but the centre can call; blank without one."""

    @property
    def has_landline(self) -> bool:
        """Tell whether a number was left that nobody can text, but the centre can call."""
        return bool(self.landline)

    @property
    def known_as(self) -> str:
        """Return the MAC by which the person finds the case, blank where no number was left."""
        return self.contact or self.landline

    @property
    def is_erased(self) -> bool:
        """Tell whether its person was taken out: a telephone was left that is not known any more."""
        return not self.contact and self.phone_fault is None


def case_id(project_no: str, service_no: int) -> str:
    """Name a case by what its own system calls it, so that the same one taken in twice is one.

    >>> case_id("370700-1", 1) == case_id("370700-1", 1) != case_id("370700-1", 2)
    True
    """
    return f"c_{sha256_hex(f'{project_no}|{service_no}')[:32]}"


def take_in(found: ServedCase | None, case: ServedCase) -> Decision[ServedCase] | None:
    """Take a case in, or let one that was accepted become done; None when nothing is new.

    When it is done the person may still object to being asked; nobody takes an objection back for them.
    Whoever was taken out of it meanwhile does not come back with it.

    Raises:
        Conflict: `case-differs` when something else than its completion changed.
    """
    if found is None:
        return _decided("completed" if case.done_at else "accepted", case)
    if found.is_erased:
        case = replace(case, contact="")
    if _told(found) == _told(case):
        return None
    has_objected = case.done_at is not None and case.consent is Consent.OBJECTED
    done = replace(found, done_at=case.done_at, consent=case.consent if has_objected else found.consent)
    if found.done_at is not None or _told(done) != _told(case):
        raise Conflict("case-differs")
    return _decided("completed", done)


def _told(case: ServedCase) -> ServedCase:
    """Return what its own system says of a case, without what we make of it."""
    return replace(case, person_ref=None, profile="", source=Source.API, landline="", is_vulnerable=False)


def _decided(event: str, case: ServedCase) -> Decision[ServedCase]:
    service = case.service
    done: dict[str, Json] = {} if case.done_at is None else {"done_at": format_instant(case.done_at)}
    facts: dict[str, Json] = {
        "unit": service.unit,
        "unit_name": service.unit_name,
        "task_code": service.task_code,
        "task_name": service.task_name,
        "region": service.region,
        "hall": service.hall,
        "window": service.window,
        "staff": service.staff,
        "accepted_at": format_instant(case.accepted_at),
        "promise_type": case.promise_type,
        "user_type": case.user_type,
        "source": case.source,
        "profile": case.profile,
        **done,
    }
    return Decision(case, Event(f"case.{event}", facts))
