"""The department's pages of nominations: template, upload, check, preview, acceptance, progress, undo."""

from typing import Any

from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.agencies.service_types import Department, ServiceTypes
from chalicelib.domain.marketplace.nominations.error_file import error_csv
from chalicelib.domain.marketplace.nominations.imports import ImportState, NominationImport, check_may_import
from chalicelib.domain.marketplace.nominations.template import (
    MAX_ROWS,
    example_for,
    template_csv,
    template_rows,
)
from chalicelib.domain.table_text import MAX_SIZE_BYTES
from chalicelib.entrypoints.authority.nomination_parts import error_part, own_import, staged_part
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.desk_queues import claim_on, claims_of
from chalicelib.entrypoints.listing import cards_of
from chalicelib.entrypoints.mount import XLSX
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import FieldError, NotFound
from chalicelib.kernel.file_names import attachment
from chalicelib.usecases.nominations.decide_nominations import (
    accept_nominations,
    discard_nominations,
    undo_nominations,
)
from chalicelib.usecases.nominations.stage_nominations import stage_nominations
from chalicelib.usecases.nominations.uploaded_table import begin_upload, describe_upload, read_again
from chalicelib.web.forms import Form
from chalicelib.web.views.nominations import (
    TONES,
    agency_rows,
    codes_page,
    columns_page,
    error_headings,
    error_rows,
    import_page,
    said,
)

book = RouteBook(frozenset({Role.DEPARTMENT}), Duty.DESK)

PAGE = "/department/nominations"
CSV = "text/csv; charset=utf-8"


@book.page(PAGE)
def show_nominations(call: Call) -> Reply:
    """Show how to nominate, the upload form, and the department's imports so far."""
    return _index(call)


def _index(call: Call, form: Form | None = None) -> Reply:
    department = check_may_import(call.actor, call.house.service_types)
    back_to = f"{call.edge.origin}{PAGE}/uploaded?file={{file_id}}"
    page = call.house.lists.page("nominations", department.org, call.page_request("nominations"))
    cursor = call.cursor_text(page.next)
    return call.show(
        "authority/nominations/index.html",
        status=422 if form else 200,
        form=form or call.new_form(),
        upload=begin_upload(call.house, call.actor, back_to),
        **_guide(department, call.types),
        cards=_with_claims(call, cards_of(page)),
        tones=TONES,
        next=f"{PAGE}?cursor={cursor}" if cursor else None,
        first=PAGE if call.asked("cursor") else None,
    )


def _with_claims(call: Call, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add to what waits for a decision who is at work on it."""
    staged = [str(card["id"]) for card in cards if card["state"] == ImportState.STAGED]
    claims = claims_of(call, Task.NOMINATION, staged) if staged else {}
    return [card | {"claim": claims.get(str(card["id"]))} for card in cards]


@book.file(f"{PAGE}/template.csv")
def get_template(call: Call) -> Reply:
    """Send the empty table with an example line of the department's own field."""
    department = check_may_import(call.actor, call.house.service_types)
    return _csv(template_csv(example_for(department, call.house.service_types)), "nominations-template.csv")


@book.file(f"{PAGE}/template.xlsx")
def get_workbook_template(call: Call) -> Reply:
    """Send the same table as a workbook."""
    department = check_may_import(call.actor, call.house.service_types)
    content = call.house.workbooks.write(template_rows(example_for(department, call.house.service_types)))
    headers = {"Content-Disposition": attachment("nominations-template.xlsx"), "Cache-Control": "no-store"}
    return Reply(content, 200, XLSX, headers)


@book.page(f"{PAGE}/uploaded")
def show_upload(call: Call, form: Form | None = None) -> Reply:
    """Show that the file has arrived, and the button that has it checked."""
    file_id = call.asked("file") or call.posted("file_id")
    stored = describe_upload(call.house, call.actor, file_id)
    if not stored.size_bytes:
        return _index(call, Form(errors=[FieldError("/file", "file-empty")]))
    return call.show("authority/nominations/uploaded.html", form=form or call.new_form(), stored=stored)


@book.form(PAGE, schema="stage-nominations", again=show_upload)
def post_nominations(call: Call) -> Reply:
    """Check the uploaded table and stage it."""
    staged = stage_nominations(call.house, call.actor, call.command()["file_id"], call.once())
    return call.go(f"{PAGE}/{staged.found.id}{'?known=yes' if staged.is_known else ''}")


@book.page(f"{PAGE}/{{import_id}}")
def show_nomination(call: Call, form: Form | None = None) -> Reply:
    """Show an import where it stands: its errors, its preview, its progress or its result."""
    found = own_import(call)
    return call.show(
        "authority/nominations/import.html",
        form=form or call.new_form(),
        found=import_page(found),
        claim=claim_on(call, Task.NOMINATION, found.id, is_waiting=found.state is ImportState.STAGED),
        is_known=call.asked("known") == "yes",
        first=call.path if call.asked("cursor") else None,
        **_rows(call, found),
    )


@book.file(f"{PAGE}/{{import_id}}/errors.csv")
def get_error_file(call: Call) -> Reply:
    """Send the faulty lines with what is wrong with each, harmless to open in a spreadsheet."""
    found = own_import(call)
    table = read_again(call.house, found)
    if table is None:
        raise NotFound("file-not-uploaded")
    locale = call.context.locale
    text = error_csv(table, lambda error: said(error, locale), *error_headings(locale))
    return _csv(text, f"{found.number}-errors.csv")


@book.form(f"{PAGE}/{{import_id}}/accept", again=show_nomination)
def post_acceptance(call: Call) -> Reply:
    """Make a staged table real."""
    accept_nominations(call.house, call.actor, own_import(call).id, call.once())
    return _to_import(call)


@book.form(f"{PAGE}/{{import_id}}/discard", again=show_nomination)
def post_discard(call: Call) -> Reply:
    """Drop a staged table."""
    discard_nominations(call.house, call.actor, own_import(call).id, call.once())
    return _to_import(call)


@book.form(f"{PAGE}/{{import_id}}/undo", again=show_nomination)
def post_undo(call: Call) -> Reply:
    """Take an applied import back."""
    undo_nominations(call.house, call.actor, own_import(call).id, call.once())
    return _to_import(call)


def _guide(department: Department, types: ServiceTypes) -> dict[str, Any]:
    """Return what the page explains about the table."""
    limits = {"max_bytes": MAX_SIZE_BYTES, "max_rows": MAX_ROWS}
    return {**limits, "columns": columns_page(), "codes": codes_page(department, types)}


def _rows(call: Call, found: NominationImport) -> dict[str, Any]:
    """Return what the page lists: the errors of a rejected table, the agencies of any other."""
    if found.errors:
        errors, part = error_part(call, found)
        shown = {
            "agencies": [],
            "errors": None if errors is None else error_rows(errors, call.context.locale),
        }
    else:
        rows, part = staged_part(call, found)
        shown = {"agencies": agency_rows(rows, call.types), "errors": None}
    return {**shown, "start": part.start, "next": part.next_address(call)}


def _to_import(call: Call) -> Reply:
    return call.go(f"{PAGE}/{call.params['import_id']}")


def _csv(text: str, name: str) -> Reply:
    return Reply(text, content_type=CSV, headers={"Content-Disposition": attachment(name)})
