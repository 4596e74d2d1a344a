"""Talks with units and praises of them for everybody: the fact and its ground (clause 四(三))."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.entrypoints.units import unit_name
from chalicelib.usecases.supervision.measures import PUBLIC_MEASURES
from chalicelib.web.views.supervision import tone_of

book = RouteBook(ANYONE, Duty.PUBLIC)

FACETS = ("all", "kind=TALK", "kind=PRAISE")
FILTERS = {"facet": OneOf(FACETS)}


@book.page("/ratings/measures", filters=FILTERS)
def list_public_measures(call: Call) -> Reply:
    """List the praises and the talks that are public, the latest first."""
    return show_list(
        call,
        "public/ratings/measures.html",
        PUBLIC_MEASURES,
        FACETS,
        facets=FACETS,
        name_of=lambda unit: unit_name(call, unit),
        tone_of=tone_of,
    )


@book.api("GET", "/api/v1/ratings/measures", is_list=True, filters=FILTERS, answer="public-measures-answer")
def get_public_measures(call: Call) -> Reply:
    """Return a page of the praises and talks that are public, without words and persons."""
    return list_data(call, PUBLIC_MEASURES, FACETS)
