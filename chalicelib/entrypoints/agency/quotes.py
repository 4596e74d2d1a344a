"""Self-check, sealed quote, receipt: the pages of an agency on a notice (docs/rules.md §2.3, design §3).

Nothing that is typed here is kept before it is sealed: there are no drafts, and the page to check answers
carries them to the confirmation itself.
"""

from typing import Any

from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.gates import may_enter
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.timeline import publication_of, withdrawal_of
from chalicelib.entrypoints.agency.quote_bodies import (
    AGENCY,
    AGENTS,
    PAGE,
    ROOT,
    enter_command,
    entry_errors,
    notice_id_of,
    own_page,
    quote_of,
)
from chalicelib.entrypoints.call import JSON_TYPE, Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.file_names import attachment
from chalicelib.usecases.quotes.entry import Entrance
from chalicelib.usecases.quotes.my_entries import OPEN_NOTICES, my_entries
from chalicelib.usecases.quotes.my_entry import MyEntry, my_entry, own_staff, self_check
from chalicelib.usecases.quotes.past_entries import unopened_entries
from chalicelib.usecases.quotes.plans import asks_plan, begin_plan
from chalicelib.usecases.quotes.submit_quote import rehearse_quote, submit_quote
from chalicelib.web.forms import Form
from chalicelib.web.receipts import fresh_receipt, receipt_cookie, receipt_file
from chalicelib.web.views.gates import gate_views, refused_gates
from chalicelib.web.views.quotes import (
    entry_page,
    notice_heading,
    open_notice_row,
    past_row,
    quote_form,
    staff_option,
)

book = RouteBook(AGENCY, Duty.SEALED)


@book.page(ROOT)
def list_open_notices(call: Call) -> Reply:
    """List the open notices with the agency's own registrations."""
    found = my_entries(call.house, call.actor, call.page_request(f"{OPEN_NOTICES}/all"))
    rows = [open_notice_row(notice) for notice in found.notices]
    cursor = call.cursor_text(found.next)
    following = f"{ROOT}?cursor={cursor}" if cursor else None
    return call.show("agency/quotes/list.html", rows=rows, withdrawn=_just_withdrawn(call), next=following)


@book.page(PAGE)
def show_my_entry(call: Call) -> Reply:
    """Show the agency's own part in a notice: self-check, registration, quote, result."""
    entry = _entry(call)
    is_over = entry.result is not None or withdrawal_of(entry.notice) is not None
    gates = () if is_over else self_check(call.house, call.actor, entry.notice)
    types = call.types
    opened = entry.result.opened.gates if entry.result else ()
    return call.show(
        "agency/quotes/mine.html",
        gates=gate_views(gates, types, call.context.locale, is_in=entry.is_in),
        opened_gates=gate_views(opened, types, call.context.locale),
        may_enter=may_enter(gates),
        done=call.asked("done"),
        **entry_page(entry, call.now),
    )


