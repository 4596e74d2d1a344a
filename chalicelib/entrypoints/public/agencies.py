"""Agencies (中介机构): the list of the admitted and the profile of one (docs/rules.md §4.2)."""

from chalicelib.domain.marketplace.catalogues.definitions import AGENCIES
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.catalogue_pages import (
    address_of,
    catalogue_data,
    catalogue_file,
    filters_of,
    show_catalogue,
)
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import BadIdentifier, check_uscc
from chalicelib.usecases.ports import AgencyView
from chalicelib.web.views.agencies import division_name, public_profile
from chalicelib.web.views.conduct import credit_view, sanctions_view
from chalicelib.web.views.plain import plain

book = RouteBook(ANYONE, Duty.PUBLIC)

LIST = AGENCIES.name


@book.page("/agencies")
def list_agencies(call: Call) -> Reply:
    """List the admitted agencies; a code typed in full leads straight to its profile."""
    if found := address_of(call.asked("q")):
        return call.go(found)
    return show_catalogue(call, LIST, "public/agencies/list.html", division_name=division_name)


@book.file("/agencies.csv")
def get_agency_table(call: Call) -> Reply:
    """Return the agencies that fit the filter as a table."""
    return catalogue_file(call, LIST)


@book.page("/agencies/{uscc}")
def show_agency(call: Call) -> Reply:
    """Show one agency: admissions, qualifications, practitioners by certificate, publicity, history."""
    view = _found(call)
    return call.show(
        "public/agencies/profile.html",
        agency=public_profile(view, call.types, call.now),
        credit=_credit(call, view),
        sanctions=sanctions_view(view.agency, call.types, call.now),
    )


@book.api("GET", "/api/v1/agencies", is_list=True, filters=filters_of(AGENCIES), answer="agencies-answer")
def get_agencies(call: Call) -> Reply:
    """Return a page of admitted agencies that fit the filters, with the count of all that do."""
    return catalogue_data(call, LIST)


@book.api("GET", "/api/v1/agencies/{uscc}", answer="agency-answer")
def get_agency(call: Call) -> Reply:
    """Return the public profile of an agency, its credit line by line included."""
    view = _found(call)
    profile = public_profile(view, call.types, call.now)
    return call.data(plain({**profile, "credit": _credit(call, view)}))


def _credit(call: Call, view: AgencyView) -> dict[str, object]:
    return credit_view(view.agency, call.house.rules.load().conduct, call.now)


def _found(call: Call) -> AgencyView:
    try:
        uscc = check_uscc(call.params["uscc"]).value
    except BadIdentifier as bad:
        raise NotFound from bad
    return call.house.queries.agency(uscc)
