"""Register without a quote yet, and cancel: the smaller steps around a sealed quote (docs/rules.md §2.3)."""

from chalicelib.entrypoints.agency.quote_bodies import (
    AGENCY,
    AGENTS,
    PAGE,
    enter_command,
    entry_errors,
    notice_id_of,
    own_page,
)
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.quotes.my_entry import my_entry
from chalicelib.usecases.quotes.submit_quote import cancel_quote, register
from chalicelib.web.forms import Form
from chalicelib.web.views.gates import refused_gates
from chalicelib.web.views.quotes import entry_page, notice_heading

book = RouteBook(AGENCY, Duty.SEALED)


@book.page(PAGE + "/register", audience=AGENTS)
def show_registration_form(call: Call, form: Form | None = None) -> Reply:
    """Show the form that registers without a quote."""
    entry = my_entry(call.house, call.actor, call.params["notice_no"])
    return call.show(
        "agency/quotes/register.html",
        form=form or call.new_form(),
        contact_name=call.signed_in.display_name if call.signed_in else "",
        refused=refused_gates(form, call.types, call.context.locale),
        **notice_heading(entry.notice, call.now),
    )


@book.form(PAGE + "/register", audience=AGENTS, schema="register-notice", again=show_registration_form)
def post_registration(call: Call) -> Reply:
    """Register and show what is there now."""
    command = enter_command(notice_id_of(call), call.command(more=entry_errors(call)))
    register(call.house, call.actor, command, call.once())
    return call.go(own_page(call) + "?done=registered")


@book.page(PAGE + "/cancel")
def show_cancelling(call: Call, form: Form | None = None) -> Reply:
    """Ask once more before a registration or quote is cancelled."""
    entry = my_entry(call.house, call.actor, call.params["notice_no"])
    page = entry_page(entry, call.now)
    return call.show("agency/quotes/cancel.html", form=form or call.new_form(), **page)


@book.form(PAGE + "/cancel", schema="cancel-quote", again=show_cancelling)
def post_cancelling(call: Call) -> Reply:
    """Cancel and show what is left."""
    call.command()
    cancel_quote(call.house, call.actor, notice_id_of(call), call.once())
    return call.go(own_page(call) + "?done=cancelled")
