"""The supervisor's notices: everything of every notice, to read only (docs/rules.md §5), as pages and API."""

from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.named_notice import named_notice
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.numbers import normalise_notice_number
from chalicelib.usecases.notices.attach_file import download_link
from chalicelib.usecases.notices.contact import known_witnesses, proposed_changes
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.web.views.drafts import FIELDS
from chalicelib.web.views.supervised_notices import supervised_json, supervised_page

book = RouteBook(frozenset({Role.SUPERVISOR}), Duty.DESK)
LIST = "/supervisor/notices"
API = "/api/v1/supervisor/notices"
UNPUBLISHED = ("review", "publish", "amendment")
"""What waits for the operator; everything else is on the list of published notices."""
FILTERS = {"facet": OneOf(("all", *UNPUBLISHED))}


@book.page(LIST, filters=FILTERS)
def list_supervised_notices(call: Call) -> Reply:
    """List the published notices or what waits for the operator; a number goes straight to its notice."""
    if wanted := call.asked("q").strip():
        return call.go(f"{LIST}/{normalise_notice_number(wanted)}")
    is_waiting = call.asked("facet") in UNPUBLISHED
    name, facets = ("notice-queue", UNPUBLISHED) if is_waiting else ("notices", ("all",))
    return show_list(call, "authority/supervised/list.html", name, facets, newest_first=not is_waiting)


@book.page(LIST + "/{notice_id}")
def show_supervised_notice(call: Call) -> Reply:
    """Show a notice with the list of excluded agencies and its reason, and the witnesses of its draw."""
    return call.show(
        "authority/supervised/notice.html", fields=FIELDS, done=call.asked("done"), **_page(call)
    )


@book.file(LIST + "/{notice_id}/files/{place}")
def open_supervised_file(call: Call) -> Reply:
    """Open an attachment by its place."""
    return call.go(download_link(call.house, named_notice(call).notice.content, call.params["place"]))


@book.api("GET", API, is_list=True, filters=FILTERS, answer="supervised-notices-answer")
def api_supervised_notices(call: Call) -> Reply:
    """Return a page of the published notices, or with `facet` of those that wait for the operator."""
    is_waiting = call.asked("facet") in UNPUBLISHED
    name, facets = ("notice-queue", UNPUBLISHED) if is_waiting else ("notices", ("all",))
    return list_data(call, name, facets, newest_first=not is_waiting)


@book.api("GET", API + "/{notice_id}", answer="supervised-notice-answer")
def api_supervised_notice(call: Call) -> Reply:
    """Return a notice with the list of excluded agencies, its reason and the witnesses of its draw."""
    return call.data(supervised_json(_page(call)))


def _page(call: Call) -> dict[str, Any]:
    view = named_notice(call)
    notice, house = view.notice, call.house
    entries = house.queries.entries(f"NOTICE#{notice.id}")
    proposed = proposed_changes(house, notice, view.contact)
    page = supervised_page(view, proposed, entries, call.now, rules_of(house, notice))
    return {**page, "witnesses": known_witnesses(house, notice)}
