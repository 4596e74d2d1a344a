"""The operator's desk for service items: publish what departments propose, or give it back with reasons."""

from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.service_items.item import ItemState
from chalicelib.entrypoints.authority.item_bodies import read_day
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.desk_queues import CLAIMS, ITEMS, claim_on, show_queue
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.service_items.find_item import open_item
from chalicelib.usecases.service_items.publish_item import publish_item, return_item
from chalicelib.web.forms import Form
from chalicelib.web.labels.service_items import STATES
from chalicelib.web.views.item_work import work_page

PUBLISHERS = frozenset({Role.OPERATOR_PUBLISHER})

book = RouteBook(PUBLISHERS | {Role.OPERATOR_REVIEWER}, Duty.DESK)

LIST = "/desk/service-items"
WAITING = "all:PROPOSED"
FACETS = (WAITING, "all", *(f"all:{state}" for state in STATES if state != "PROPOSED"))


@book.page(LIST, filters={"facet": OneOf(FACETS), **CLAIMS})
def list_desk_items(call: Call) -> Reply:
    """List what waits for publication, or the items of another state."""
    return show_queue(call, "authority/service_items/list.html", ITEMS, FACETS, base=LIST)


@book.page(f"{LIST}/{{code}}")
def show_desk_item(call: Call, form: Form | None = None) -> Reply:
    """Show the newest version beside what it changes, with the two ways to decide."""
    item, _version = open_item(call.house, call.actor, call.params["code"])
    page = work_page(item, call.actor, call.types, call.now)
    shown, is_waiting = form or call.new_form(), item.latest.state is ItemState.PROPOSED
    may_claim = "publish" in page["may"]
    claim = claim_on(call, Task.ITEM, item.code, is_waiting=is_waiting, may_claim=may_claim)
    done = call.asked("done")
    return call.show("authority/service_items/review.html", form=shown, claim=claim, done=done, **page)


@book.form(
    f"{LIST}/{{code}}/publication", schema="publish-service-item", again=show_desk_item, audience=PUBLISHERS
)
def post_publication(call: Call) -> Reply:
    """Publish a proposed version, at once or from a day on."""
    begins_on = read_day(call.command(), "effective_from")
    publish_item(call.house, call.actor, call.params["code"], begins_on, call.once())
    return call.go(f"{LIST}/{call.params['code']}?done=published")


@book.form(f"{LIST}/{{code}}/return", schema="return-service-item", again=show_desk_item, audience=PUBLISHERS)
def post_item_return(call: Call) -> Reply:
    """Give a proposed version back with everything that is to be mended."""
    return_item(call.house, call.actor, call.params["code"], call.command()["note"], call.once())
    return call.go(f"{LIST}/{call.params['code']}?done=returned")
