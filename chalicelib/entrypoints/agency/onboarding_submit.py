"""Check the answers, hand them in, and what an agency does afterwards: withdraw, reopen, release (§2.2)."""

from chalicelib.domain.marketplace.agencies.dossier import Section
from chalicelib.entrypoints.agency.onboarding import ADMINS, AGENCY, HOME
from chalicelib.entrypoints.agency.own_agency import load_own
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.agencies.leave import release_practitioner, reopen_service, withdraw_service
from chalicelib.usecases.agencies.save_section import discard_changes
from chalicelib.usecases.agencies.submit_agency import submit_agency
from chalicelib.web.forms import Form
from chalicelib.web.views.onboarding import missing_things, section_address, untouched

book = RouteBook(AGENCY, Duty.DESK)

CHECK = "/agency/submission"


@book.page(CHECK)
def show_check(call: Call, form: Form | None = None) -> Reply:
    """Show everything that would be handed in, and all that is still missing with the way to it."""
    own = load_own(call)
    reader = own.reader(call)
    return call.show(
        "agency/onboarding/check.html",
        form=form or call.new_form(),
        own=own,
        sections=[reader.section(section) for section in Section],
        missing=missing_things(own.agency, own.problems(call)),
        untouched=untouched(own.agency),
    )


@book.form(CHECK, audience=ADMINS, again=show_check)
def post_submission(call: Call) -> Reply:
    """Hand the draft in."""
    submit_agency(call.house, call.actor, call.actor.org, call.once())
    return call.go("/agency/submission/done")


@book.page("/agency/submission/done")
def show_submitted(call: Call) -> Reply:
    """Confirm the submission: its number and what happens next."""
    own = load_own(call)
    if own.agency.filing is None:
        return call.go(HOME)
    return call.show("agency/onboarding/submitted.html", own=own, filing=own.agency.filing)


@book.form("/agency/draft/discard", audience=ADMINS)
def post_discard(call: Call) -> Reply:
    """Throw the changes away and begin again from what is registered."""
    discard_changes(call.house, call.actor, call.actor.org)
    return call.go(HOME)


@book.form("/agency/services/{service_type}/withdraw", audience=ADMINS)
def post_withdrawal(call: Call) -> Reply:
    """Withdraw a service type from the market."""
    withdraw_service(call.house, call.actor, call.actor.org, call.params["service_type"], call.once())
    return call.go(HOME)


@book.form("/agency/services/{service_type}/reopen", audience=ADMINS)
def post_reopening(call: Call) -> Reply:
    """Apply again for a service type."""
    reopen_service(call.house, call.actor, call.actor.org, call.params["service_type"], call.once())
    return call.go(HOME)


@book.form("/agency/practitioners/{entry_id}/release")
def post_release(call: Call) -> Reply:
    """Note that a practitioner has left."""
    release_practitioner(call.house, call.actor, call.actor.org, call.params["entry_id"], call.once())
    return call.go(section_address(Section.PRACTITIONERS))
