"""Agencies (中介机构): the list of the admitted and the profile of one (docs/rules.md §4.2)."""

from urllib.parse import quote

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import SERVICE_TYPE, OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import FieldError, NotFound
from chalicelib.kernel.identifiers import BadIdentifier, check_uscc
from chalicelib.usecases.ports import AgencyView
from chalicelib.web.views.agencies import division_name, public_profile, type_names
from chalicelib.web.views.conduct import credit_view, sanctions_view
from chalicelib.web.views.plain import plain

book = RouteBook(ANYONE, Duty.PUBLIC)

LIST = "agencies"
FILTERS = {"state": OneOf(("ACTIVE", "RESTRICTED", "SUSPENDED")), "service_type": SERVICE_TYPE}


@book.page("/agencies", filters=FILTERS)
def list_agencies(call: Call) -> Reply:
    """List the admitted agencies, the newest first; a code typed in full leads straight to its profile."""
    typed = call.asked("uscc")
    if typed:
        return _find(call, typed)
    return _list(call)


@book.page("/agencies/{uscc}")
def show_agency(call: Call) -> Reply:
    """Show one agency: admissions, qualifications, practitioners by certificate, publicity, history."""
    view = _found(call)
    return call.show(
        "public/agencies/profile.html",
        agency=public_profile(view, call.types, call.now),
        credit=credit_view(view.agency, call.house.rules.load().conduct, call.now),
        sanctions=sanctions_view(view.agency, call.types, call.now),
    )


@book.api("GET", "/api/v1/agencies", is_list=True, filters=FILTERS, answer="agencies-answer")
def get_agencies(call: Call) -> Reply:
    """Return a page of admitted agencies."""
    return list_data(call, LIST)


@book.api("GET", "/api/v1/agencies/{uscc}", answer="agency-answer")
def get_agency(call: Call) -> Reply:
    """Return the public profile of an agency."""
    return call.data(plain(_profile(call)))


def _profile(call: Call) -> dict[str, object]:
    return public_profile(_found(call), call.types, call.now)


def _found(call: Call) -> AgencyView:
    try:
        uscc = check_uscc(call.params["uscc"]).value
    except BadIdentifier as bad:
        raise NotFound from bad
    return call.house.queries.agency(uscc)


def _find(call: Call, typed: str) -> Reply:
    try:
        return call.go(f"/agencies/{quote(check_uscc(typed).value)}")
    except BadIdentifier as bad:
        return _list(call, typed=typed, wrong=FieldError("/uscc", bad.code, bad.params))


def _list(call: Call, typed: str = "", wrong: FieldError | None = None) -> Reply:
    return show_list(
        call,
        "public/agencies/list.html",
        LIST,
        type_names=type_names(call.types),
        division_name=division_name,
        typed=typed,
        wrong=wrong,
    )
