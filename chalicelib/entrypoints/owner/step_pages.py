"""What each step's page shows beside its fields: items, divisions, methods, the lawful needs, the plan."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.marketplace.notices.forecast import forecast
from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.domain.marketplace.rules import Method
from chalicelib.entrypoints.call import Call
from chalicelib.usecases.notices.choose_item import lawful_requirement
from chalicelib.usecases.notices.splitting import find_splitting
from chalicelib.usecases.ports import NoticeView
from chalicelib.usecases.service_items.catalogue import published_items
from chalicelib.web.forms import Form
from chalicelib.web.labels.notices import MATCHES, PRICE_BASES, PURPOSES, SCALE_TYPES
from chalicelib.web.labels.places import PLACES
from chalicelib.web.views.drafts import plan_rows

SPARE_ROWS = 2
"""Empty rows below what is filled in; saving gives two more."""


def extras(call: Call, step: Step, view: NoticeView, form: Form) -> dict[str, Any]:
    """Return the page's own data of a step."""
    return _EXTRAS[step](call, view, form)


def _project(_call: Call, _view: NoticeView, _form: Form) -> dict[str, Any]:
    return {"divisions": list(PLACES.items())}


def _service(call: Call, view: NoticeView, form: Form) -> dict[str, Any]:
    types, items = call.types, published_items(call.house)
    chosen_id = call.asked("item") or form.value("service_item")
    return {
        "items": items,
        "chosen": next((item for item in items if item.id == chosen_id), None),
        "departments": [(known.org, known.name) for known in types.departments.values()],
        "scale_types": list(SCALE_TYPES),
        "attachments": view.notice.content.attachments,
    }


def _requirements(call: Call, view: NoticeView, _form: Form) -> dict[str, Any]:
    types = call.types
    qualifications, practitioners = lawful_requirement(types, view.notice.content.service_type)
    return {
        "kinds": [(kind.code, kind.name) for kind in types.qualification_kinds.values()],
        "certificates": [(kind.code, kind.name) for kind in types.certificate_kinds.values()],
        "lawful_qualifications": qualifications,
        "lawful_practitioners": practitioners,
        "matches": list(MATCHES),
        "spare_rows": SPARE_ROWS,
        "exclusions_max": call.house.rules.load().notice.exclusions_max,
    }


def _price(call: Call, view: NoticeView, _form: Form) -> dict[str, Any]:
    rules = call.house.rules.load()
    return {
        "methods": [(method.value, method in rules.notice.methods) for method in Method],
        "bases": list(PRICE_BASES),
        "purposes": list(PURPOSES),
        "spare_rows": SPARE_ROWS,
        "splitting": find_splitting(call.house, view.notice, call.now),
        "may_lower_minimum": view.notice.too_few_before >= rules.selection.unlocking_failures,
        "unlocked_minimum": rules.selection.unlocked_minimum,
        "witnesses_max": rules.notice.witnesses_max,
    }


def _dates(call: Call, view: NoticeView, _form: Form) -> dict[str, Any]:
    rules, content = call.house.rules.load(), view.notice.content
    return {
        "plan": plan_rows(forecast(content, call.now, rules, call.house.calendar)),
        "method": content.method,
        "window_workdays": rules.window_workdays(content.method) if content.method else None,
    }


_EXTRAS: Mapping[Step, Callable[[Call, NoticeView, Form], dict[str, Any]]] = {
    Step.PROJECT: _project,
    Step.SERVICE: _service,
    Step.REQUIREMENTS: _requirements,
    Step.PRICE: _price,
    Step.DATES: _dates,
}
"""The pages of the five steps that are filled in."""
