"""Items over pages and API: a list, an item, and every step from one table (evaluation.md §2.7, §6).

What reads and moves an item is imported by the request that does: every process knows these addresses.
"""

from typing import Any

from chalicelib.domain.satisfaction.hotline.rights import DISCLOSERS, OFFICE, READERS, UNIT, WATCHERS
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.step_routes import AS_SEEN, Proceeding, add_steps
from chalicelib.entrypoints.units import unit_names
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.hotline.step_rows import STEP_ROWS
from chalicelib.web.forms import Form
from chalicelib.web.views.plain import plain

book = RouteBook(READERS, Duty.DESK)

View = dict[str, Any]
LIST, ITEM, API = "/hotline", "/hotline/{item}", "/api/v1/items"
FACETS = ("open", "late", "supervised", "refused", "closed", "all", "HOTLINE", "GRIPE", "STUCK")
FILTERS = {"facet": OneOf(FACETS)}
CALLING = UNIT | OFFICE
"""Who may have a resident to call: the unit before it replies, the office afterwards."""


@book.page(LIST, filters=FILTERS)
def list_items(call: Call) -> Reply:
    """List the items that concern the person: all, those of its unit, or those of its window."""
    from chalicelib.web.labels.hotline import TONES

    facet, counts = _facet(call), call.house.lists.counts("hotline", _scope(call))
    return show_list(
        call,
        "hotline/list.html",
        "hotline",
        only=_scoped(call, facet),
        units=unit_names(call),
        chosen=facet,
        tabs=[(one, counts.get(_scoped(call, one), 0)) for one in FACETS],
        tones=TONES,
    )


@book.page(ITEM)
def show_item(call: Call, form: Form | None = None, identity: View | None = None) -> Reply:
    """Show an item: its clocks, why it is supervised, what was said, and what the reader may do."""
    return call.show(
        "hotline/item.html",
        form=form or call.new_form(),
        item=_shown(call),
        identity=identity,
        done=call.asked("done"),
        units=unit_names(call),
        options=_options(call, "disclose-identity"),
        asked=[name for name, row in STEP_ROWS.items() if row.schema != AS_SEEN],
        has_bridge=call.house.call_bridge.is_connected,
    )


@book.form(f"{ITEM}/dial", audience=CALLING, schema="nothing", again=show_item)
def post_dial_item(call: Call) -> Reply:
    """Have the bridge ring the caller and who raised the item."""
    _dialled(call)
    return call.go(f"{LIST}/{call.params['item']}?done=dialled")


@book.form(f"{ITEM}/identity", audience=DISCLOSERS, schema="disclose-identity", again=show_item)
def post_item_identity(call: Call) -> Reply:
    """Show who raised the item, once it is written down who asked and why."""
    shown: Reply = show_item(call, identity=_disclosed(call))
    return shown


@book.api("GET", API, is_list=True, filters=FILTERS, answer="items-answer")
def api_list_items(call: Call) -> Reply:
    """Return a page of the items that concern the caller, by `facet`."""
    return list_data(call, "hotline", only=_scoped(call, _facet(call)))


@book.api("GET", API + "/{item}", answer="item-answer")
def api_get_item(call: Call) -> Reply:
    """Return an item as far as the caller may read it, with the steps it may take now."""
    return call.data(item_data(call))


@book.api(
    "POST",
    API + "/{item}/identity",
    audience=DISCLOSERS,
    schema="disclose-identity",
    answer="identity-answer",
)
def api_disclose_item_identity(call: Call) -> Reply:
    """Return who raised the item, once it is written down who asked and why; the resident is shown it."""
    return call.data(_disclosed(call))


@book.api("POST", API + "/{item}/dial", audience=CALLING, answer="callback-dial-answer")
def api_dial_item(call: Call) -> Reply:
    """Have the bridge ring the caller and who raised the item."""
    return call.data({"connection": _dialled(call)})


def _dialled(call: Call) -> str:
    from chalicelib.usecases.hotline.call_resident import dial_item

    return dial_item(call.house, call.actor, call.params["item"])


def _beside(call: Call, name: str, _item: View, _form: Form | None) -> View:
    """Return what the form of a step offers: options, and the units it may name."""
    schema = STEP_ROWS[name].schema
    return {
        "options": _options(call, schema),
        "units": _sendable(call) if schema == "send-order" else {},
    }


def _take(call: Call, name: str) -> None:
    from chalicelib.usecases.hotline.take_step import take_step

    body = call.command()
    take_step(call.house, call.actor, call.params["item"], name, body, body.get("seen_at"), call.once())


def _disclosed(call: Call) -> dict[str, Json]:
    from chalicelib.usecases.hotline.read_item import disclose_person

    reason, body = call.command()["reason"], call.signed_in.org_name if call.signed_in else ""
    return dict(disclose_person(call.house, call.actor, call.params["item"], reason, body, call.once()))


def _shown(call: Call) -> View:
    from chalicelib.usecases.hotline.read_item import read_item
    from chalicelib.web.views.hotline import item_view

    view = read_item(call.house, call.actor, call.params["item"])
    return item_view(view, call.actor, call.house.rating_rules.load(view.item.profile), call.now)


def item_data(call: Call) -> Json:
    """Return the item of the address as the API gives it."""
    from chalicelib.web.views.hotline import item_json

    return plain(item_json(_shown(call)))


def _options(call: Call, schema: str) -> dict[str, list[tuple[str, str]]]:
    from chalicelib.web.views.hotline import KINDS
    from chalicelib.web.views.orders import options_of

    levels = [(str(level), str(level)) for level in range(5, 0, -1)] if schema == "item-callback" else []
    return {**options_of(schema, call.context.locale, KINDS), "level": levels}


def _facet(call: Call) -> str:
    return call.asked("facet") if call.asked("facet") in FACETS else FACETS[0]


def _scope(call: Call) -> str:
    """Return whose items a person lists: all, those of its unit, or those that its window took in."""
    if call.actor.has(*WATCHERS):
        return "all"
    return f"{'unit' if call.actor.has(*UNIT) else 'window'}={call.actor.org}"


def _scoped(call: Call, facet: str) -> str:
    return _scope(call) if facet == "all" else f"{_scope(call)}|{facet}"


def _sendable(call: Call) -> dict[str, str]:
    """Name the units that an item can be sent to; one that is no department of the market by its code."""
    from chalicelib.usecases.ratings.known_units import known_units

    names = unit_names(call)
    return {unit: names.get(unit, unit) for unit in sorted({*names, *known_units(call.house)})}


PROCEEDING = Proceeding(
    "item", ITEM, API, "item-answer", "hotline/step.html", show_item, _shown, _beside, _take, item_data
)
add_steps(book, PROCEEDING, STEP_ROWS)
