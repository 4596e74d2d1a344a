"""The uploaded table: from the browser to the private bucket, read back, decoded and checked line by line.

The bucket is the one for exchanged tables (`exports`): nobody but the desk and the worker reads it, deleted
files leave no older version behind, and what nobody deletes goes by itself after seven days.
"""

from datetime import date, datetime

from chalicelib.domain.marketplace.agencies.service_types import Department
from chalicelib.domain.marketplace.nominations.decoding import MAX_SIZE_BYTES, decode_table
from chalicelib.domain.marketplace.nominations.imports import NominationImport, check_may_import
from chalicelib.domain.marketplace.nominations.parsing import parse_table
from chalicelib.domain.marketplace.nominations.rows import Table
from chalicelib.domain.marketplace.nominations.template import MAX_ROWS
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict, FieldError, Invalid, NotFound, TooLarge
from chalicelib.usecases.file_ports import StoredFile, Upload
from chalicelib.usecases.ports import House

PURPOSE = "exports"


def begin_upload(house: House, actor: Actor, back_to: str) -> Upload:
    """Return the form by which an official sends one table.

    Raises:
        Forbidden: when the actor's department has no service types.
    """
    check_may_import(actor, house.service_types)
    return house.files.begin_upload(PURPOSE, MAX_SIZE_BYTES, back_to)


def describe_upload(house: House, actor: Actor, file_id: str) -> StoredFile:
    """Return what has arrived under a file id.

    Raises:
        Forbidden: when the actor's department has no service types.
        NotFound: when nothing was uploaded there.
    """
    check_may_import(actor, house.service_types)
    return _read(house, file_id)[0]


def read_upload(house: House, actor: Actor, file_id: str, now: datetime) -> tuple[StoredFile, Table]:
    """Read an uploaded table and check every line.

    Raises:
        Forbidden: when the actor's department has no service types.
        NotFound: when nothing was uploaded there.
        Invalid: when the file is no such table, or carries a virus.
        TooLarge: above the size that is taken in.
    """
    department = check_may_import(actor, house.service_types)
    stored, content = _read(house, file_id)
    if stored.scan == "infected":
        raise Invalid(errors=[FieldError("/file", "file-infected")])
    return stored, _parse(house, content, department, _day(now))


def read_again(house: House, found: NominationImport) -> Table | None:
    """Read the file of an import once more, as on the day it was staged; None when it is gone.

    With another hash it is another file: a presigned form can be sent twice, and what was checked counts.
    """
    department = house.service_types.department_by_org(found.department_org)
    try:
        stored, content = _read(house, found.file_id)
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
        stored = _read(house, found.file_id)[0]
    except NotFound:
        raise Conflict("upload-expired") from None
    if stored.sha256 != found.file_sha256:
        raise Conflict("upload-expired")


def _read(house: House, file_id: str) -> tuple[StoredFile, bytes]:
    if not file_id.startswith(f"{PURPOSE}/"):
        raise NotFound("file-not-uploaded")
    return house.files.read(file_id)


def _parse(house: House, content: bytes, department: Department, today: date) -> Table:
    return parse_table(_table_text(house, content), department.code, house.service_types, today)


def _table_text(house: House, content: bytes) -> str:
    """Return the lines as CSV, from a workbook as from a text."""
    if not house.workbooks.is_workbook(content):
        return decode_table(content)
    if len(content) > MAX_SIZE_BYTES:
        raise TooLarge(max_bytes=MAX_SIZE_BYTES)
    return house.workbooks.text_of(content, MAX_ROWS)


def _day(at: datetime) -> date:
    return at.astimezone(CHINA).date()
