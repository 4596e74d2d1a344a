"""Parts of an import's long lists, for its pages and the API alike: which rows, and what comes next."""

from urllib.parse import urlencode

from chalicelib.domain.marketplace.nominations.imports import NominationImport
from chalicelib.domain.table_lines import RowError
from chalicelib.entrypoints.call import Call
from chalicelib.kernel.paging import Cursor
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.nominations.decide_nominations import find_import
from chalicelib.usecases.nominations.staged_rows import StagedAgency, read_rows
from chalicelib.usecases.nominations.uploaded_table import read_again


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is shown, and the signed cursor of the next one."""

    start: int
    count: int
    next: str | None

    def next_address(self, call: Call) -> str | None:
        """Return the address of the next part on the same page."""
        if self.next is None:
            return None
        kept = {"limit": call.asked("limit")} if call.asked("limit") else {}
        return f"{call.path}?{urlencode({**kept, 'cursor': self.next})}"


def own_import(call: Call) -> NominationImport:
    """Return the import that the address names, if it is the department's own."""
    return find_import(call.house, call.actor, call.params["import_id"])


def part_of(call: Call, list_name: str, total: int) -> Part:
    """Return the part of a list of known length that the address asks for."""
    request = call.page_request(list_name)
    position = request.cursor.position if request.cursor else 0
    start = position if isinstance(position, int) else 0
    end = start + request.limit
    following = call.cursor_text(Cursor(list_name, end)) if end < total else None
    return Part(start, request.limit, following)


def staged_part(call: Call, found: NominationImport) -> tuple[list[StagedAgency], Part]:
    """Return the agencies of the part that is asked for."""
    part = part_of(call, f"nomination/{found.id}/agencies", found.agencies)
    return read_rows(call.house, found, part.start, part.count), part


def error_part(call: Call, found: NominationImport) -> tuple[list[RowError] | None, Part]:
    """Return the errors of the part that is asked for; None when the file they are read from is gone.

    Errors are read from the file each time and kept nowhere: their figures may repeat what was typed.
    """
    part = part_of(call, f"nomination/{found.id}/errors", found.errors)
    table = read_again(call.house, found) if found.errors else None
    if table is None:
        return None, part
    return list(table.errors[part.start : part.start + part.count]), part
