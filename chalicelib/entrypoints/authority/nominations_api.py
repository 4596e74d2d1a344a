"""Nominations through the API: the same use cases as the pages, long work answered with 202 and a status."""

from chalicelib.domain.marketplace.nominations.imports import NominationImport
from chalicelib.domain.table_text import MAX_SIZE_BYTES
from chalicelib.entrypoints.authority.nomination_parts import error_part, own_import, staged_part
from chalicelib.entrypoints.authority.nominations import PAGE
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.nominations.decide_nominations import (
    accept_nominations,
    discard_nominations,
    undo_nominations,
)
from chalicelib.usecases.nominations.stage_nominations import stage_nominations
from chalicelib.usecases.nominations.uploaded_table import begin_upload
from chalicelib.web.views.nominations import agency_json, error_rows, import_json

book = RouteBook(frozenset({Role.DEPARTMENT}), Duty.DESK)

BASE = "/api/v1/nominations"
ANSWER = "nomination-import-1"


@book.api("POST", f"{BASE}/uploads", answer="upload-answer")
def post_nomination_upload(call: Call) -> Reply:
    """Return a presigned form that takes one table; send `fields` and then `file` to `url`."""
    back_to = f"{call.edge.origin}{PAGE}/uploaded?file={{file_id}}"
    upload = begin_upload(call.house, call.actor, back_to)
    body = {"file_id": upload.file_id, "url": upload.url, "fields": dict(upload.fields)}
    return call.data({**body, "max_bytes": MAX_SIZE_BYTES}, status=201)


@book.api("GET", BASE, is_list=True, answer="nominations-answer")
def get_nominations(call: Call) -> Reply:
    """Return a page of the department's imports, newest first."""
    page = call.house.lists.page("nominations", call.actor.org, call.page_request("nominations"))
    items = [dict(card.data) for card in page.cards]
    return call.data({"items": items, "next": call.cursor_text(page.next)})


@book.api("POST", BASE, schema="stage-nominations", answer=ANSWER)
def api_stage_nominations(call: Call) -> Reply:
    """Check an uploaded table and stage it; a table with errors is answered as a rejected import."""
    staged = stage_nominations(call.house, call.actor, call.command()["file_id"], call.once())
    body = {**import_json(staged.found), "is_known": staged.is_known}
    location = f"{BASE}/{staged.found.id}"
    return call.data(body, status=200 if staged.is_known else 201, location=location)


@book.api("GET", f"{BASE}/{{import_id}}", answer=ANSWER)
def get_nomination(call: Call) -> Reply:
    """Return an import and how far it has come."""
    return call.data(import_json(own_import(call)))


@book.api("GET", f"{BASE}/{{import_id}}/agencies", is_list=True, answer="nomination-agencies-answer")
def get_nomination_agencies(call: Call) -> Reply:
    """Return a page of the staged agencies and what the import means to each."""
    found = own_import(call)
    rows, part = staged_part(call, found)
    items = [agency_json(row) for row in rows]
    return call.data({"items": items, "count": found.agencies, "next": part.next})


@book.api("GET", f"{BASE}/{{import_id}}/errors", is_list=True, answer="nomination-errors-answer")
def get_nomination_errors(call: Call) -> Reply:
    """Return a page of the errors of all lines."""
    found = own_import(call)
    errors, part = error_part(call, found)
    if errors is None and found.errors:
        raise NotFound("file-not-uploaded")
    items = error_rows(errors or (), call.context.locale)
    return call.data({"items": items, "count": found.errors, "next": part.next})


@book.api("POST", f"{BASE}/{{import_id}}/accept", answer=ANSWER)
def api_accept_nominations(call: Call) -> Reply:
    """Make a staged table real; the worker applies it."""
    return _begun(call, accept_nominations(call.house, call.actor, own_import(call).id, call.once()))


@book.api("POST", f"{BASE}/{{import_id}}/discard", answer=ANSWER)
def api_discard_nominations(call: Call) -> Reply:
    """Drop a staged table."""
    found = discard_nominations(call.house, call.actor, own_import(call).id, call.once())
    return call.data(import_json(found))


@book.api("POST", f"{BASE}/{{import_id}}/undo", answer=ANSWER)
def api_undo_nominations(call: Call) -> Reply:
    """Take an applied import back; the worker does it."""
    return _begun(call, undo_nominations(call.house, call.actor, own_import(call).id, call.once()))


def _begun(call: Call, found: NominationImport) -> Reply:
    return call.data(import_json(found), status=202, location=f"{BASE}/{found.id}")
