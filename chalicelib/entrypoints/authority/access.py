"""Whose access the system administrator ends at once and gives back (docs/rules.md §5, ADR 0064)."""

from chalicelib.domain.access import EndReason
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import CreditCode
from chalicelib.entrypoints.listing import next_address, ways_on
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.badges import normalise_badge
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import normalise_uscc
from chalicelib.usecases.access.end_access import end_access, read_access, restore_access
from chalicelib.usecases.ports import ListPage
from chalicelib.web.forms import Form
from chalicelib.web.views.access import access_json, asked_for, line_json, shown_line

book = RouteBook(frozenset({Role.SYSADMIN}), Duty.DESK)

LIST, API = "/admin/access", "/api/v1/access"


@book.page(LIST)
def show_roster(call: Call) -> Reply:
    """Show the persons of an organisation, the own one at first, or go to the holder of a work number."""
    asked = asked_for(call.asked("q"))
    if asked.badge:
        return call.go(f"{LIST}/{asked.badge}")
    org = asked.org or call.actor.org
    page = _page(call, org)
    return call.show(
        "authority/access/list.html",
        lines=[shown_line(card) for card in page.cards],
        org=org,
        is_own=org == call.actor.org,
        form=Form({"q": (call.asked("q"),)}, asked.errors),
        **ways_on(call, page),
    )


@book.page(LIST + "/{badge}")
def show_access(call: Call, form: Form | None = None) -> Reply:
    """Show one person's line, and the form that ends access or gives it back."""
    view = read_access(call.house, _badge(call))
    return call.show(
        "authority/access/one.html",
        form=form or call.new_form(),
        view=view,
        reasons=[reason.value for reason in EndReason],
        is_own=view.standing.person == call.actor.person,
        done=call.asked("done"),
    )


@book.form(LIST + "/{badge}/end", schema="end-access", again=show_access)
def post_end(call: Call) -> Reply:
    """End a person's access."""
    _end(call)
    return call.go(f"{LIST}/{_badge(call)}?done=ended")


@book.form(LIST + "/{badge}/restore", schema="restore-access", again=show_access)
def post_restore(call: Call) -> Reply:
    """Give a person's access back."""
    _restore(call)
    return call.go(f"{LIST}/{_badge(call)}?done=restored")


@book.api("GET", API, is_list=True, filters={"org": CreditCode()}, answer="access-list-answer")
def list_access(call: Call) -> Reply:
    """Return the persons of an organisation by work number, of the caller's own when none is named."""
    page = _page(call, call.asked("org") or call.actor.org)
    return call.data({"items": [line_json(card) for card in page.cards], "next": next_address(call, page)})


@book.api("GET", API + "/{badge}", answer="access-answer")
def get_access(call: Call) -> Reply:
    """Return one person's line, and why access was ended."""
    return _answered(call)


@book.api("POST", API + "/{badge}/end", schema="end-access", answer="access-answer")
def api_end_access(call: Call) -> Reply:
    """End every session and token of a person at once and refuse new ones until access is given back."""
    _end(call)
    return _answered(call)


@book.api("POST", API + "/{badge}/restore", schema="restore-access", answer="access-answer")
def api_restore_access(call: Call) -> Reply:
    """Let a person sign in again; what was ended stays ended."""
    _restore(call)
    return _answered(call)


def _answered(call: Call) -> Reply:
    return call.data(access_json(read_access(call.house, _badge(call))))


def _end(call: Call) -> None:
    command = call.command()
    reason = EndReason(command["reason"])
    end_access(call.house, call.actor, _badge(call), reason, command["words"], call.once())


def _restore(call: Call) -> None:
    restore_access(call.house, call.actor, _badge(call), call.command()["words"], call.once())


def _page(call: Call, org: str) -> ListPage:
    uscc = normalise_uscc(org)
    return call.house.roster.page(uscc, call.page_request(f"roster/{uscc}"))


def _badge(call: Call) -> str:
    try:
        return normalise_badge(call.params["badge"])
    except Unreadable as error:
        raise NotFound("not-found", kind="person") from error
