"""Parts of a long list of known length, for pages and the API alike: which rows, and what comes next."""

from urllib.parse import urlencode

from chalicelib.entrypoints.call import Call
from chalicelib.kernel.paging import Cursor
from chalicelib.kernel.records import dataclass


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


def part_of(call: Call, list_name: str, total: int) -> Part:
    """Return the part of a list of known length that the address asks for."""
    request = call.page_request(list_name)
    position = request.cursor.position if request.cursor else 0
    start = position if isinstance(position, int) else 0
    end = start + request.limit
    following = call.cursor_text(Cursor(list_name, end)) if end < total else None
    return Part(start, request.limit, following)
