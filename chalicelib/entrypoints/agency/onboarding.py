"""The entry wizard (入驻): task list, sections of one value, lists of entries (docs/rules.md §4.2).

All addresses are the person's own agency's: whose it is comes from the sign-in, never from the address.
"""

from typing import Any

from chalicelib.domain.marketplace.agencies.dossier import Section, entries
from chalicelib.entrypoints.agency.own_agency import Own, find_own, load_own
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.agencies.open_agency import open_agency
from chalicelib.usecases.agencies.save_section import save_section
from chalicelib.usecases.agencies.section_values import SINGLES
from chalicelib.web.forms import Form
from chalicelib.web.views.agency_forms import SCHEMAS, problems_here
from chalicelib.web.views.onboarding import (
    barred,
    expiring,
    requirement_views,
    section_address,
    standings,
    tasks,
)

ADMINS = frozenset({Role.AGENCY_ADMIN})
AGENCY = ADMINS | {Role.AGENCY_AGENT}
HOME = "/agency/onboarding"

book = RouteBook(AGENCY, Duty.DESK)


@book.page(HOME)
def show_onboarding(call: Call, form: Form | None = None) -> Reply:
    """Show where the agency stands and what is left to do; before the first step, how to begin."""
    own = find_own(call)
    if own is None:
        return call.show("agency/onboarding/start.html", form=form or _opening_form(call))
    types, agency = call.types, own.agency
    return call.show(
        "agency/onboarding/tasks.html",
        own=own,
        tasks=tasks(own.statuses(call)),
        barred=barred(agency, call.now, call.context.locale),
        standings=standings(agency, types, call.now),
        expiring=expiring(agency, types, call.now, call.house.rules.load().listing.certificate_warning_days),
        form=form or call.new_form(),
    )


@book.form(HOME, audience=ADMINS, schema="open-agency", again=show_onboarding)
def post_onboarding(call: Call) -> Reply:
    """Begin the agency's file."""
    open_agency(call.house, call.actor, call.command()["uscc"], call.once())
    return call.go(HOME)


@book.page("/agency/onboarding/{section}")
def show_section(call: Call, form: Form | None = None) -> Reply:
    """Show one section: its form, or the list of its entries."""
    own, section = load_own(call), section_of(call)
    if section not in SINGLES:
        return _entries(call, own, section)
    return call.show(
        f"agency/onboarding/{section}.html",
        form=form or _section_form(call, own, section),
        own=own,
        section=str(section),
        view=own.reader(call).section(section),
        masked=own.masked_number(section),
    )


@book.form("/agency/onboarding/{section}", again=show_section)
def post_section(call: Call) -> Reply:
    """Save a section of one value; what is still missing is said by the task list."""
    section = section_of(call)
    if section not in SINGLES:
        raise NotFound
    save_section(call.house, call.actor, call.actor.org, section, call.command(SCHEMAS[section]))
    return call.go(after_saving(call, HOME, f"{section}."))


def section_of(call: Call) -> Section:
    """Return the section an address names.

    Raises:
        NotFound: when there is no such section.
    """
    name = call.params["section"].replace("-", "_")
    if name not in set(Section):
        raise NotFound
    return Section(name)


def after_saving(call: Call, otherwise: str, slots: str) -> str:
    """Return where a saved form leads: to the upload that was asked for, or on."""
    wanted = call.posted("_then")
    return f"/agency/files/new?slot={slots}{wanted}" if wanted else otherwise


def _section_form(call: Call, own: Own, section: Section) -> Form:
    filled = call.filled_form(own.body(section), SCHEMAS[section])
    problems = own.problems(call) if call.asked("check") else ()
    return Form(filled.values, problems_here(problems, section, None), key=filled.key)


def _opening_form(call: Call) -> Form:
    return call.filled_form({"uscc": call.actor.org}, "open-agency")


def _entries(call: Call, own: Own, section: Section) -> Reply:
    agency, types = own.agency, call.types
    problems = own.problems(call) if call.asked("check") else ()
    data: dict[str, Any] = {
        "requirements": requirement_views(agency, types, call.now),
        "address": section_address(section),
        "count": len(entries(agency.draft, section)),
    }
    return call.show(
        "agency/onboarding/entries.html",
        form=Form(errors=problems_here(problems, section, None), key=call.new_form().key),
        own=own,
        section=str(section),
        view=own.reader(call).section(section),
        **data,
    )
