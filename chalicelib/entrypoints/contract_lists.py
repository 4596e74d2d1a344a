"""Where people find their contracts: each agency's own, and what waits at the desks of the authorities."""

from collections.abc import Callable

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.contract_seat import AUDIENCES
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import EVERYONE, Duty, RouteBook
from chalicelib.kernel.errors import NotFound
from chalicelib.web.views.contracts import Seat

book = RouteBook(EVERYONE, Duty.DESK)

FACETS = {
    Seat.AGENCY: "{org}",
    Seat.DEPARTMENT: "dept={org}",
    Seat.CENTRE: "centre",
    Seat.SUPERVISOR: "supervisor",
}
"""The facet each seat reads: an agency of its own contracts, an authority of what waits for it."""


def _list_of(call: Call, seat: Seat) -> tuple[str, str]:
    name = "agency-contracts" if seat is Seat.AGENCY else "service-desk"
    return name, FACETS[seat].format(org=call.actor.org)


def _page(seat: Seat) -> Callable[[Call], Reply]:
    def show(call: Call) -> Reply:
        name, facet = _list_of(call, seat)
        is_newest = seat is Seat.AGENCY
        return show_list(call, "contracts/list.html", name, only=facet, newest_first=is_newest, seat=seat)

    show.__name__, show.__doc__ = f"list_{seat}_contracts", "List the contracts of a seat."
    return show


def _data(seat: Seat) -> Callable[[Call], Reply]:
    def get(call: Call) -> Reply:
        name, facet = _list_of(call, seat)
        return list_data(call, name, only=facet, newest_first=seat is Seat.AGENCY)

    get.__name__, get.__doc__ = f"get_{seat}_contracts", "Return a page of the contracts of a seat."
    return get


for _seat in FACETS:
    book.page(f"/{_seat}/contracts", audience=AUDIENCES[_seat])(_page(_seat))
    book.api(
        "GET",
        f"/api/v1/{_seat}/contracts",
        audience=AUDIENCES[_seat],
        is_list=True,
        answer="seat-contracts-answer",
    )(_data(_seat))


@book.page("/workbench/contracts/{notice_no}")
def find_contract(call: Call) -> Reply:
    """Lead everybody to the page of a contract from where they sit; messages lead here."""
    seat = next((one for one in Seat if call.actor.roles & AUDIENCES[one]), None)
    if seat is None:
        raise NotFound("not-found", kind="contract")
    return call.go(f"/{seat}/contracts/{call.params['notice_no']}")
