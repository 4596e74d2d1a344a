"""Entries of the wizard: services, qualifications, practitioners, agents, one page each (docs §4.2)."""

from typing import Any

from chalicelib.domain.marketplace.agencies.dossier import Section, entries
from chalicelib.entrypoints.agency.onboarding import AGENCY, after_saving, section_of
from chalicelib.entrypoints.agency.own_agency import Own, load_own
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.agencies.save_section import add_entry, find_entry, remove_entry, replace_entry
from chalicelib.usecases.agencies.section_values import ROWS
from chalicelib.web.forms import Form
from chalicelib.web.views.agencies import type_names
from chalicelib.web.views.agency_forms import SCHEMAS, body_of, masked_number, problems_here
from chalicelib.web.views.onboarding import section_address

book = RouteBook(AGENCY, Duty.DESK)

NEW = "new"
TEMPLATES = {
    Section.SERVICES: "service",
    Section.QUALIFICATIONS: "qualification",
    Section.PRACTITIONERS: "practitioner",
    Section.AGENTS: "agent",
}


@book.page("/agency/onboarding/{section}/{entry_id}")
def show_entry(call: Call, form: Form | None = None) -> Reply:
    """Show the form of one entry, or of a new one."""
    own, section, entry_id = load_own(call), _rows_of(call), call.params["entry_id"]
    entry = None if entry_id == NEW else find_entry(own.agency, section, entry_id)
    return call.show(
        f"agency/onboarding/{TEMPLATES[section]}.html",
        form=form or _entry_form(call, own, section, entry),
        own=own,
        section=str(section),
        entry_id=entry_id,
        address=f"{section_address(section)}/{entry_id}",
        view=None if entry is None else own.reader(call).entry(entry, section, None),
        masked=masked_number(own.sealed(entry)),
        type_names=type_names(call.types),
    )


@book.form("/agency/onboarding/{section}/{entry_id}", again=show_entry)
def post_entry(call: Call) -> Reply:
    """Save one entry; a new one that takes files leads on to its own page."""
    section, entry_id = _rows_of(call), call.params["entry_id"]
    command, uscc = call.command(SCHEMAS[section]), call.actor.org
    if entry_id != NEW:
        replace_entry(call.house, call.actor, uscc, section, entry_id, command)
        return call.go(after_saving(call, section_address(section), f"{section}.{entry_id}."))
    _changed, made = add_entry(call.house, call.actor, uscc, section, command, call.once())
    own_page = f"{section_address(section)}/{made}"
    return call.go(section_address(section) if section is Section.SERVICES else own_page)


@book.form("/agency/onboarding/{section}/{entry_id}/remove")
def post_removal(call: Call) -> Reply:
    """Take an entry out of the draft."""
    section = section_of(call)
    remove_entry(call.house, call.actor, call.actor.org, section, call.params["entry_id"])
    return call.go(section_address(section))


def _rows_of(call: Call) -> Section:
    section = section_of(call)
    if section not in ROWS:
        raise NotFound
    return section


def _entry_form(call: Call, own: Own, section: Section, entry: Any) -> Form:
    if entry is None:
        return call.new_form()
    filled = call.filled_form(body_of(entry, own.sealed(entry)), SCHEMAS[section])
    place = entries(own.agency.draft, section).index(entry)
    problems = own.problems(call) if call.asked("check") else ()
    return Form(filled.values, problems_here(problems, section, place), key=filled.key)
