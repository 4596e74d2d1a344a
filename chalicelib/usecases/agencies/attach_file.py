"""Files of a dossier: from the browser to the bucket, then read, hashed and scanned (docs/rules.md §4.2)."""

from datetime import datetime

from chalicelib.domain.marketplace.agencies import drafting, files
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.authority import check_agency_staff
from chalicelib.domain.marketplace.agencies.files import ScanState
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.usecases.agencies.changing import Changed, noted
from chalicelib.usecases.agencies.file_slots import FileSlot
from chalicelib.usecases.file_ports import StoredFile, Upload
from chalicelib.usecases.ports import House, UnitOfWork

PURPOSE = "dossier"
VERDICTS = {"clean": ScanState.CLEAN, "infected": ScanState.INFECTED}
"""What the scan gateway says; anything else means that it is still at work."""


def begin_upload(house: House, actor: Actor, uscc: str, back_to: str) -> Upload:
    """Return the form by which a person of the agency sends one file.

    Raises:
        Forbidden: when the actor is not of the agency.
    """
    check_agency_staff(actor, uscc)
    return house.files.begin_upload(PURPOSE, files.MAX_SIZE_BYTES, back_to)


def take_in_upload(house: House, actor: Actor, uscc: str, file_id: str, slot: FileSlot) -> Changed:
    """Read an uploaded file, judge it, and put it into its slot of the draft; the same file twice is once.

    Raises:
        NotFound: when nothing was uploaded under the identifier.
        Invalid: for a wrong type or size, or a file that carries a virus.
    """
    stored = _inspect(house, file_id)

    def attempt(uow: UnitOfWork, now: datetime) -> Changed:
        agency = uow.agencies.load(uscc)
        if agency.file(file_id) is None:
            agency = _taken_in(house, uow, agency, stored, slot, actor, now)
        return Changed(agency, uow.agencies.version(uscc))

    return house.transact(attempt)


def check_scan(house: House, actor: Actor, uscc: str, file_id: str) -> Changed:
    """Ask the scan gateway again about a file that is still scanned, and note what it says.

    Raises:
        Forbidden: when the actor is not of the agency.
        NotFound: when the agency has no such file.
    """
    check_agency_staff(actor, uscc)
    stored = _inspect(house, file_id)

    def attempt(uow: UnitOfWork, _now: datetime) -> Changed:
        agency = uow.agencies.load(uscc)
        file = agency.file(file_id)
        if file is None:
            raise NotFound
        if file.scan is ScanState.SCANNING and stored.scan in VERDICTS:
            agency = _scanned(house, uow, agency, stored)
        return Changed(agency, uow.agencies.version(uscc))

    return house.transact(attempt)


def download_link(house: House, agency: Agency, file_id: str, name: str) -> str:
    """Return a short-lived address of a file that the scan gateway has passed.

    Raises:
        NotFound: when the agency has no such file, or nobody may see it yet.
    """
    file = agency.file(file_id)
    if file is None or not file.is_visible:
        raise NotFound
    suffix = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[file.media_type]
    return house.files.link(file_id, f"{name}.{suffix}")


def _inspect(house: House, file_id: str) -> StoredFile:
    if not file_id.startswith(f"{PURPOSE}/"):
        raise NotFound
    return house.files.inspect(file_id)


def _taken_in(
    house: House,
    uow: UnitOfWork,
    agency: Agency,
    stored: StoredFile,
    slot: FileSlot,
    actor: Actor,
    now: datetime,
) -> Agency:
    if VERDICTS.get(stored.scan) is ScanState.INFECTED:
        raise Invalid(errors=[FieldError("/file", "file-infected")])
    kind = stored.content_type or ""
    file = files.StoredFile(stored.file_id, stored.sha256, kind, stored.size_bytes)
    attached = drafting.attach_file(agency, file, actor, now)
    uow.agencies.save(noted(house, attached), actor)
    agency = attached.state
    if stored.scan in VERDICTS:
        agency = _scanned(house, uow, agency, stored)
    value = slot.filled(agency, stored.file_id)
    placed = drafting.save_section(agency, slot.section, value, actor, now, house.service_types)
    uow.agencies.save(noted(house, placed), actor)
    return placed.state


def _scanned(house: House, uow: UnitOfWork, agency: Agency, stored: StoredFile) -> Agency:
    decision = drafting.record_scan(agency, stored.file_id, VERDICTS[stored.scan], SYSTEM)
    uow.agencies.save(noted(house, decision), SYSTEM)
    return decision.state
