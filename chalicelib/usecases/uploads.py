"""An uploaded table: from the browser to the private bucket, and read back as text whatever wrote it.

The bucket is the one for exchanged tables (`exports`): nobody but the desk and the worker reads it, deleted
files leave no older version behind, and what nobody deletes goes by itself after seven days.
"""

from chalicelib.domain.table_text import MAX_SIZE_BYTES, decode_table
from chalicelib.kernel.errors import FieldError, Invalid, NotFound, TooLarge
from chalicelib.usecases.file_ports import StoredFile, Upload
from chalicelib.usecases.ports import House

PURPOSE = "exports"


def begin_upload(house: House, back_to: str) -> Upload:
    """Return the form by which one table is sent; who may send it is the caller's rule."""
    return house.files.begin_upload(PURPOSE, MAX_SIZE_BYTES, back_to)


def read_file(house: House, file_id: str) -> tuple[StoredFile, bytes]:
    """Return what has arrived under a file id.

    Raises:
        NotFound: when nothing was uploaded there, or the id is of no table.
    """
    if not file_id.startswith(f"{PURPOSE}/"):
        raise NotFound("file-not-uploaded")
    return house.files.read(file_id)


def read_clean(house: House, file_id: str) -> tuple[StoredFile, bytes]:
    """Return what has arrived, unless it carries a virus.

    Raises:
        NotFound: as `read_file`.
        Invalid: `/file` with `file-infected`.
    """
    stored, content = read_file(house, file_id)
    if stored.scan == "infected":
        raise Invalid(errors=[FieldError("/file", "file-infected")])
    return stored, content


def text_of(house: House, content: bytes, max_rows: int) -> str:
    """Return the lines as CSV, from a workbook as from a text.

    Raises:
        TooLarge: above the size that is taken in.
        Invalid: when it is neither.
    """
    if not house.workbooks.is_workbook(content):
        return decode_table(content)
    if len(content) > MAX_SIZE_BYTES:
        raise TooLarge(max_bytes=MAX_SIZE_BYTES)
    return house.workbooks.text_of(content, max_rows)
