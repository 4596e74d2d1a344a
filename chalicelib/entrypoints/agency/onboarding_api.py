"""The wizard over the API: the same commands by the same schemas, with If-Match (design §4)."""

from collections.abc import Callable
from typing import Any

from chalicelib.domain.marketplace.agencies.authority import check_agency_staff
from chalicelib.domain.marketplace.agencies.dossier import Section
from chalicelib.entrypoints.agency.onboarding import ADMINS, AGENCY
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.agencies.attach_file import PURPOSE, begin_upload, check_scan, take_in_upload
from chalicelib.usecases.agencies.changing import Changed
from chalicelib.usecases.agencies.file_slots import FileSlot
from chalicelib.usecases.agencies.leave import release_practitioner, reopen_service, withdraw_service
from chalicelib.usecases.agencies.open_agency import open_agency
from chalicelib.usecases.agencies.save_section import (
    add_entry,
    add_practitioners,
    discard_changes,
    remove_entry,
    replace_entry,
    save_section,
)
from chalicelib.usecases.agencies.section_values import ROWS, SINGLES
from chalicelib.usecases.agencies.submit_agency import persons_elsewhere, submit_agency
from chalicelib.web.views.agency_dossier import Reader, personal_refs
from chalicelib.web.views.agency_forms import SCHEMAS
from chalicelib.web.views.onboarding import draft_view
from chalicelib.web.views.plain import plain

book = RouteBook(AGENCY, Duty.DESK)

AGENCY_PATH = "/api/v1/agencies/{uscc}"
DRAFT = f"{AGENCY_PATH}/draft"


@book.api("POST", "/api/v1/agencies", audience=ADMINS, schema="open-agency")
def api_open_agency(call: Call) -> Reply:
    """Begin an agency's file."""
    opened = open_agency(call.house, call.actor, call.command()["uscc"], call.once())
    return _answer(call, opened, status=201, location=f"/api/v1/agencies/{opened.agency.id}/draft")


@book.api("GET", DRAFT)
def api_get_agency_draft(call: Call) -> Reply:
    """Return the agency's own draft: sections, what is missing, where each service type stands."""
    check_agency_staff(call.actor, call.params["uscc"])
    view = call.house.queries.agency(call.params["uscc"], consistent=True)
    return _answer(call, Changed(view.agency, view.version))


@book.api("POST", f"{AGENCY_PATH}/uploads", schema="begin-upload")
def api_begin_agency_upload(call: Call) -> Reply:
    """Return the presigned form that takes one file of at most 20 MB."""
    slot = FileSlot.parse(call.command()["slot"])
    back = f"{call.edge.origin}/agency/files/new?slot={slot}"
    upload = begin_upload(call.house, call.actor, call.params["uscc"], back)
    return call.data(plain(upload), status=201)


@book.api("POST", f"{AGENCY_PATH}/files", schema="take-in-upload")
def api_take_in_upload(call: Call) -> Reply:
    """Judge an uploaded file and put it into its slot of the draft."""
    command, uscc = call.command(), call.params["uscc"]
    slot = FileSlot.parse(command["slot"])
    return _answer(call, take_in_upload(call.house, call.actor, uscc, command["file_id"], slot), status=201)


@book.api("POST", AGENCY_PATH + "/files/{key}/scan")
def api_check_scan(call: Call) -> Reply:
    """Ask the scan gateway again about a file that is still scanned."""
    file_id = f"{PURPOSE}/{call.params['key']}"
    return _answer(call, check_scan(call.house, call.actor, call.params["uscc"], file_id))


@book.api("POST", f"{DRAFT}/submit", audience=ADMINS)
def api_submit_agency(call: Call) -> Reply:
    """Hand the draft in; everything that is missing comes at once."""
    return _answer(call, submit_agency(call.house, call.actor, call.params["uscc"], call.once()))


@book.api("POST", f"{DRAFT}/discard", audience=ADMINS)
def api_discard_changes(call: Call) -> Reply:
    """Throw the changes away and begin again from what is registered."""
    return _answer(call, discard_changes(call.house, call.actor, call.params["uscc"]))


@book.api("POST", AGENCY_PATH + "/services/{service_type}/withdraw", audience=ADMINS)
def api_withdraw_service(call: Call) -> Reply:
    """Withdraw a service type from the market."""
    uscc, service_type = call.params["uscc"], call.params["service_type"]
    return _answer(call, withdraw_service(call.house, call.actor, uscc, service_type, call.once()))


