"""The uploaded table of nominations: read back, decoded and checked line by line (usecases/uploads.py)."""

from datetime import date, datetime

from chalicelib.domain.marketplace.agencies.service_types import Department
from chalicelib.domain.marketplace.nominations.imports import NominationImport, check_may_import
from chalicelib.domain.marketplace.nominations.parsing import parse_table
from chalicelib.domain.marketplace.nominations.rows import Table
from chalicelib.domain.marketplace.nominations.template import MAX_ROWS
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.usecases import uploads
from chalicelib.usecases.file_ports import StoredFile, Upload
from chalicelib.usecases.ports import House


def begin_upload(house: House, actor: Actor, back_to: str) -> Upload:
    """Return the form by which an official sends one table.

    Raises:
        Forbidden: when the actor's department has no service types.
    """
    check_may_import(actor, house.service_types)
    return uploads.begin_upload(house, back_to)


def describe_upload(house: House, actor: Actor, file_id: str) -> StoredFile:
    """Return what has arrived under a file id.

    Raises:
        Forbidden: when the actor's department has no service types.
        NotFound: when nothing was uploaded there.
    """
    check_may_import(actor, house.service_types)
    return uploads.read_file(house, file_id)[0]


def read_upload(house: House, actor: Actor, file_id: str, now: datetime) -> tuple[StoredFile, Table]:
    """Read an uploaded table and check every line.

    Raises:
        Forbidden: when the actor's department has no service types.
        NotFound: when nothing was uploaded there.
        Invalid: when the file is no such table, or carries a virus.
        TooLarge: above the size that is taken in.
    """
    department = check_may_import(actor, house.service_types)
    stored, content = uploads.read_clean(house, file_id)
    return stored, _parse(house, content, department, _day(now))


def read_again(house: House, found: NominationImport) -> Table | None:
    """Read the file of an import once more, as on the day it was staged; None when it is gone.

    With another hash it is another file: a presigned form can be sent twice, and what was checked counts.
    """
    department = house.service_types.department_by_org(found.department_org)
    try:
        stored, content = uploads.read_file(house, found.file_id)
    except NotFound:
        return None
    if stored.sha256 != found.file_sha256 or department is None:
        return None
    return _parse(house, content, department, _day(found.staged_at))


def check_still_there(house: House, found: NominationImport) -> None:
    """Refuse to go on with an import whose file is gone, because its persons would be missing.

    Raises:
        Conflict: `upload-expired`.
    """
    try:
        stored = uploads.read_file(house, found.file_id)[0]
    except NotFound:
        raise Conflict("upload-expired") from None
    if stored.sha256 != found.file_sha256:
        raise Conflict("upload-expired")


def _parse(house: House, content: bytes, department: Department, today: date) -> Table:
    text = uploads.text_of(house, content, MAX_ROWS)
    return parse_table(text, department.code, house.service_types, today)


def _day(at: datetime) -> date:
    return at.astimezone(CHINA).date()
