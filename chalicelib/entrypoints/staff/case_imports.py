"""The service centre imports served cases from a table: template, upload, check, acceptance, progress."""

from typing import Any

from chalicelib.domain.satisfaction.cases.case_columns import (
    COLUMNS,
    MAX_ROWS,
    SYSTEMS,
    code_rows,
    template_csv,
    template_rows,
)
from chalicelib.domain.satisfaction.cases.case_import import CaseImport
from chalicelib.domain.satisfaction.cases.case_rows import Declared, broken_csv
from chalicelib.domain.table_lines import RowError
from chalicelib.domain.table_text import MAX_SIZE_BYTES
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import show_list
from chalicelib.entrypoints.mount import XLSX
from chalicelib.entrypoints.parts import part_of
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.file_names import attachment
from chalicelib.usecases import uploads
from chalicelib.usecases.cases.import_cases import (
    accept_cases,
    broken_rows,
    discard_cases,
    find_case_import,
    stage_cases,
)
from chalicelib.web.forms import Form
from chalicelib.web.views.case_imports import TONES, error_rows, import_view

book = RouteBook(frozenset({Role.CENTRE_SUPERVISOR}), Duty.DESK)

PAGE = "/served-cases/import"
ONE = PAGE + "/{import_id}"
CSV = "text/csv; charset=utf-8"
SHOWN: dict[str, Any] = {
    "columns": COLUMNS,
    "max_rows": MAX_ROWS,
    "max_bytes": MAX_SIZE_BYTES,
    "tones": TONES,
}


@book.page(PAGE)
def show_case_imports(call: Call) -> Reply:
    """Show how to import, the upload form, and the imports so far."""
    back_to = f"{call.edge.origin}{PAGE}/uploaded?file={{file_id}}"
    return show_list(
        call,
        "ratings/case_imports.html",
        "case-imports",
        only="all",
        upload=uploads.begin_upload(call.house, back_to),
        codes=code_rows()[1:],
        form=call.new_form(),
        **SHOWN,
    )


@book.file(f"{PAGE}/template.csv")
def get_case_template(_call: Call) -> Reply:
    """Send the empty table with an example line."""
    return _file(template_csv(), CSV, "cases-template.csv")


@book.file(f"{PAGE}/template.xlsx")
def get_case_workbook(call: Call) -> Reply:
    """Send the same table as a workbook, with a sheet of the codes."""
    content = call.house.workbooks.write(template_rows(), {"代码": code_rows()})
    return _file(content, XLSX, "cases-template.xlsx")


@book.page(f"{PAGE}/uploaded")
def show_uploaded_cases(call: Call, form: Form | None = None) -> Reply:
    """Show that the file has arrived, and ask which code systems it is written in."""
    file_id = call.asked("file") or call.posted("file_id")
    stored = uploads.read_file(call.house, file_id)[0]
    shown = form or call.new_form()
    return call.show("ratings/case_upload.html", form=shown, stored=stored, systems=SYSTEMS)


@book.form(PAGE, schema="stage-cases", again=show_uploaded_cases)
def post_cases(call: Call) -> Reply:
    """Check the uploaded table and stage what holds."""
    body = call.command()
    declared = Declared(body.get("promise_system", ""), body.get("user_system", ""))
    found = stage_cases(call.house, call.actor, body["file_id"], declared, call.once())
    return call.go(f"{PAGE}/{found.id}")


@book.page(ONE)
def show_case_import(call: Call, form: Form | None = None) -> Reply:
    """Show an import where it stands: what is wrong with which line, how far it has come, what came of it."""
    found = find_case_import(call.house, call.params["import_id"])
    return call.show(
        "ratings/case_import.html",
        form=form or call.new_form(),
        found=import_view(found),
        first=call.path if call.asked("cursor") else None,
        **_errors(call, found),
    )


@book.file(f"{ONE}/broken.csv")
def get_broken_rows(call: Call) -> Reply:
    """Send the broken lines under the template's headings, to be mended and sent again."""
    found = find_case_import(call.house, call.params["import_id"])
    rows = broken_rows(call.house, found)
    if rows is None:
        raise NotFound("file-not-uploaded")
    return _file(broken_csv(rows), CSV, f"{found.number}-broken.csv")


@book.form(f"{ONE}/accept", schema="nothing", again=show_case_import)
def post_cases_accepted(call: Call) -> Reply:
    """Make a staged table real."""
    return call.go(f"{PAGE}/{accept_cases(call.house, call.actor, call.params['import_id'], call.once()).id}")


@book.form(f"{ONE}/discard", schema="nothing", again=show_case_import)
def post_cases_discarded(call: Call) -> Reply:
    """Drop a staged table."""
    found = discard_cases(call.house, call.actor, call.params["import_id"], call.once())
    return call.go(f"{PAGE}/{found.id}")


def _errors(call: Call, found: CaseImport) -> dict[str, Any]:
    """Return the part of the errors that is asked for; None where the file they are read from is gone."""
    rows = None if found.is_over or not found.broken else broken_rows(call.house, found)
    if rows is None:
        return {"errors": None, "start": 0, "next": None}
    part = part_of(call, f"case-import/{found.id}/errors", found.errors)
    every: list[RowError] = [error for row in rows for error in row.errors]
    shown = error_rows(every[part.start : part.start + part.count], call.context.locale)
    return {"errors": shown, "start": part.start, "next": part.next_address(call)}


def _file(content: str | bytes, kind: str, name: str) -> Reply:
    headers = {"Content-Disposition": attachment(name), "Cache-Control": "no-store"}
    return Reply(content, 200, kind, headers)
