"""Files of the wizard: a form that posts straight to the bucket, and the way back (docs/rules.md §4.2).

The way back is a plain GET, so its address carries a mark that only our own upload page gives, signed for
this person and slot: nobody can make a browser put a foreign file into a draft.
"""

from dataclasses import replace
from urllib.parse import urlencode

from chalicelib.entrypoints.agency.onboarding import AGENCY
from chalicelib.entrypoints.agency.own_agency import load_own
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.paging import Cursor
from chalicelib.usecases.agencies.attach_file import (
    PURPOSE,
    begin_upload,
    check_scan,
    download_link,
    take_in_upload,
)
from chalicelib.usecases.agencies.file_slots import FileSlot
from chalicelib.web.forms import Form
from chalicelib.web.views.onboarding import section_address

book = RouteBook(AGENCY, Duty.DESK)


@book.page("/agency/files/new")
def show_upload(call: Call, form: Form | None = None) -> Reply:
    """Show the form that sends one file to its slot."""
    own, slot = load_own(call), FileSlot.parse(call.asked("slot"))
    upload = begin_upload(call.house, call.actor, own.agency.id, _way_back(call, slot))
    return call.show(
        "agency/onboarding/upload.html",
        form=form or Form(),
        slot=slot,
        upload=upload,
        back=_page_of(slot),
        own=own,
    )


@book.page("/agency/files/done")
def finish_upload(call: Call) -> Reply:
    """Judge the file that was uploaded and put it into its slot, or say why it is refused."""
    slot = FileSlot.parse(call.asked("slot"))
    Cursor.decode(call.asked("mark"), _marked_for(call.actor, slot), call.edge.cursor_key)
    try:
        take_in_upload(call.house, call.actor, call.actor.org, call.asked("file"), slot)
    except Invalid as refused:
        shown: Reply = show_upload(call, Form(errors=refused.errors))
        return replace(shown, status=refused.status)
    return call.go(_page_of(slot))


@book.form("/agency/files/{key}/scan")
def post_scan_check(call: Call) -> Reply:
    """Ask the scan gateway again about a file."""
    check_scan(call.house, call.actor, call.actor.org, f"{PURPOSE}/{call.params['key']}")
    return call.go(_page_of(FileSlot.parse(call.posted("slot"))))


@book.file("/agency/files/{key}")
def open_own_file(call: Call) -> Reply:
    """Lead to a short-lived address of one of the agency's own files."""
    key = call.params["key"]
    return call.go(download_link(call.house, load_own(call).agency, f"{PURPOSE}/{key}", key))


def _way_back(call: Call, slot: FileSlot) -> str:
    mark = Cursor(_marked_for(call.actor, slot), str(slot)).encode(call.edge.cursor_key)
    query = urlencode({"slot": str(slot), "mark": mark})
    return f"{call.edge.origin}/agency/files/done?{query}&file={{file_id}}"


def _marked_for(actor: Actor, slot: FileSlot) -> str:
    return f"upload/{actor.org}/{actor.person}/{slot}"


def _page_of(slot: FileSlot) -> str:
    page = section_address(slot.section)
    return f"{page}/{slot.entry_id}" if slot.entry_id else page
