"""Writing service items: departments in their own field, the operator's reviewers in any (rules §5)."""

from chalicelib.domain.marketplace.service_items.item import ItemState
from chalicelib.entrypoints.authority.item_bodies import check_seen, new_item, read_answers, read_day
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import show_list
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.service_items.create_item import create_item, own_department
from chalicelib.usecases.service_items.find_item import open_item
from chalicelib.usecases.service_items.publish_item import retire_item
from chalicelib.usecases.service_items.write_version import begin_version, edit_item, propose_item
from chalicelib.web.forms import Form
from chalicelib.web.labels.service_items import STATES
from chalicelib.web.views.item_work import work_page
from chalicelib.web.views.service_items import content_json

OWN_FIELD = frozenset({Role.DEPARTMENT})

book = RouteBook(OWN_FIELD | {Role.OPERATOR_REVIEWER}, Duty.DESK)

LIST = "/department/service-items"
CONTENT = "edit-service-item"


def _facets(call: Call) -> tuple[str, ...]:
    scope = own_department(call.house, call.actor) or "all"
    return (scope, *(f"{scope}:{state}" for state in STATES))


@book.page(LIST, filters={"facet": OneOf(of_call=_facets)})
def list_own_items(call: Call) -> Reply:
    """List the items of the person's department, or of all for the operator, by state."""
    return show_list(call, "authority/service_items/list.html", "item-desk", _facets(call), base=LIST)


@book.page(f"{LIST}/new")
def show_new_item(call: Call, form: Form | None = None) -> Reply:
    """Show the form that begins an item: code, name and the six forbidden kinds."""
    own = own_department(call.house, call.actor)
    return call.show("authority/service_items/new.html", form=form or call.new_form(), own=own)


@book.form(f"{LIST}/new", schema="create-service-item", again=show_new_item)
def post_new_item(call: Call) -> Reply:
    """Begin an item and go on to its content."""
    changed = create_item(call.house, call.actor, new_item(call.command()), call.once())
    return call.go(f"{LIST}/{changed.item.code}/draft")


@book.page(f"{LIST}/{{code}}")
def show_own_item(call: Call) -> Reply:
    """Show an item with its newest version and what can be done next."""
    item, _version = open_item(call.house, call.actor, call.params["code"])
    page = work_page(item, call.actor, call.types, call.now)
    done = call.asked("done")
    return call.show("authority/service_items/item.html", form=call.new_form(), done=done, **page)


@book.page(f"{LIST}/{{code}}/draft")
def show_draft(call: Call, form: Form | None = None) -> Reply:
    """Show the draft's form, as stored or as typed a moment ago; without a draft, the item."""
    item, version = open_item(call.house, call.actor, call.params["code"])
    if form is None and item.latest.state is not ItemState.DRAFT:
        return call.go(f"{LIST}/{item.code}")
    stored = call.filled_form(content_json(item.latest.content), CONTENT)
    if form is not None and not form.values:
        form = Form(stored.values, form.errors, key=stored.key)
    page = work_page(item, call.actor, call.types, call.now)
    return call.show("authority/service_items/draft.html", form=form or stored, version=version, **page)


@book.form(f"{LIST}/{{code}}/draft", schema=CONTENT, again=show_draft)
def post_draft(call: Call) -> Reply:
    """Save the draft, and hand it in when that was pressed; what was saved stays saved either way."""
    code = call.params["code"]
    edit_item(call.house, call.actor, code, call.command(), check_seen(call))
    if call.posted("_then") != "propose":
        return call.go(f"{LIST}/{code}?done=saved")
    propose_item(call.house, call.actor, code)
    return call.go(f"{LIST}/{code}?done=proposed")


@book.form(f"{LIST}/{{code}}/proposal", audience=OWN_FIELD, again=show_draft)
def post_proposal(call: Call) -> Reply:
    """Hand the draft in; what it lacks is shown at its fields."""
    propose_item(call.house, call.actor, call.params["code"], call.once())
    return call.go(f"{LIST}/{call.params['code']}?done=proposed")


@book.page(f"{LIST}/{{code}}/version")
def show_new_version(call: Call, form: Form | None = None) -> Reply:
    """Show the checklist that every new version answers anew."""
    item, _version = open_item(call.house, call.actor, call.params["code"])
    return call.show("authority/service_items/version.html", form=form or call.new_form(), item=item)


@book.form(f"{LIST}/{{code}}/version", schema="begin-item-version", again=show_new_version)
def post_new_version(call: Call) -> Reply:
    """Begin the next version and go on to its content."""
    code, answers = call.params["code"], read_answers(call.command())
    begin_version(call.house, call.actor, code, answers, call.once())
    return call.go(f"{LIST}/{code}/draft")


@book.page(f"{LIST}/{{code}}/retirement", audience=OWN_FIELD)
def show_retirement(call: Call, form: Form | None = None) -> Reply:
    """Show the form that ends an item, and what that means."""
    item, _version = open_item(call.house, call.actor, call.params["code"])
    page = work_page(item, call.actor, call.types, call.now)
    return call.show("authority/service_items/retirement.html", form=form or call.new_form(), **page)


@book.form(
    f"{LIST}/{{code}}/retirement", audience=OWN_FIELD, schema="retire-service-item", again=show_retirement
)
def post_retirement(call: Call) -> Reply:
    """End an item, at once or from a day on."""
    ends_on = read_day(call.command(), "effective_to")
    retire_item(call.house, call.actor, call.params["code"], ends_on, call.once())
    return call.go(f"{LIST}/{call.params['code']}?done=retired")