@book.api("POST", AGENCY_PATH + "/services/{service_type}/reopen", audience=ADMINS)
def api_reopen_service(call: Call) -> Reply:
    """Apply again for a service type that was rejected, or removed once the bar is over."""
    uscc, service_type = call.params["uscc"], call.params["service_type"]
    return _answer(call, reopen_service(call.house, call.actor, uscc, service_type, call.once()))


@book.api("POST", AGENCY_PATH + "/practitioners/{entry_id}/release")
def api_release_practitioner(call: Call) -> Reply:
    """Note that a registered practitioner has left."""
    uscc, entry_id = call.params["uscc"], call.params["entry_id"]
    return _answer(call, release_practitioner(call.house, call.actor, uscc, entry_id, call.once()))


Handler = Callable[[Call], Reply]


def _named(handler: Handler, name: str, summary: str) -> Handler:
    handler.__name__, handler.__doc__ = name, summary
    return handler


def _saver(section: Section) -> Handler:
    def save(call: Call) -> Reply:
        uscc, command = call.params["uscc"], call.command()
        return _answer(
            call, save_section(call.house, call.actor, uscc, section, command, call.check_if_match)
        )

    return _named(save, f"api_save_{section}", f"Replace the section {section} of the draft.")


def _adder(section: Section) -> Handler:
    def add(call: Call) -> Reply:
        uscc, command = call.params["uscc"], call.command()
        changed, entry_id = add_entry(call.house, call.actor, uscc, section, command, call.once())
        location = f"/api/v1/agencies/{uscc}/draft/{section}/{entry_id}"
        return _answer(call, changed, status=201, location=location)

    return _named(add, f"api_add_{section}", f"Add an entry to the section {section} of the draft.")


def _replacer(section: Section) -> Handler:
    def replace(call: Call) -> Reply:
        uscc, entry_id, command = call.params["uscc"], call.params["entry_id"], call.command()
        check = call.check_if_match
        return _answer(call, replace_entry(call.house, call.actor, uscc, section, entry_id, command, check))

    return _named(replace, f"api_replace_{section}", f"Replace an entry of the section {section}.")


def _remover(section: Section) -> Handler:
    def remove(call: Call) -> Reply:
        uscc, entry_id = call.params["uscc"], call.params["entry_id"]
        return _answer(
            call, remove_entry(call.house, call.actor, uscc, section, entry_id, call.check_if_match)
        )

    return _named(remove, f"api_remove_{section}", f"Remove an entry of the section {section}.")


def _writers(section: Section) -> frozenset[Role]:
    """Name who writes a section: authorised persons keep the staff (docs/rules.md §5)."""
    return AGENCY if section is Section.PRACTITIONERS else ADMINS


for _section in SINGLES:
    _options: dict[str, Any] = {"audience": _writers(_section), "schema": SCHEMAS[_section]}
    book.api("PUT", f"{DRAFT}/{_section}", **_options)(_saver(_section))
for _section in ROWS:
    _options = {"audience": _writers(_section), "schema": SCHEMAS[_section]}
    book.api("POST", f"{DRAFT}/{_section}", **_options)(_adder(_section))
    book.api("PUT", f"{DRAFT}/{_section}/{{entry_id}}", **_options)(_replacer(_section))


@book.api("POST", f"{DRAFT}/practitioners/table", schema="agency-practitioners")
def api_add_practitioners(call: Call) -> Reply:
    """Add several practitioners to the draft, all of them or none."""
    uscc, rows = call.params["uscc"], call.command()["rows"]
    return _answer(call, add_practitioners(call.house, call.actor, uscc, rows, call.once()), status=201)


for _section in (*ROWS, Section.DOCUMENTS):
    _entry = f"{DRAFT}/{_section}/{{entry_id}}"
    book.api("DELETE", _entry, audience=_writers(_section))(_remover(_section))


def _answer(call: Call, changed: Changed, *, status: int = 200, location: str = "") -> Reply:
    """Answer with the draft as it stands, under the version it was saved with."""
    agency, house = changed.agency, call.house
    personal = house.queries.personal_many(personal_refs(agency))
    reader = Reader(agency, house.service_types, call.now, personal, open_names=True)
    view: dict[str, Any] = draft_view(reader, house.rules.load().listing, persons_elsewhere(house, agency))
    return call.data(plain(view), status=status, version=changed.version, location=location)
