"""What the use cases need of a file store: presigned forms and links, and what a stored file really is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.photos.cleaning import CleanPhoto


@dataclass(frozen=True, slots=True)
class Upload:
    """A presigned form: where the browser posts the file, and the hidden fields it sends along."""

    file_id: str
    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What a stored file is, read from the file itself."""

    file_id: str
    size_bytes: int
    sha256: str
    content_type: str | None
    scan: str


class Files(Protocol):
    """Attachments: presigned upload and download, hash, sniffed type, scan."""

    def begin_upload(
        self, purpose: str, max_bytes: int, back_to: str | Callable[[str], str], seconds: int = 900
    ) -> Upload:
        """Return a form that lets the browser upload one file within that time and come back.

        `back_to` is an address with `{file_id}` in it, or makes the address from the file's id.
        """

    def inspect(self, file_id: str) -> StoredFile:
        """Read, hash, sniff and scan a stored file; NotFound when nothing was uploaded."""

    def read(self, file_id: str) -> tuple[StoredFile, bytes]:
        """Return what a stored file is, with its content; NotFound as `inspect`."""

    def erase(self, file_id: str) -> None:
        """Delete a stored file; one that is gone already is no error."""

    def put(self, purpose: str, content: bytes, content_type: str) -> str:
        """Store bytes the house made itself and return the file id."""

    def keep(self, file_id: str, purpose: str, content: bytes, content_type: str) -> str:
        """Store a file once more for another purpose, under the same key, and return the new file id."""

    def link(self, file_id: str, name: str) -> str:
        """Return a short-lived download address."""


class Scanner(Protocol):
    """The virus-scan gateway."""

    def scan(self, content: bytes) -> str:
        """Return `clean` or `infected` for a file's content."""


class Photos(Protocol):
    """Photos without metadata."""

    def clean(self, content: bytes) -> CleanPhoto:
        """Return what draws the photo and nothing else; UnfitPhotoError says why one is not taken."""


class Workbooks(Protocol):
    """Workbooks of office programs as plain tables."""

    def is_workbook(self, data: bytes) -> bool:
        """Tell a workbook from a text by its first bytes."""

    def text_of(self, data: bytes, max_rows: int) -> str:
        """Return the first sheet as CSV, at most one row more than is allowed."""

    def write(
        self, rows: Iterable[Sequence[str]], more: Mapping[str, Iterable[Sequence[str]]] | None = None
    ) -> bytes:
        """Return a workbook whose cells are text: a sheet of rows, and `more` sheets by their names."""
