"""The notice that an address names, by its id or by its number (docs/rules.md §4.1)."""

from chalicelib.entrypoints.call import Call
from chalicelib.usecases.ports import NoticeView

NUMBER_PREFIX = "ZJ-"


def named_notice(call: Call) -> NoticeView:
    """Return the notice, read consistently.

    Raises:
        NotFound: when there is none.
    """
    name = call.params["notice_id"]
    if name.startswith(NUMBER_PREFIX):
        name = call.house.queries.notice_id(name)
    return call.house.queries.notice(name)
