"""Registration and sealed quote over the API: the same schemas and commands as the pages.

`{notice_no}` takes the notice's number or, to save the look-up, its id.
"""

from chalicelib.domain.marketplace.gates import may_enter
from chalicelib.entrypoints.agency.quote_bodies import (
    AGENCY,
    AGENTS,
    enter_command,
    entry_errors,
    notice_id_of,
    quote_of,
)
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.quotes.my_entries import OPEN_NOTICES, my_entries
from chalicelib.usecases.quotes.my_entry import MyEntry, my_entry, self_check
from chalicelib.usecases.quotes.plans import begin_plan
from chalicelib.usecases.quotes.submit_quote import SubmittedQuote, cancel_quote, register, submit_quote
from chalicelib.web.views.gates import gate_json
from chalicelib.web.views.plain import plain
from chalicelib.web.views.quotes import entry_json, open_notice_json, sealed_json

PATH = "/api/v1/sealed/notices/{notice_no}"

book = RouteBook(AGENCY, Duty.SEALED)


@book.api("GET", "/api/v1/sealed/notices", is_list=True, answer="open-notices-answer")
def get_open_notices(call: Call) -> Reply:
    """Return a page of the open notices, those that close first in front, with the own part in each."""
    found = my_entries(call.house, call.actor, call.page_request(f"{OPEN_NOTICES}/all"))
    cursor = call.cursor_text(found.next)
    items = [open_notice_json(notice) for notice in found.notices]
    return call.data({"items": items, "next": f"{call.path}?cursor={cursor}" if cursor else None})


@book.api("GET", PATH, answer="entry-answer")
def get_my_entry(call: Call) -> Reply:
    """Return the own registration, quote and, after the opening, result."""
    return call.data(entry_json(_entry(call), call.now))


@book.api("GET", PATH + "/self-check", answer="self-check-answer")
def get_self_check(call: Call) -> Reply:
    """Answer the seven gates for the own agency, as far as its listing can."""
    entry = _entry(call)
    gates = self_check(call.house, call.actor, entry.notice)
    return call.data({"gates": gate_json(gates, is_in=entry.is_in), "may_enter": may_enter(gates)})


@book.api("POST", PATH + "/registration", schema="register-notice", audience=AGENTS, answer="sealed-answer")
def api_register(call: Call) -> Reply:
    """Register without a quote, or renew contact and declaration."""
    command = enter_command(notice_id_of(call), call.command(more=entry_errors(call)))
    sealed = register(call.house, call.actor, command, call.once())
    return call.data(sealed_json(sealed), status=201)


@book.api("POST", PATH + "/plan-uploads", audience=AGENTS, answer="upload-answer")
def api_begin_plan(call: Call) -> Reply:
    """Return the presigned form that takes the plan of a proposal; its file id goes with the quote."""
    back_to = f"{call.edge.origin}/agency/notices/{call.params['notice_no']}/quote?plan={{file_id}}"
    upload = begin_plan(call.house, call.actor, _entry(call).notice, back_to)
    return call.data(plain(upload), status=201)


@book.api("POST", PATH + "/quote", schema="submit-quote", audience=AGENTS, answer="sealed-answer")
def api_quote(call: Call) -> Reply:
    """Put in or replace a sealed quote; the answer is the only place where the nonce stands."""
    body, notice_id = call.command(more=entry_errors(call)), notice_id_of(call)
    quote = quote_of(notice_id, call.actor.org, body)
    done = submit_quote(call.house, call.actor, enter_command(notice_id, body), quote, call.once())
    return call.data(_receipt(done), status=201)


@book.api("POST", PATH + "/cancellation", schema="cancel-quote", answer="sealed-answer")
def api_cancel(call: Call) -> Reply:
    """Cancel a registration or quote."""
    call.command()
    return call.data(sealed_json(cancel_quote(call.house, call.actor, notice_id_of(call), call.once())))


def _receipt(done: SubmittedQuote) -> dict[str, object]:
    shown = sealed_json(done.sealed)
    return {**(shown if isinstance(shown, dict) else {}), "nonce": done.nonce}


def _entry(call: Call) -> MyEntry:
    return my_entry(call.house, call.actor, call.params["notice_no"])
