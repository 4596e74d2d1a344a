"""The operator's desk for notices: queues, review with all corrections at once, publication by another."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.facts import Correction, Dismissal
from chalicelib.domain.marketplace.notices.forecast import forecast
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.operator_task import hindrance, task_of, waiting_since
from chalicelib.domain.marketplace.notices.platform_use import must_use_platform
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.desk_queues import CLAIMS, NOTICES, claim_on, show_queue
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.named_notice import named_notice
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.notices.amend_notice import apply_amendment, return_amendment
from chalicelib.usecases.notices.attach_file import download_link
from chalicelib.usecases.notices.choose_item import lawful_requirement
from chalicelib.usecases.notices.contact import known_witnesses, proposed_changes
from chalicelib.usecases.notices.judge_notice import judge_text, rules_of
from chalicelib.usecases.notices.publish_notice import publish_notice
from chalicelib.usecases.notices.review_notice import pass_notice, return_notice
from chalicelib.usecases.notices.splitting import find_splitting
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.forms import Form
from chalicelib.web.views.desk_notices import Findings, as_returned, desk_changes, desk_page, judged_content
from chalicelib.web.views.drafts import plan_rows

OPERATORS = frozenset({Role.OPERATOR_REVIEWER, Role.OPERATOR_PUBLISHER})
REVIEWERS = frozenset({Role.OPERATOR_REVIEWER})
PUBLISHERS = frozenset({Role.OPERATOR_PUBLISHER})
book = RouteBook(OPERATORS, Duty.DESK)

LIST = "/desk/notices"
OWN = LIST + "/{notice_id}"
QUEUES = ("review", "publish", "amendment")
FILTERS = {"facet": OneOf(QUEUES), **CLAIMS}


def desk_notice(call: Call) -> NoticeView:
    """Return the notice that the address names by id or number; a draft is the owner's alone.

    One that was sent back is shown as it was then, so that no message about it leads to nothing.

    Raises:
        NotFound: when there is none, or it was never handed in.
    """
    view = named_notice(call)
    return as_returned(view) if view.notice.state is NoticeState.DRAFT else view


def findings_of(call: Call, notice: Notice) -> Findings:
    """Return what the rules find in the text that waits for the operator."""
    return Findings(*judge_text(call.house, judged_content(notice), rules_of(call.house, notice)))


@book.page(LIST, filters=FILTERS)
def list_notice_queue(call: Call) -> Reply:
    """List what waits for the operator, most urgent first: reviews, publications, amendments."""
    return show_queue(call, "authority/notices/queue.html", NOTICES, QUEUES)


@book.page(OWN)
def show_desk_notice(call: Call, form: Form | None = None) -> Reply:
    """Show what was written beside what the rules find in it, and what is to be decided."""
    view = desk_notice(call)
    page = desk_page(view, findings_of(call, view.notice), call.actor, call.now)
    return call.show(
        "authority/notices/notice.html",
        form=form or call.new_form(),
        done=call.asked("done"),
        claim=_claim(call, view.notice),
        plan=_plan(call, view.notice),
        changes=desk_changes(view, proposed_changes(call.house, view.notice, view.contact)),
        witnesses=witnesses_of(call, view.notice),
        **_measures(call, view.notice, page["content"]),
        **page,
    )


def _claim(call: Call, notice: Notice) -> dict[str, Any] | None:
    is_waiting, may_claim = task_of(notice) is not None, hindrance(notice, call.actor) is None
    return claim_on(call, Task.NOTICE, notice.id, is_waiting=is_waiting, may_claim=may_claim)


def _measures(call: Call, notice: Notice, content: NoticeContent) -> dict[str, Any]:
    """Return since when a text waits, what the law asks, and whether the platform must be used."""
    return {
        "since": waiting_since(notice),
        "lawful": lawful_requirement(call.house.service_types, content.service_type),
        "mandatory_use": must_use_platform(content, call.house.rules.load()),
        "splitting": find_splitting(call.house, notice, call.now),
    }


def witnesses_of(call: Call, notice: Notice) -> Sequence[Mapping[str, Json]]:
    """Return the witnesses of the draw with their phones, for the reviewer alone."""
    return known_witnesses(call.house, notice) if call.actor.has(Role.OPERATOR_REVIEWER) else ()


def _plan(call: Call, notice: Notice) -> list[dict[str, Any]]:
    """Return the instants that follow if everybody takes all the time there is; only while it waits."""
    if notice.state is not NoticeState.REVIEWING:
        return []
    rules = call.house.rules.load()
    return plan_rows(forecast(notice.content, call.now, rules, call.house.calendar))


@book.file(OWN + "/files/{place}")
def open_desk_file(call: Call) -> Reply:
    """Open an attachment of the text that is to be judged, by its place."""
    content = judged_content(desk_notice(call).notice)
    return call.go(download_link(call.house, content, call.params["place"]))


@book.form(OWN + "/return", schema="return-notice", again=show_desk_notice)
def post_notice_return(call: Call) -> Reply:
    """Send a notice back with every correction at once; the publisher may, once the review was passed."""
    notice_id = desk_notice(call).notice.id
    return_notice(call.house, call.actor, notice_id, read_corrections(call), call.once(), call.seen_at())
    return _done(call, notice_id, "returned")


@book.form(OWN + "/approval", schema="pass-notice", audience=REVIEWERS, again=show_desk_notice)
def post_notice_approval(call: Call) -> Reply:
    """Pass the review; every warning is answered with a reason."""
    notice_id = desk_notice(call).notice.id
    pass_notice(call.house, call.actor, notice_id, read_dismissals(call), call.once(), call.seen_at())
    return _done(call, notice_id, "passed")


@book.form(OWN + "/publication", audience=PUBLISHERS, again=show_desk_notice)
def post_publication(call: Call) -> Reply:
    """Publish a reviewed notice."""
    notice_id = desk_notice(call).notice.id
    publish_notice(call.house, call.actor, notice_id, call.once())
    return _done(call, notice_id, "published")


@book.form(OWN + "/amendment/return", schema="return-notice", audience=REVIEWERS, again=show_desk_notice)
def post_amendment_return(call: Call) -> Reply:
    """Send a proposed amendment back with every correction at once."""
    notice_id = desk_notice(call).notice.id
    return_amendment(call.house, call.actor, notice_id, read_corrections(call), call.once(), call.seen_at())
    return _done(call, notice_id, "amendment-returned")


@book.form(OWN + "/amendment/approval", schema="pass-notice", audience=REVIEWERS, again=show_desk_notice)
def post_amendment_approval(call: Call) -> Reply:
    """Put a proposed amendment in force."""
    notice_id = desk_notice(call).notice.id
    apply_amendment(call.house, call.actor, notice_id, read_dismissals(call), call.once(), call.seen_at())
    return _done(call, notice_id, "amended")


def _done(call: Call, notice_id: str, done: str) -> Reply:
    """Lead to the notice's own page, which says what was done and what comes next."""
    return call.go_decided(f"{LIST}/{notice_id}?done={done}", notice_id)


def read_corrections(call: Call) -> list[Correction]:
    """Return the corrections of the command, a note a field."""
    notes: dict[str, str] = call.command()["corrections"]
    return [Correction(f"/{field}", note) for field, note in notes.items()]


def read_dismissals(call: Call) -> list[Dismissal]:
    """Return the answered warnings of the command."""
    answered: list[dict[str, str]] = call.command().get("dismissals", [])
    return [Dismissal(one["finding"], one["reason"]) for one in answered]
