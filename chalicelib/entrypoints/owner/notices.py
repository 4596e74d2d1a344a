"""The owner's notices: the list, a new draft, a copy, a second attempt, each notice's own page."""

from collections.abc import Mapping

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import cards_of, list_page, ways_on
from chalicelib.entrypoints.owner.own_notice import AGENTS, LIST, OWNERS, address_of, own_notice, person_of
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.notices.attach_file import download_link
from chalicelib.usecases.notices.check_draft import check_draft
from chalicelib.usecases.notices.contact import proposed_changes
from chalicelib.usecases.notices.discard_draft import discard_draft
from chalicelib.usecases.notices.draft_notice import copy_notice, draft_notice, renotice
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.drafts import FIELDS, corrections, open_corrections, task_list
from chalicelib.web.views.owner_notices import owner_page, proposal_rows

book = RouteBook(OWNERS, Duty.DESK)


@book.page(LIST, filters={"state": OneOf(tuple(map(str, NoticeState)))})
def list_own_notices(call: Call) -> Reply:
    """List the organisation's notices, last changed first, by state."""
    org, state = call.actor.org, call.asked("state")
    facet = f"{org}:{state}" if state else org
    page = list_page(call, "owner-notices", facet)
    counts = call.house.lists.counts("owner-notices", org)
    return call.show(
        "owner/notices.html",
        cards=cards_of(page),
        state=state,
        counts=_by_state(counts, org),
        form=call.new_form(),
        may_draft=call.actor.has(Role.OWNER_AGENT),
        **ways_on(call, page),
    )


def _by_state(counts: Mapping[str, int], org: str) -> dict[str, int]:
    """Return how many notices stand in each state; all of them under the empty one."""
    found = {state.value: counts.get(f"{org}:{state}", 0) for state in NoticeState}
    return {"": counts.get(org, 0), **found}


@book.form(LIST, audience=AGENTS)
def post_draft(call: Call) -> Reply:
    """Begin a draft and open its task list."""
    return call.go(address_of(draft_notice(call.house, call.actor, call.once()).id))


@book.page(LIST + "/{notice_id}")
def show_own_notice(call: Call) -> Reply:
    """Show an own notice: the task list of a draft, the course of anything else."""
    view = own_notice(call)
    return _show_draft(call, view) if view.notice.state is NoticeState.DRAFT else _show_course(call, view)


def _show_draft(call: Call, view: NoticeView) -> Reply:
    check = check_draft(call.house, view, call.now)
    return call.show(
        "owner/draft.html",
        notice=view.notice,
        tasks=task_list(view, check.errors, address_of(view.notice.id)),
        corrections=open_corrections(view.notice),
        mended=[
            found for found in corrections(view.notice.returned) if found not in open_corrections(view.notice)
        ],
        clauses=check.clauses,
        may_edit=call.actor.has(Role.OWNER_AGENT),
        form=call.new_form(),
    )


def _show_course(call: Call, view: NoticeView) -> Reply:
    notice = view.notice
    entries = call.house.queries.entries(f"NOTICE#{notice.id}")
    return call.show(
        "owner/notice.html",
        fields=FIELDS,
        form=call.new_form(),
        explanation=_explanation(call, notice),
        proposal=proposal_rows(notice, proposed_changes(call.house, notice, view.contact)),
        **owner_page(view, call.now, call.actor, entries, rules_of(call.house, notice)),
    )


def _explanation(call: Call, notice: Notice) -> str:
    """Return what the agency wrote about its price, for the owner who has to decide."""
    ref = notice.inquiry.explanation_ref if notice.inquiry else None
    return str(call.house.queries.personal(ref).get("text", "")) if ref else ""


@book.form(LIST + "/{notice_id}/discard", audience=AGENTS)
def post_discard(call: Call) -> Reply:
    """Throw a draft away that was never handed in."""
    discard_draft(call.house, call.actor, own_notice(call).notice.id, call.once())
    return call.go(LIST)


@book.form(LIST + "/{notice_id}/copies", audience=AGENTS)
def post_copy(call: Call) -> Reply:
    """Begin a draft with the words of an own notice."""
    return call.go(
        address_of(copy_notice(call.house, person_of(call), own_notice(call).notice.id, call.once()).id)
    )


@book.form(LIST + "/{notice_id}/renotices", audience=AGENTS)
def post_renotice(call: Call) -> Reply:
    """Begin anew after a failure."""
    return call.go(
        address_of(renotice(call.house, person_of(call), own_notice(call).notice.id, call.once()).id)
    )


@book.file(LIST + "/{notice_id}/files/{place}")
def open_own_file(call: Call) -> Reply:
    """Open an attachment of an own notice by its place."""
    return call.go(download_link(call.house, own_notice(call).notice.content, call.params["place"]))
