"""Import of the serious-dishonesty list: upload, check with diff, confirmation by a second person (§2.6)."""

from typing import Any

from chalicelib.domain.marketplace.conduct.list_import import ListImport, ListState
from chalicelib.domain.marketplace.conduct.list_rows import COLUMNS, MAX_ROWS, template_csv
from chalicelib.domain.table_text import MAX_SIZE_BYTES
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.conduct.import_list import (
    begin_list_upload,
    confirm_list,
    discard_list,
    find_list_import,
    stage_list,
)
from chalicelib.web.forms import Form
from chalicelib.web.views.list_imports import import_view
from chalicelib.web.views.plain import plain

book = RouteBook(frozenset({Role.DEPARTMENT, Role.SUPERVISOR}), Duty.DESK)

PAGE, API = "/black-list", "/api/v1/black-list"
ANSWER = "list-import-answer"
CSV = "text/csv; charset=utf-8"


@book.page(PAGE)
def show_list_imports(call: Call) -> Reply:
    """Show how to import, the upload form, and the imports so far."""
    back_to = f"{call.edge.origin}{PAGE}/uploaded?file={{file_id}}"
    upload = begin_list_upload(call.house, call.actor, back_to)
    template = "authority/black_list/index.html"
    return show_list(
        call,
        template,
        "list-imports",
        only=_facet(call),
        upload=upload,
        columns=COLUMNS,
        max_rows=MAX_ROWS,
        max_bytes=MAX_SIZE_BYTES,
    )


@book.file(f"{PAGE}/template.csv")
def get_list_template(_call: Call) -> Reply:
    """Send the empty table with an example line."""
    headers = {"Content-Disposition": 'attachment; filename="black-list-template.csv"'}
    return Reply(template_csv(), content_type=CSV, headers=headers)


@book.page(f"{PAGE}/uploaded")
def show_list_upload(call: Call, form: Form | None = None) -> Reply:
    """Show that the file has arrived, and the button that has it checked."""
    file_id = call.asked("file") or call.posted("file_id")
    return call.show("authority/black_list/uploaded.html", form=form or call.new_form(), file_id=file_id)


@book.form(PAGE, schema="stage-list", again=show_list_upload)
def post_list(call: Call) -> Reply:
    """Check the uploaded table and stage it."""
    found = stage_list(call.house, call.actor, call.command()["file_id"], call.once())
    return call.go(f"{PAGE}/{found.id}")


@book.page(f"{PAGE}/{{import_id}}")
def show_list_import(call: Call, form: Form | None = None) -> Reply:
    """Show an import: its errors, or what each row would do and who may confirm it."""
    shown = _shown(call, find_list_import(call.house, call.actor, call.params["import_id"]))
    return call.show("authority/black_list/import.html", form=form or call.new_form(), **shown)


@book.form(f"{PAGE}/{{import_id}}/confirmation", schema="confirm-list", again=show_list_import)
def post_list_confirmation(call: Call) -> Reply:
    """Make a staged table real."""
    return call.go(f"{PAGE}/{_confirmed(call).id}")


@book.form(f"{PAGE}/{{import_id}}/discard", again=show_list_import)
def post_list_discard(call: Call) -> Reply:
    """Drop a staged table."""
    found = discard_list(call.house, call.actor, call.params["import_id"], call.once())
    return call.go(f"{PAGE}/{found.id}")


@book.api("POST", f"{API}/uploads", answer="upload-answer")
def api_begin_list_upload(call: Call) -> Reply:
    """Return a presigned form that takes one table; send `fields` and then `file` to `url`."""
    back_to = f"{call.edge.origin}{PAGE}/uploaded?file={{file_id}}"
    upload = begin_list_upload(call.house, call.actor, back_to)
    return call.data(
        {"file_id": upload.file_id, "url": upload.url, "fields": dict(upload.fields)}, status=201
    )


@book.api("GET", API, is_list=True, answer="list-imports-answer")
def api_list_imports(call: Call) -> Reply:
    """Return a page of the imports of the caller's body, or all for the supervisor."""
    return list_data(call, "list-imports", only=_facet(call))


@book.api("POST", API, schema="stage-list", answer=ANSWER)
def api_stage_list(call: Call) -> Reply:
    """Check an uploaded table and stage it; one with errors is answered as a rejected import."""
    found = stage_list(call.house, call.actor, call.command()["file_id"], call.once())
    return call.data(_json(call, found), status=201, location=f"{API}/{found.id}")


@book.api("GET", f"{API}/{{import_id}}", answer=ANSWER)
def api_get_list_import(call: Call) -> Reply:
    """Return an import with the diff of every row, or its errors."""
    return call.data(_json(call, find_list_import(call.house, call.actor, call.params["import_id"])))


@book.api("POST", f"{API}/{{import_id}}/confirmation", schema="confirm-list", answer=ANSWER)
def api_confirm_list(call: Call) -> Reply:
    """Make a staged table real; the worker enters it."""
    found = _confirmed(call)
    return call.data(_json(call, found), status=202, location=f"{API}/{found.id}")


@book.api("POST", f"{API}/{{import_id}}/discard", answer=ANSWER)
def api_discard_list(call: Call) -> Reply:
    """Drop a staged table."""
    return call.data(_json(call, discard_list(call.house, call.actor, call.params["import_id"], call.once())))


def _confirmed(call: Call) -> ListImport:
    seen = call.command().get("differences_seen", False)
    return confirm_list(call.house, call.actor, call.params["import_id"], call.once(), differences_seen=seen)


def _facet(call: Call) -> str:
    return "all" if call.actor.has(Role.SUPERVISOR) else call.actor.org


def _shown(call: Call, found: ListImport) -> dict[str, Any]:
    may_confirm = found.state is ListState.STAGED and call.actor.person != found.staged_by
    return {**import_view(found, call.context.locale), "may_confirm": may_confirm}


def _json(call: Call, found: ListImport) -> Any:
    return plain(_shown(call, found))
