"""The page on which the owner amends a live notice (更正): everything that is not locked, as over the API."""

from typing import Any
from urllib.parse import urlencode

from chalicelib.domain.marketplace.notices.content import AttachmentKind
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.price_checks import bases_for, draws_lots
from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.owner.own_notice import AGENTS, LIST, address_of, own_notice, person_of
from chalicelib.entrypoints.owner.step_pages import extras
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.notices.amend_notice import earliest_closing, propose_amendment
from chalicelib.usecases.notices.contact import known_witnesses
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.forms import Form
from chalicelib.web.views.amendments import FORM_FIELDS, amendment_body, changes_of, file_rows

book = RouteBook(AGENTS, Duty.DESK)
ADDRESS = LIST + "/{notice_id}/amendment"
FILLED_IN = (Step.PROJECT, Step.SERVICE, Step.REQUIREMENTS, Step.PRICE)


@book.page(ADDRESS)
def show_amendment(call: Call, form: Form | None = None) -> Reply:
    """Show the fields that can be amended, filled with the live text."""
    view = own_notice(call)
    filled = form or call.filled_form(
        amendment_body(view.notice, view.contact, known_witnesses(call.house, view.notice)),
        "propose-amendment",
    )
    return call.show(
        "owner/amend.html",
        notice=view.notice,
        form=filled,
        shown=_shown(view.notice),
        earliest=earliest_closing(call.house, view.notice, call.now),
        **_choices(call, view, filled),
    )


@book.form(ADDRESS, schema="propose-amendment", again=show_amendment)
def post_amendment(call: Call) -> Reply:
    """Propose an amendment of a live notice."""
    notice, command = own_notice(call).notice, call.command()
    changes = changes_of(call.posted("_shown").split(), call.form.values, command["changes"])
    propose_amendment(call.house, person_of(call), notice.id, changes, command["reason"], call.once())
    return call.go(f"{address_of(notice.id)}#proposal")


def _shown(notice: Notice) -> list[str]:
    """Name the fields that the form shows: witnesses only where lots are drawn."""
    return [name for name in FORM_FIELDS if name != "witnesses" or draws_lots(notice.content)]


def _upload_address(notice: Notice, uploaded: tuple[str, ...]) -> str:
    """Return where one more file is uploaded, which brings back those that are there."""
    address = f"{address_of(notice.id)}/attachments"
    return f"{address}?{urlencode({'uploaded': uploaded}, doseq=True)}" if uploaded else address


def _choices(call: Call, view: NoticeView, form: Form) -> dict[str, Any]:
    """Return what the fields of the wizard's steps offer to choose from, and the files to choose among."""
    known = {name: value for step in FILLED_IN for name, value in extras(call, step, view, form).items()}
    uploaded = call.query.get("file_id", ())
    return known | {
        "attachment_kinds": list(AttachmentKind),
        "bases": bases_for(view.notice.content),
        "files": file_rows(view.notice, form, uploaded),
        "upload_address": _upload_address(view.notice, uploaded),
    }
