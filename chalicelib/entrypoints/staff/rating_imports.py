"""The service centre takes in a table of ratings given on the provincial page (evaluation.md §0)."""

from collections.abc import Sequence
from typing import Any

from chalicelib.domain.satisfaction.rating_table import COLUMNS, MAX_ROWS, Systems, read_table, template_csv
from chalicelib.domain.table_text import MAX_SIZE_BYTES
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.staff.rating_imports_api import all_row_errors
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.file_names import attachment
from chalicelib.usecases import uploads
from chalicelib.usecases.ratings.import_ratings import import_ratings
from chalicelib.web.field_errors import field_error_text
from chalicelib.web.forms import Form
from chalicelib.web.i18n import translate
from chalicelib.web.labels.rating_imports import OUTCOMES, SYSTEMS
from chalicelib.web.validation import all_errors

book = RouteBook(frozenset({Role.CENTRE_SUPERVISOR}), Duty.DESK)

PAGE = "/ratings-import"
HEADINGS = {key: heading for key, heading, _ in COLUMNS}


@book.page(PAGE)
def show_rating_import(call: Call) -> Reply:
    """Show how to take ratings in, and the form that sends a table."""
    back_to = f"{call.edge.origin}{PAGE}/uploaded?file={{file_id}}"
    upload = uploads.begin_upload(call.house, back_to)
    return call.show(
        "ratings/rating_import.html",
        upload=upload,
        columns=COLUMNS,
        max_rows=MAX_ROWS,
        max_bytes=MAX_SIZE_BYTES,
    )


@book.file(PAGE + "/template.csv")
def get_rating_template(_call: Call) -> Reply:
    """Send the empty table with an example line."""
    headers = {"Content-Disposition": attachment("ratings-template.csv"), "Cache-Control": "no-store"}
    return Reply(template_csv(), 200, "text/csv; charset=utf-8", headers)


@book.page(PAGE + "/uploaded")
def show_uploaded_ratings(call: Call, form: Form | None = None) -> Reply:
    """Show that the file has arrived, and ask in which code systems it is written."""
    file_id = call.asked("file") or call.posted("file_id")
    return _ask(call, form or call.new_form(), file_id)


@book.form(PAGE, schema="import-rating-table", again=show_uploaded_ratings)
def post_ratings(call: Call) -> Reply:
    """Take a table in whole, or say everything that is wrong with it; sent again it changes nothing."""
    body = call.command()
    rows, lines = _rows(call, body)
    errors = _errors(call, rows)
    if errors:
        shown = [_line_error(error, lines, call.context.locale) for error in errors]
        return _ask(call, call.new_form(), body["file_id"], shown, status=422)
    outcomes = import_ratings(call.house, call.actor, rows)
    counted = [(name, outcomes.count(name)) for name in OUTCOMES if name in outcomes]
    return call.show("ratings/ratings_imported.html", counted=counted, n_rows=len(rows))


def _ask(
    call: Call, form: Form, file_id: str, errors: Sequence[tuple[int, str, str]] = (), *, status: int = 200
) -> Reply:
    locale = call.context.locale
    systems = {
        name: tuple((code, translate(words, locale)) for code, words in options.items())
        for name, options in SYSTEMS.items()
    }
    shown = {"form": form, "file_id": file_id, "errors": errors, "systems": systems}
    return call.show("ratings/rating_upload.html", status=status, **shown)


def _rows(call: Call, body: dict[str, Any]) -> tuple[list[dict[str, Any]], list[int]]:
    """Read the uploaded table."""
    _, content = uploads.read_clean(call.house, body["file_id"])
    text = uploads.text_of(call.house, content, MAX_ROWS)
    case = body.get("promise_system", ""), body.get("user_system", "")
    return read_table(text, Systems(body["level_system"], body["channel_system"], *case))


def _errors(call: Call, rows: list[dict[str, Any]]) -> list[FieldError]:
    """Return what the schema of the API and the rules find in the rows."""
    given: Any = {"rows": rows}
    found = all_errors("import-ratings", given, [])
    broken = {error.pointer for error in found}
    found += [error for error in all_row_errors(call, given) if error.pointer not in broken]
    return sorted(found, key=lambda error: int(error.pointer.split("/")[2]))


def _line_error(error: FieldError, lines: Sequence[int], locale: str) -> tuple[int, str, str]:
    """Return line, heading and sentence of an error in a row."""
    _, _, place, *rest = error.pointer.split("/")
    name = next((part for part in reversed(rest) if part in HEADINGS), "")
    return lines[int(place)], HEADINGS.get(name, ""), field_error_text(error, locale)
