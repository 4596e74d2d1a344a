"""The wizard of a notice: five steps in any order, then check and submit (pages §3).

A step is saved as far as it can be read, whatever is still wrong with it; what is wrong is shown at once.
"""

from collections.abc import Callable
from typing import Any

from chalicelib.domain.marketplace.notices.forecast import forecast
from chalicelib.domain.marketplace.notices.platform_use import must_use_platform
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.steps import STEP_FIELDS, Step, step_of
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.owner.own_notice import (
    AGENTS,
    LIST,
    address_of,
    own_notice,
    person_of,
    step_values,
)
from chalicelib.entrypoints.owner.step_pages import extras
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.errors import Conflict, Invalid, PreconditionFailed
from chalicelib.usecases.notices.check_draft import check_draft
from chalicelib.usecases.notices.contact import known_witnesses
from chalicelib.usecases.notices.fill_step import fill_step
from chalicelib.usecases.notices.splitting import find_splitting
from chalicelib.usecases.notices.submit_notice import submit_notice
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.forms import Form
from chalicelib.web.views.drafts import (
    EDITABLE,
    FIELDS,
    done_steps,
    marked_fields,
    open_corrections,
    plan_rows,
    schema_of,
    step_body,
)
from chalicelib.web.views.owner_notices import next_step

book = RouteBook(AGENTS, Duty.DESK)
Handler = Callable[..., Reply]

AGAIN = "again"
OVERTAKEN = "draft-overtaken"
LATER = "later"
"""What the person pressed beside "save and continue": stay and look again, or leave it for later."""


def draft_view(call: Call) -> NoticeView:
    """Return an own notice that is still a draft.

    Raises:
        Conflict: `not-a-draft`.
    """
    view = own_notice(call)
    if view.notice.state is not NoticeState.DRAFT:
        raise Conflict("not-a-draft")
    return view


def _show(step: Step) -> Handler:
    def show_step(call: Call, form: Form | None = None) -> Reply:
        """Show a step of the wizard as far as it is filled in."""
        view = draft_view(call)
        check = check_draft(call.house, view, call.now)
        stored = _stored(call, step, view)
        filled = form or call.filled_form(stored, schema_of(step))
        return call.show(
            f"owner/step_{step.value}.html",
            step=step.value,
            notice=view.notice,
            form=filled,
            seen=digest(stored),
            overtaken=_overtaken(step, view) if _was_overtaken(filled) else None,
            steps=[known.value for known in Step],
            done=done_steps(view, check.errors),
            corrections=[found for found in open_corrections(view.notice) if _is_of(step, found.pointer)],
            marked=marked_fields(view.notice.content, [f for f in check.clauses if _is_of(step, f.pointer)]),
            restrictions=[found for found in check.restrictions if _is_of(step, found.pointer)],
            **extras(call, step, view, filled),
        )

    show_step.__name__ = f"show_step_{step.value}"
    return show_step


def _stored(call: Call, step: Step, view: NoticeView) -> dict[str, Json]:
    """Return what is stored of a step; its digest goes with the form, so that no tab writes over another."""
    witnesses = known_witnesses(call.house, view.notice) if step is Step.PRICE else ()
    return step_body(view, step, witnesses)


def _was_overtaken(form: Form) -> bool:
    return any(error.code == OVERTAKEN for error in form.errors)


def _overtaken(step: Step, view: NoticeView) -> dict[str, Any]:
    """Return what somebody else saved meanwhile, to stand beside what was typed."""
    return {"names": STEP_FIELDS[step], "contact": view.contact}


def _is_of(step: Step, pointer: str) -> bool:
    return step_of(pointer) is step


def _post(step: Step) -> Handler:
    def post_step(call: Call) -> Reply:
        """Save a step of the wizard and go on to the next one."""
        view = draft_view(call)
        notice_id = view.notice.id
        if call.posted("_seen") not in ("", digest(_stored(call, step, view))):
            raise Conflict(OVERTAKEN)
        try:
            fill_step(
                call.house, person_of(call), notice_id, step, step_values(call, step, view), view.version
            )
        except PreconditionFailed:
            raise Conflict(OVERTAKEN) from None
        then = call.posted("_then")
        if then == LATER:
            return call.go(address_of(notice_id))
        if then == AGAIN:
            return call.go(f"{address_of(notice_id)}/{step.value}")
        errors = check_draft(call.house, own_notice(call), call.now).errors[step]
        if errors:
            raise Invalid(errors=errors)
        return call.go(f"{address_of(notice_id)}/{_following(step)}")

    post_step.__name__ = f"post_step_{step.value}"
    return post_step


def _following(step: Step) -> str:
    steps = list(Step)
    return steps[steps.index(step) + 1].value


for _step in EDITABLE:
    _address = LIST + "/{notice_id}/" + _step.value
    _shown = book.page(_address)(_show(_step))
    book.form(_address, schema=schema_of(_step), again=_shown)(_post(_step))


@book.page(LIST + "/{notice_id}/check")
def show_check(call: Call, form: Form | None = None) -> Reply:
    """Show all answers, what is still open, and the instants that follow from a submission now."""
    view = draft_view(call)
    return call.show(
        "owner/check.html",
        notice=view.notice,
        contact=view.contact,
        content=view.notice.content,
        fields=FIELDS,
        steps=[known.value for known in Step],
        form=form or call.new_form(),
        address=address_of(view.notice.id),
        **_checked(call, view),
    )


def _checked(call: Call, view: NoticeView) -> dict[str, Any]:
    """Return what the rules say of a draft: what is open, what is marked, what follows when."""
    content, house = view.notice.content, call.house
    check = check_draft(house, view, call.now)
    return {
        "check": check,
        "done": done_steps(view, check.errors),
        "splitting": find_splitting(house, view.notice, call.now),
        "marked": marked_fields(content, check.clauses),
        "mandatory_use": must_use_platform(content, house.rules.load()),
        "plan": plan_rows(forecast(content, call.now, house.rules.load(), house.calendar)),
    }


@book.form(LIST + "/{notice_id}/submission", again=show_check)
def post_submission(call: Call) -> Reply:
    """Hand the draft in for review."""
    notice = submit_notice(call.house, person_of(call), own_notice(call).notice.id, call.once())
    return call.go(f"{address_of(notice.id)}/submitted")


@book.page(LIST + "/{notice_id}/submitted")
def show_submitted(call: Call) -> Reply:
    """Confirm the submission: the number, and what happens next."""
    view = own_notice(call)
    code, at = next_step(view.notice, call.now)
    return call.show("owner/submitted.html", notice=view.notice, next_code=code, next_at=at)
