"""What the filters of a list may be set to, declared with its routes (`filters=`).

A program that asks for a value that there is not is refused and told the values there are: an empty list
would answer another question. A person who follows an old or mistyped address gets the list without that
filter, and a line that says so.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from chalicelib.entrypoints.call import Call
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import BadIdentifier, check_uscc
from chalicelib.kernel.records import dataclass
from chalicelib.web.context import Notification
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.labels.notices import METHODS
from chalicelib.web.labels.places import PLACES

CLEARED = _("网址中“%(name)s”这个条件的值不存在，已经去掉。请在本页重新选择条件。")
NAMES = {
    "state": _("状态"),
    "method": _("选取方式"),
    "service_type": _("服务类型"),
    "division": _("行政区划"),
    "department": _("行业主管部门"),
    "winner": _("中选机构"),
    "facet": _("分类"),
}


@dataclass(frozen=True, slots=True)
class OneOf:
    """A filter with a closed list of values, known beforehand or found for each call."""

    values: tuple[str, ...] = ()
    of_call: Callable[[Call], Collection[str]] | None = None

    def refusal(self, call: Call, name: str, value: str) -> FieldError | None:
        """Return what is wrong with a value, if anything."""
        known = self.values if self.of_call is None else tuple(self.of_call(call))
        return None if value in known else FieldError(f"/{name}", "not-a-filter-value", {"options": [*known]})


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A filter by the credit code of an organisation, any that can be."""

    values: tuple[str, ...] = ()

    def refusal(self, _call: Call, name: str, value: str) -> FieldError | None:
        """Return what is wrong with a code, if anything."""
        try:
            check_uscc(value)
        except BadIdentifier as bad:
            return FieldError(f"/{name}", bad.code, bad.params)
        return None


METHOD = OneOf(tuple(METHODS))
DIVISION = OneOf(tuple(PLACES))
SERVICE_TYPE = OneOf(of_call=lambda call: [code for code, _ in call.types.choices()])
DEPARTMENT = OneOf(of_call=lambda call: tuple(call.types.departments))


def refused_filters(call: Call) -> list[FieldError]:
    """Return what is wrong with the filters in the address; an empty one is none."""
    given = [(name, judge, call.asked(name)) for name, judge in call.route.filters.items()]
    found = (judge.refusal(call, name, value) for name, judge, value in given if value)
    return [error for error in found if error is not None]


def clear_filters(call: Call) -> None:
    """Take the filters whose values there are not from a page's address, and say so on top of the page."""
    wrong = [error.pointer.removeprefix("/") for error in refused_filters(call)]
    if not wrong:
        return
    call.query = {name: values for name, values in call.query.items() if name not in {*wrong, "cursor"}}
    locale = call.context.locale
    notes = tuple(Notification("warning", translate(CLEARED, locale, _named(name, locale))) for name in wrong)
    call.context = replace(call.context, notifications=(*call.context.notifications, *notes))


def _named(name: str, locale: Any) -> dict[str, str]:
    return {"name": translate(NAMES[name], locale)}
