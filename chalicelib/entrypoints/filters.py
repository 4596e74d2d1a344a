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
from chalicelib.web.labels.places import PLACES

CLEARED = _("网址中“%(name)s”这个条件的值不存在，已经去掉。请在本页重新选择条件。")
NAMES = {
    "state": _("状态"),
    "service_type": _("服务类型"),
    "department": _("行业主管部门"),
    "agency": _("中介机构"),
    "division": _("行政区划"),
    "facet": _("分类"),
    "org": _("单位"),
    "claims": _("领取情况"),
    "page": _("页码"),
    "period": _("月份"),
    "unit": _("单位"),
    "way": _("评价渠道"),
    "only": _("只看"),
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
class PageNumber:
    """The number of a page, where pages can be counted."""

    values: tuple[str, ...] = ()

    def refusal(self, _call: Call, name: str, value: str) -> FieldError | None:
        """Return what is wrong with a number, if anything."""
        is_number = value.isascii() and value.isdigit() and 1 <= len(value) <= 6 and int(value) >= 1
        return None if is_number else FieldError(f"/{name}", "not-an-integer")


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
