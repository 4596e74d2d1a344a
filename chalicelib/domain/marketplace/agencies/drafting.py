"""The agency writes its dossier: open, save section by section, add files, apply for service types.

A draft keeps whatever was typed as long as it is of bounded size; what is missing or wrong is said by the
task list and refused at submission only. While a filing is under check the draft rests.
"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import (
    Admission,
    Agency,
    Standing,
    check_may_enter_market,
    decided,
    move,
    with_admission,
)
from chalicelib.domain.marketplace.agencies.authority import (
    check_agency_admin,
    check_agency_staff,
    check_system,
)
from chalicelib.domain.marketplace.agencies.dossier import (
    Qualification,
    Section,
    SectionValue,
    section_value,
)
from chalicelib.domain.marketplace.agencies.fields import TEXT_MAX_CHARS
from chalicelib.domain.marketplace.agencies.files import ScanState, StoredFile, file_problems
from chalicelib.domain.marketplace.agencies.lapsing import settle
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.agencies.spells import Spell, succeed
from chalicelib.domain.marketplace.agencies.states import LISTING, ListingState
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, FieldError, Invalid, NotFound
from chalicelib.kernel.identifiers import BadIdentifier, check_uscc

MAX_ENTRIES = 300
MAX_FILES = 1000
KEPT_BY_STAFF = frozenset({Section.PRACTITIONERS})
"""What an authorised person may write too (docs/rules.md §5, "U own (staff)"); he appoints nobody."""


def open_agency(uscc: str, actor: Actor, now: datetime) -> Decision[Agency]:
    """Begin an agency's file with a blank draft; the store's key makes the USCC unique.

    Raises:
        Forbidden: when the actor does not administer an agency with this USCC.
        Invalid: when the USCC does not hold.
    """
    check_agency_admin(actor, uscc)
    return decided("agency.opened", None, blank_agency(uscc, now))


def blank_agency(uscc: str, now: datetime) -> Agency:
    """Return an empty file for a USCC.

    Raises:
        Invalid: when the USCC does not hold.
    """
    try:
        return Agency(check_uscc(uscc).value, now)
    except BadIdentifier as bad:
        raise Invalid(errors=[FieldError("/uscc", bad.code, bad.params)]) from None


def save_section(
    agency: Agency, section: Section, value: SectionValue, actor: Actor, now: datetime, types: ServiceTypes
) -> Decision[Agency]:
    """Keep one section of the draft; picking service types begins or drops their admissions.

    Raises:
        Forbidden: when the actor does not administer the agency; authorised persons keep the staff.
        Conflict: `under-check`, `agency-intercepted`.
        Invalid: when the value is of another section, too long or has too many entries.
    """
    _check_may_write(agency, actor, now, is_staff=section in KEPT_BY_STAFF)
    _check_shape(agency, section, value)
    drafted = write_section(settle(agency, now), section, value, now, types)
    return decided("agency.section-saved", agency, drafted, section=str(section))


def write_section(
    agency: Agency, section: Section, value: SectionValue, now: datetime, types: ServiceTypes
) -> Agency:
    """Put a value into the draft with all that follows from it, without asking who does it."""
    if section is Section.QUALIFICATIONS and isinstance(value, tuple):
        value = tuple(_ranked(one, types) for one in value if isinstance(one, Qualification))
    changed: dict[str, Any] = {section.value: value}
    drafted = replace(agency, draft=replace(agency.draft, **changed))
    if section is not Section.SERVICES:
        return drafted
    offered = {offer.service_type for offer in drafted.draft.services if types.is_open(offer.service_type)}
    kept = tuple(one for one in drafted.admissions if one.service_type in offered or not _is_unborn(one))
    drafted = replace(drafted, admissions=kept)
    for service_type in sorted(offered):
        drafted = _begun(drafted, service_type, now, types)
    return drafted


def discard_changes(agency: Agency, actor: Actor, now: datetime) -> Decision[Agency]:
    """Throw the draft away and begin again from what is registered.

    Raises:
        Forbidden: when the actor does not administer the agency.
        Conflict: `under-check`, `agency-intercepted`; `nothing-registered` before the first entry.
    """
    _check_may_write(agency, actor, now)
    if not agency.register.commitment:
        raise Conflict("nothing-registered")
    settled = settle(agency, now)
    kept = tuple(one for one in settled.admissions if not _is_unborn(one))
    draft = dossier_at(agency.register, now)
    restored = replace(settled, draft=draft, admissions=kept, corrections=(), given_back=None)
    return decided("agency.changes-discarded", agency, restored)


def attach_file(agency: Agency, file: StoredFile, actor: Actor, now: datetime) -> Decision[Agency]:
    """Take in an uploaded file; it waits for the scan gateway.

    Raises:
        Forbidden: when the actor is not of the agency.
        Conflict: `under-check`, `agency-intercepted`.
        Invalid: for a type, size or number of files that is not allowed.
    """
    _check_may_write(agency, actor, now, is_staff=True)
    problems = list(file_problems(file, "/file"))
    if len(agency.files) >= MAX_FILES:
        problems.append(FieldError("/file", "too-many-files", {"max": MAX_FILES}))
    if agency.file(file.id) is not None:
        problems.append(FieldError("/file", "duplicate-entry"))
    if problems:
        raise Invalid(errors=problems)
    taken_in = replace(file, scan=ScanState.SCANNING, uploaded_at=now)
    attached = replace(agency, files=(*agency.files, taken_in))
    return decided("agency.file-attached", agency, attached, file=file.id, sha256=file.sha256)


def record_scan(agency: Agency, file_id: str, scan: ScanState, actor: Actor) -> Decision[Agency]:
    """Note what the scan gateway said about a file; it is said once.

    Raises:
        Forbidden: `not-the-system`.
        NotFound: when the agency has no such file.
        Conflict: `already-scanned`.
    """
    check_system(actor)
    file = agency.file(file_id)
    if file is None:
        raise NotFound
    if file.scan is not ScanState.SCANNING:
        raise Conflict("already-scanned")
    files = tuple(replace(one, scan=scan) if one.id == file_id else one for one in agency.files)
    return decided("agency.file-scanned", agency, replace(agency, files=files), file=file_id, scan=str(scan))


def reopen(agency: Agency, service_type: str, actor: Actor, now: datetime) -> Decision[Agency]:
    """Apply again for a service type that was rejected, or removed once the bar is over.

    Raises:
        Forbidden: when the actor does not administer the agency.
        Conflict: `agency-intercepted` while the re-entry bar runs; `wrong-state`, `under-check`.
        NotFound: when the agency never applied for the type.
    """
    _check_may_write(agency, actor, now)
    settled = settle(agency, now)
    admission = settled.admission(service_type)
    if admission is None:
        raise NotFound
    reopened = move(admission, "reopened", Standing(ListingState.DRAFT), now)
    return decided("agency.reopened", agency, with_admission(settled, reopened), service_type=service_type)


def _check_may_write(agency: Agency, actor: Actor, now: datetime, *, is_staff: bool = False) -> None:
    check = check_agency_staff if is_staff else check_agency_admin
    check(actor, agency.id)
    check_may_enter_market(agency, now)
    if agency.filing is not None:
        raise Conflict("under-check")


def _check_shape(agency: Agency, section: Section, value: SectionValue) -> None:
    expected = section_value(agency.draft, section)
    if type(value) is not type(expected):
        raise Invalid(errors=[FieldError(f"/{section}", "wrong-section")])
    if isinstance(value, tuple) and len(value) > MAX_ENTRIES:
        raise Invalid(errors=[FieldError(f"/{section}", "too-many", {"max": MAX_ENTRIES})])
    long = [
        FieldError(pointer, "too-long", {"max": TEXT_MAX_CHARS})
        for pointer in _long_texts(value, f"/{section}")
    ]
    if long:
        raise Invalid(errors=long)


def _long_texts(value: object, pointer: str) -> Iterable[str]:
    if isinstance(value, str):
        if len(value) > TEXT_MAX_CHARS:
            yield pointer
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _long_texts(item, f"{pointer}/{place}")
    elif is_dataclass(value) and not isinstance(value, date):
        for each in fields(value):
            yield from _long_texts(getattr(value, each.name), f"{pointer}/{each.name}")


def _ranked(qualification: Qualification, types: ServiceTypes) -> Qualification:
    kind = types.qualification_kinds.get(qualification.kind)
    return replace(qualification, level_rank=None if kind is None else kind.rank_of(qualification.level))


def _is_unborn(admission: Admission) -> bool:
    """Tell whether an application was never submitted and follows no earlier one: nothing to remember."""
    return len(admission.standings) == 1 and admission.state is ListingState.DRAFT


def _begun(agency: Agency, service_type: str, now: datetime, types: ServiceTypes) -> Agency:
    requirement = types.types[service_type].requirement
    admission = agency.admission(service_type)
    if admission is None:
        LISTING.check(None, "drafted", ListingState.DRAFT)
        spell = Spell(Standing(ListingState.DRAFT), now)
        return with_admission(agency, Admission(service_type, requirement, (spell,)))
    if admission.state is ListingState.WITHDRAWN:
        LISTING.check(None, "drafted", ListingState.DRAFT)
        spells = succeed(admission.standings, Standing(ListingState.DRAFT), now)
        return with_admission(agency, Admission(service_type, requirement, spells))
    return agency
