"""Service items for everybody: the list by department, each item with its versions (docs/rules.md §4.3)."""

from functools import partial

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import DEPARTMENT, SERVICE_TYPE, OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.usecases.service_items.catalogue import PUBLISHED_ITEMS
from chalicelib.usecases.service_items.find_item import find_item
from chalicelib.web.views.service_items import card_at, item_json, item_page

book = RouteBook(ANYONE, Duty.PUBLIC)


FILTERS = {"department": DEPARTMENT, "service_type": SERVICE_TYPE, "state": OneOf(("RETIRED",))}


@book.page("/service-items", filters=FILTERS)
def list_service_items(call: Call) -> Reply:
    """List the published service items by code, of all departments or of one."""
    shape = partial(card_at, now=call.now)
    return show_list(call, "public/service_items.html", PUBLISHED_ITEMS, newest_first=False, shape=shape)


@book.page("/service-items/{code}")
def show_service_item(call: Call) -> Reply:
    """Show a service item: the version in force, or the one asked for, and what each version changed."""
    item, _version = find_item(call.house, call.params["code"])
    page = item_page(item, call.now, call.asked("version"))
    return call.show("public/service_item.html", address=call.edge.origin + call.path, **page)


@book.api("GET", "/api/v1/service-items", is_list=True, filters=FILTERS, answer="service-items-answer")
def get_service_items(call: Call) -> Reply:
    """Return a page of published service items, by code."""
    shape = partial(card_at, now=call.now)
    return list_data(call, PUBLISHED_ITEMS, newest_first=False, shape=shape)


@book.api("GET", "/api/v1/service-items/{code}", answer="service-item-answer")
def get_service_item(call: Call) -> Reply:
    """Return a service item with all published versions and their differences."""
    item, version = find_item(call.house, call.params["code"])
    return call.data(item_json(item, call.now), version=version)
