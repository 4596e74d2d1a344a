"""Practitioners from a spreadsheet: pasted, checked line by line, all of them or none (pages.md §3, §4.2).

The lines are pasted instead of uploaded, so that no file with identity numbers is left behind anywhere.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chalicelib.entrypoints.agency.onboarding import AGENCY
from chalicelib.entrypoints.agency.own_agency import load_own
from chalicelib.entrypoints.call import KEY_FIELD, Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.usecases.agencies.save_section import add_practitioners
from chalicelib.web.coercion import coerce
from chalicelib.web.forms import Form
from chalicelib.web.pasted import Pasted, read_pasted
from chalicelib.web.validation import all_errors, check_errors
from chalicelib.web.views.staff_table import LABELS, MOST, SAME, label_of, staff_columns

book = RouteBook(AGENCY, Duty.DESK)

SCHEMA = "agency-practitioners"
LIST = "/agency/onboarding/practitioners"


@book.page(f"{LIST}/table")
def show_staff_table(call: Call, form: Form | None = None, wrong: Sequence[object] = ()) -> Reply:
    """Show where lines of a spreadsheet are pasted, with the columns and what is wrong with each line."""
    own = load_own(call)
    return call.show(
        "agency/onboarding/staff_table.html",
        form=form or call.new_form(),
        own=own,
        columns=list(LABELS.values()),
        wrong=wrong,
        most=MOST,
    )


@book.form(f"{LIST}/table")
def post_staff_table(call: Call) -> Reply:
    """Add the pasted practitioners, or say everything that is wrong, line by line."""
    try:
        pasted = read_pasted(call.posted("table"), staff_columns(call.house.service_types), SAME, MOST)
    except Invalid as unreadable:
        return _again(call, unreadable.errors, ())
    try:
        add_practitioners(call.house, call.actor, call.actor.org, _rows(pasted), call.once())
    except Invalid as refused:
        wrong = [_line(pasted, error) for error in refused.errors]
        found = FieldError("/table", "lines-to-mend", {"count": len(wrong)})
        return _again(call, (found,), wrong)
    return call.go(LIST)


def _rows(pasted: Pasted) -> list[dict[str, Any]]:
    body, errors = coerce(pasted.form, SCHEMA)
    check_errors(all_errors(SCHEMA, body, errors))
    rows: Any = body["rows"]
    return list(rows)


def _line(pasted: Pasted, error: FieldError) -> dict[str, object]:
    return {"line": pasted.line_of(error.pointer), "label": label_of(error.pointer), "error": error}


def _again(call: Call, errors: Sequence[FieldError], wrong: Sequence[object]) -> Reply:
    form = Form.again(call.form, errors, key=call.posted(KEY_FIELD))
    shown: Reply = show_staff_table(call, form, wrong)
    return replace(shown, status=Invalid.status)
