"""Bad-rating work orders over pages and API: a list, an order, and every step from one table (§2.3, §6)."""

from urllib.parse import urlencode

from chalicelib.domain.satisfaction.work_orders.rights import CALLERS, CENTRE, READERS, WATCHERS
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.step_routes import AS_SEEN, Proceeding, add_steps
from chalicelib.entrypoints.units import unit_names
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.conduct.report_case import PURPOSE
from chalicelib.usecases.ratings.known_units import known_units
from chalicelib.usecases.ratings.photos import photo_of_order
from chalicelib.usecases.work_orders.call_resident import dial_order
from chalicelib.usecases.work_orders.read_order import disclose_identity, evidence_link, read_order
from chalicelib.usecases.work_orders.steps import STEPS
from chalicelib.usecases.work_orders.take_step import take_step
from chalicelib.web.forms import Form
from chalicelib.web.labels.work_orders import TONES
from chalicelib.web.views.indicators import indicator_words
from chalicelib.web.views.orders import View, options_of, order_json, order_view
from chalicelib.web.views.plain import plain

book = RouteBook(READERS, Duty.DESK)

LIST, ORDER, API = "/orders", "/orders/{order_id}", "/api/v1/orders"
FACETS = ("open", "late", "appeal", "finding", "closed", "all")
FILTERS = {"facet": OneOf(FACETS)}
CALLING = frozenset({Role.UNIT_HANDLER, *CENTRE, *CALLERS})
"""Who may have a resident to call: the unit where it may, the centre, and those who call back."""
DISCLOSERS = frozenset({Role.REGULATOR, Role.APPEAL_REVIEWER})
PROVEN = ("submit-measure", "explain", "appeal")
"""The steps that take files."""
UNITS_NAMED = ("dispatch", "grant-return")
"""The steps that name a unit."""


@book.page(LIST, filters=FILTERS)
def list_orders(call: Call) -> Reply:
    """List the orders that concern the person: those of its unit, or all."""
    facet, counts = _facet(call), call.house.lists.counts("orders", _scoped(call, "all"))
    return show_list(
        call,
        "orders/list.html",
        "orders",
        only=_scoped(call, facet),
        units=unit_names(call),
        chosen=facet,
        tabs=[(one, counts.get(_scoped(call, one), 0)) for one in FACETS],
        tones=TONES,
    )


@book.page(ORDER)
def show_order(call: Call, form: Form | None = None, identity: View | None = None) -> Reply:
    """Show an order: its clocks and cards, what was said, its history, and what the reader may do."""
    shown = _shown(call)
    return call.show(
        "orders/order.html",
        form=form or call.new_form(),
        order=shown,
        identity=identity,
        indicators=indicator_words(shown["indicators"], call.house.indicators, call.context.locale),
        done=call.asked("done"),
        units=unit_names(call),
        options=options_of("disclose-identity", call.context.locale, {"reason": "disclosure-reason"}),
        **_open_to(call, shown),
    )


@book.form(f"{ORDER}/dial", audience=CALLING, schema="nothing", again=show_order)
def post_dial_order(call: Call) -> Reply:
    """Have the bridge ring the caller and the resident."""
    dial_order(call.house, call.actor, call.params["order_id"])
    return call.go(f"{LIST}/{call.params['order_id']}?done=dialled")


@book.form(f"{ORDER}/identity", audience=DISCLOSERS, schema="disclose-identity", again=show_order)
def post_identity(call: Call) -> Reply:
    """Show who rated, once it is written down who asked and why."""
    shown: Reply = show_order(call, identity=_disclosed(call))
    return shown


@book.page(f"{ORDER}/files", audience=frozenset({Role.UNIT_HANDLER}))
def show_order_files(call: Call) -> Reply:
    """Show the form that sends one file, and leads back to the step that it proves."""
    shown = _shown(call)
    step = call.asked("for") if call.asked("for") in PROVEN else PROVEN[0]
    files = [*call.query.get("evidence", ()), "{file_id}"]
    back_to = f"{LIST}/{shown['id']}/{step}?" + urlencode({"evidence": files}, doseq=True, safe="{}/")
    most = call.house.rules.load().files.max_bytes
    upload = call.house.files.begin_upload(PURPOSE, most, call.edge.origin + back_to)
    return call.show("orders/file.html", form=call.new_form(), order=shown, upload=upload, step=step)


@book.file(f"{ORDER}/evidence/{{place}}")
def open_order_file(call: Call) -> Reply:
    """Lead to a short-lived address of a file of the order."""
    return call.go(evidence_link(call.house, call.actor, call.params["order_id"], call.params["place"]))