@book.page(PAGE + "/quote", audience=AGENTS)
def show_quote_form(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a sealed quote."""
    entry = _entry(call)
    plan = form.value("plan.file_id") if form else call.asked("plan")
    if asks_plan(entry.notice) and not plan:
        return _show_plan_upload(call, entry.notice)
    return _show_fields(call, entry, form, plan)


def _show_fields(call: Call, entry: MyEntry, form: Form | None, plan: str) -> Reply:
    """Show the fields of a quote, with the plan that goes with it."""
    rules = call.house.rules.load(publication_of(entry.notice).profile).quote
    staff = own_staff(call.house, call.actor)
    page = quote_form(entry.notice, staff, rules, call.types, call.context.locale, call.now)
    return call.show(
        "agency/quotes/quote.html",
        form=form or call.new_form(),
        contact_name=call.signed_in.display_name if call.signed_in else "",
        replaces=entry.sealed is not None and entry.sealed.receipt is not None,
        refused=refused_gates(form, call.types, call.context.locale),
        plan=plan,
        **page,
    )


def _show_plan_upload(call: Call, notice: Notice) -> Reply:
    """Show the form that sends the plan; the bucket sends the browser back to the quote's form."""
    back_to = f"{call.edge.origin}{own_page(call)}/quote?plan={{file_id}}"
    rules = call.house.rules.load(publication_of(notice).profile)
    return call.show(
        "agency/quotes/plan.html",
        upload=begin_plan(call.house, call.actor, notice, back_to),
        criteria=notice.content.method_terms.criteria,
        max_megabytes=rules.files.max_bytes // 1024 // 1024,
        form=call.new_form(),
        **notice_heading(notice, call.now),
    )


@book.form(PAGE + "/quote/check", audience=AGENTS, schema="submit-quote", again=show_quote_form)
def check_quote(call: Call) -> Reply:
    """Judge a quote and show it once more before it is sealed; nothing is written."""
    body, notice_id = call.command(more=entry_errors(call)), notice_id_of(call)
    quote = quote_of(notice_id, call.actor.org, body)
    entrance = rehearse_quote(call.house, call.actor, enter_command(notice_id, body), quote)
    return call.show(
        "agency/quotes/check.html",
        form=Form(call.form.values, key=call.new_form().key),
        body=body,
        people=dict(_people(call, entrance)),
        replaces=entrance.present is not None and entrance.present.receipt is not None,
        **notice_heading(entrance.notice, call.now),
    )


@book.form(PAGE + "/quote/edit", audience=AGENTS)
def edit_quote(call: Call) -> Reply:
    """Go back from checking to the form, with everything that was typed."""
    form = Form(call.form.values, key=call.new_form().key)
    shown: Reply = show_quote_form(call, form)
    return shown


@book.form(PAGE + "/quote", audience=AGENTS, schema="submit-quote", again=show_quote_form)
def post_quote(call: Call) -> Reply:
    """Seal a quote and go to its receipt."""
    body, notice_id = call.command(more=entry_errors(call)), notice_id_of(call)
    quote = quote_of(notice_id, call.actor.org, body)
    done = submit_quote(call.house, call.actor, enter_command(notice_id, body), quote, call.once())
    reply = call.go(own_page(call) + "/receipt")
    cookie = receipt_cookie(call.edge.cookies, done.sealed, done.nonce)
    return Reply(reply.body, reply.status, headers=reply.headers, cookies=(*reply.cookies, cookie))


@book.page(PAGE + "/receipt")
def show_receipt(call: Call) -> Reply:
    """Show the receipt; its nonce only while the browser that sealed still holds it."""
    entry = _entry(call)
    if entry.sealed is None or entry.sealed.receipt is None:
        raise NotFound("not-found", kind="receipt")
    fresh = fresh_receipt(call.edge.cookies, call.headers.get("cookie"), entry.sealed)
    return call.show(
        "agency/quotes/receipt.html",
        nonce=fresh.nonce if fresh else None,
        **entry_page(entry, call.now),
    )


@book.file(PAGE + "/receipt.json", answer="quote-receipt-1")
def get_receipt(call: Call) -> Reply:
    """Hand out the receipt as a file, while the browser still holds its nonce."""
    entry = _entry(call)
    number = number_of(entry.notice)
    fresh = fresh_receipt(call.edge.cookies, call.headers.get("cookie"), entry.sealed)
    if fresh is None or entry.sealed is None:
        raise NotFound("receipt-gone")
    name = attachment(f"quote-receipt-{number}.json")
    text = receipt_file(number, entry.sealed, fresh.nonce)
    return Reply(text, 200, JSON_TYPE, {"Content-Disposition": name, "Cache-Control": "no-store"})


def _just_withdrawn(call: Call) -> list[dict[str, Any]]:
    """Return the own registrations in withdrawn notices that would not have been opened yet."""
    if call.asked("cursor"):
        return []
    entries = unopened_entries(call.house, call.actor)
    return [past_row(one, call.now) for one in entries if publication_of(one.notice).opens_at > call.now]


def _entry(call: Call) -> MyEntry:
    return my_entry(call.house, call.actor, call.params["notice_no"])


def _people(call: Call, entrance: Entrance) -> list[tuple[str, str]]:
    own = dossier_at(entrance.agency.register, call.now).practitioners
    return [staff_option(person, call.types, call.context.locale) for person in own]
