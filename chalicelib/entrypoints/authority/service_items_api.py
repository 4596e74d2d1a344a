"""Service items over the API: every act of the pages, by the same schemas and use cases."""

from chalicelib.entrypoints.authority.item_bodies import new_item, read_answers, read_day
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.service_items.changing import Changed
from chalicelib.usecases.service_items.create_item import create_item
from chalicelib.usecases.service_items.find_item import open_item
from chalicelib.usecases.service_items.publish_item import publish_item, retire_item, return_item
from chalicelib.usecases.service_items.write_version import begin_version, edit_item, propose_item
from chalicelib.web.views.item_work import work_json

WRITERS = frozenset({Role.DEPARTMENT, Role.OPERATOR_REVIEWER})
PUBLISHERS = frozenset({Role.OPERATOR_PUBLISHER})

book = RouteBook(WRITERS, Duty.DESK)

ITEM = "/api/v1/service-items/{code}"
ANSWER = "item-work-answer"


@book.api("POST", "/api/v1/service-items", schema="create-service-item", answer=ANSWER)
def api_create_item(call: Call) -> Reply:
    """Begin a service item; its six forbidden kinds must all be answered with "no"."""
    changed = create_item(call.house, call.actor, new_item(call.command()), call.once())
    return _answer(call, changed, status=201, location=f"/api/v1/service-items/{changed.item.code}/draft")


@book.api("GET", f"{ITEM}/draft", audience=WRITERS | PUBLISHERS, answer=ANSWER)
def api_get_draft(call: Call) -> Reply:
    """Return the newest version of an item, draft or not; its ETag is what PUT wants back."""
    item, version = open_item(call.house, call.actor, call.params["code"])
    return call.data(work_json(item), version=version)


@book.api("PUT", f"{ITEM}/draft", schema="edit-service-item", answer=ANSWER)
def api_put_draft(call: Call) -> Reply:
    """Replace the whole content of the draft."""
    values = call.command()
    return _answer(call, edit_item(call.house, call.actor, call.params["code"], values, call.check_if_match))


@book.api("POST", f"{ITEM}/versions", schema="begin-item-version", answer=ANSWER)
def api_begin_version(call: Call) -> Reply:
    """Begin the next version as a copy of what is published."""
    answers = read_answers(call.command())
    changed = begin_version(call.house, call.actor, call.params["code"], answers, call.once())
    return _answer(call, changed, status=201, location=f"{call.path.removesuffix('/versions')}/draft")


@book.api("POST", f"{ITEM}/proposal", audience=frozenset({Role.DEPARTMENT}), answer=ANSWER)
def api_propose_item(call: Call) -> Reply:
    """Hand the draft in for publication."""
    return _answer(call, propose_item(call.house, call.actor, call.params["code"], call.once()))


@book.api("POST", f"{ITEM}/publication", schema="publish-service-item", audience=PUBLISHERS, answer=ANSWER)
def api_publish_item(call: Call) -> Reply:
    """Publish a proposed version, at once or from a day on."""
    begins_on = read_day(call.command(), "effective_from")
    return _answer(call, publish_item(call.house, call.actor, call.params["code"], begins_on, call.once()))


@book.api("POST", f"{ITEM}/returns", schema="return-service-item", audience=PUBLISHERS, answer=ANSWER)
def api_return_item(call: Call) -> Reply:
    """Give a proposed version back."""
    note = call.command()["note"]
    return _answer(call, return_item(call.house, call.actor, call.params["code"], note, call.once()))


@book.api(
    "POST",
    f"{ITEM}/retirement",
    schema="retire-service-item",
    audience=frozenset({Role.DEPARTMENT}),
    answer=ANSWER,
)
def api_retire_item(call: Call) -> Reply:
    """End an item, at once or from a day on."""
    ends_on = read_day(call.command(), "effective_to")
    return _answer(call, retire_item(call.house, call.actor, call.params["code"], ends_on, call.once()))


def _answer(call: Call, changed: Changed, *, status: int = 200, location: str = "") -> Reply:
    return call.data(work_json(changed.item), status=status, version=changed.version, location=location)