@book.file(f"{ORDER}/photos/{{place}}")
def open_order_photo(call: Call) -> Reply:
    """Lead to a short-lived address of a photo that the resident added."""
    return call.go(photo_of_order(call.house, call.actor, call.params["order_id"], call.params["place"]))


@book.api("GET", API, is_list=True, filters=FILTERS, answer="work-orders-answer")
def api_list_orders(call: Call) -> Reply:
    """Return a page of the orders that concern the caller, by `facet`."""
    return list_data(call, "orders", only=_scoped(call, _facet(call)))


@book.api("GET", API + "/{order_id}", answer="work-order-answer")
def api_get_order(call: Call) -> Reply:
    """Return an order as far as the caller may read it, with the steps it may take now."""
    return call.data(_data(call))


@book.api(
    "POST",
    API + "/{order_id}/identity",
    audience=DISCLOSERS,
    schema="disclose-identity",
    answer="identity-answer",
)
def api_disclose_identity(call: Call) -> Reply:
    """Return who rated, once it is written down who asked and why; the resident is shown that it was."""
    return call.data(_disclosed(call))


@book.api("POST", API + "/{order_id}/dial", audience=CALLING, answer="callback-dial-answer")
def api_dial_order(call: Call) -> Reply:
    """Have the bridge ring the caller and the resident."""
    return call.data({"connection": dial_order(call.house, call.actor, call.params["order_id"])})


@book.api(
    "POST", API + "/{order_id}/uploads", audience=frozenset({Role.UNIT_HANDLER}), answer="upload-answer"
)
def api_begin_order_file(call: Call) -> Reply:
    """Return a presigned form that takes one file; send `fields` and then `file` to `url`."""
    order_id, most = _shown(call)["id"], call.house.rules.load().files.max_bytes
    upload = call.house.files.begin_upload(PURPOSE, most, f"{call.edge.origin}{LIST}/{order_id}")
    body: Json = {"file_id": upload.file_id, "url": upload.url, "fields": dict(upload.fields)}
    return call.data(body, status=201)


def _open_to(call: Call, shown: View) -> View:
    """Return what the page offers beside its steps: which of them ask first, talks, and the telephone."""
    return {
        "asked": [name for name in shown["steps"] if STEPS[name].schema != AS_SEEN],
        "may_supervise": call.actor.has(Role.REGULATOR) and call.actor.org != shown["unit"],
        "has_bridge": call.house.call_bridge.is_connected,
    }


def _beside(call: Call, name: str, shown: View, form: Form | None) -> View:
    """Return what the form of a step offers: files that prove it, options, and the units it may name."""
    files = call.query.get("evidence", ()) if form is None else form.values.get("evidence", ())
    return {
        "files": files,
        "files_address": f"{LIST}/{shown['id']}/files?" + urlencode({"for": name, "evidence": files}, True),
        "options": options_of(STEPS[name].schema, call.context.locale),
        "takes_files": name in PROVEN,
        "units": _sendable(call) if name in UNITS_NAMED else {},
    }


def _take(call: Call, name: str) -> None:
    body = call.command()
    take_step(call.house, call.actor, call.params["order_id"], name, body, body.get("seen_at"), call.once())


def _disclosed(call: Call) -> dict[str, Json]:
    reason, order_id = call.command()["reason"], call.params["order_id"]
    body = call.signed_in.org_name if call.signed_in else ""
    return dict(disclose_identity(call.house, call.actor, order_id, reason, body, call.once()))


def _shown(call: Call) -> View:
    view = read_order(call.house, call.actor, call.params["order_id"])
    return order_view(view, call.actor, call.house.rating_rules.load(view.order.profile), call.now)


def _data(call: Call) -> Json:
    return plain(order_json(_shown(call)))


def _facet(call: Call) -> str:
    return call.asked("facet") if call.asked("facet") in FACETS else FACETS[0]


def _scoped(call: Call, facet: str) -> str:
    """Return whose orders a person lists: all, those of its unit, or what those who call have to ask."""
    scope = "all" if call.actor.has(*WATCHERS) else f"unit={call.actor.org}"
    if call.actor.has(*CALLERS) and not call.actor.has(*WATCHERS):
        scope = "asking"
    return scope if facet == "all" else f"{scope}|{facet}"


def _sendable(call: Call) -> dict[str, str]:
    """Name the units that an order can be sent to; one that is no department of the market by its code."""
    names = unit_names(call)
    return {unit: names.get(unit, unit) for unit in sorted(known_units(call.house))}


PROCEEDING = Proceeding(
    "order",
    ORDER,
    API,
    "work-order-answer",
    "orders/step.html",
    show_order,
    _shown,
    _beside,
    _take,
    _data,
)
add_steps(book, PROCEEDING, STEPS)
