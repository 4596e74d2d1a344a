"""The callback workstation: the next task, the call, what came of it; by keyboard alone (§2.5, §3.6).

Rules and acts are loaded by whoever asks for them: most requests of the desk are not for callbacks.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.satisfaction.callbacks.rights import AGENTS, STAFF
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.paging import PageRequest
from chalicelib.projections.callbacks import CAMPAIGNS
from chalicelib.web.forms import Form
from chalicelib.web.views.plain import plain

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
    from chalicelib.usecases.callbacks.read_task import TaskView

book = RouteBook(STAFF, Duty.DESK)

HOME, TASK, API = "/callbacks", "/callbacks/{callback}", "/api/v1/callbacks"
LATEST = PageRequest(limit=20)
FIELDING = "FIELDING"


@book.page(HOME)
def show_workstation(call: Call, form: Form | None = None) -> Reply:
    """Show the campaigns that call now, the task in hand, and the button for the next one."""
    from chalicelib.domain.satisfaction.callbacks.hours import part_of

    held = call.house.ready_tasks.held_by(call.actor.person, call.now) if call.actor.roles & AGENTS else None
    return call.show(
        "callbacks/workstation.html",
        form=form or call.new_form(),
        campaigns=running_campaigns(call),
        held=held,
        part=part_of(call.now).value,
        is_agent=bool(call.actor.roles & AGENTS),
        done=call.asked("done"),
        next_shard=call.asked("shard"),
    )


@book.form(f"{HOME}/next", audience=AGENTS, schema="claim-callback", again=show_workstation)
def post_next(call: Call) -> Reply:
    """Claim the next best task and open it."""
    found = _claim(call)
    if found["task"] is None:
        return call.go(f"{HOME}?done=none&shard={found['next_shard']}")
    return call.go(f"{HOME}/{found['task']}")


@book.page(TASK)
def show_task(call: Call, form: Form | None = None) -> Reply:
    """Show a task with its script, its attempts and the answer pad."""
    from chalicelib.usecases.callbacks.read_task import read_task

    view = read_task(call.house, call.actor, call.params["callback"])
    return call.show("callbacks/task.html", form=form or _draft(call, view), **_pad(call, view))


@book.form(f"{TASK}/result", audience=AGENTS, schema="end-call", again=show_task)
def post_result(call: Call) -> Reply:
    """End the call and go back for the next one."""
    from chalicelib.usecases.callbacks.end_call import end_call

    end_call(call.house, call.actor, call.params["callback"], call.command(), call.once())
    return call.go(f"{HOME}?done=ended")


@book.form(f"{TASK}/draft", audience=AGENTS, schema="keep-call", again=show_task)
def post_draft(call: Call) -> Reply:
    """Keep what was entered so far."""
    from chalicelib.usecases.callbacks.hold_task import keep_draft

    keep_draft(call.house, call.actor, call.params["callback"], call.command())
    return call.go(f"{HOME}/{call.params['callback']}?done=kept")


@book.form(f"{TASK}/return", audience=AGENTS, schema="nothing", again=show_task)
def post_return(call: Call) -> Reply:
    """Give the task back."""
    from chalicelib.usecases.callbacks.hold_task import give_back

    give_back(call.house, call.actor, call.params["callback"])
    return call.go(f"{HOME}?done=returned")


@book.form(f"{TASK}/dial", audience=AGENTS, schema="nothing", again=show_task)
def post_dial(call: Call) -> Reply:
    """Have the bridge ring both ends."""
    from chalicelib.usecases.callbacks.hold_task import dial

    dial(call.house, call.actor, call.params["callback"])
    return call.go(f"{HOME}/{call.params['callback']}?done=dialled")


@book.api("POST", f"{API}/next", audience=AGENTS, schema="claim-callback", answer="callback-claim-answer")
def api_claim_callback(call: Call) -> Reply:
    """Claim the next best task of a campaign; `task` is null where this look found none."""
    return call.data(_claim(call))


@book.api("GET", API + "/{callback}", answer="callback-task-answer")
def api_get_callback(call: Call) -> Reply:
    """Return a task to whoever holds it, or to a lead."""
    return call.data(_data(call))


@book.api(
    "POST", API + "/{callback}/result", audience=AGENTS, schema="end-call", answer="callback-ended-answer"
)
def api_end_call(call: Call) -> Reply:
    """Note what the call came to; the answer says where the task stands now."""
    from chalicelib.usecases.callbacks.end_call import end_call

    task = end_call(call.house, call.actor, call.params["callback"], call.command(), call.once())
    return call.data({"id": task.id, "state": task.state.value, "next_at": plain(task.next_at)})


@book.api(
    "POST", API + "/{callback}/draft", audience=AGENTS, schema="keep-call", answer="callback-task-answer"
)
def api_keep_call(call: Call) -> Reply:
    """Keep what was entered so far with the task."""
    from chalicelib.usecases.callbacks.hold_task import keep_draft

    keep_draft(call.house, call.actor, call.params["callback"], call.command())
    return call.data(_data(call))


@book.api("POST", API + "/{callback}/return", audience=AGENTS, answer="callback-ended-answer")
def api_return_callback(call: Call) -> Reply:
    """Give the task back untried, with what was entered."""
    from chalicelib.usecases.callbacks.hold_task import give_back

    task = give_back(call.house, call.actor, call.params["callback"])
    return call.data({"id": task.id, "state": task.state.value, "next_at": plain(task.next_at)})


@book.api("POST", API + "/{callback}/dial", audience=AGENTS, answer="callback-dial-answer")
def api_dial_callback(call: Call) -> Reply:
    """Have the bridge ring the agent and the resident."""
    from chalicelib.usecases.callbacks.hold_task import dial

    return call.data({"connection": dial(call.house, call.actor, call.params["callback"])})


def running_campaigns(call: Call) -> list[dict[str, Any]]:
    """Return the campaigns that call now, by what their plans say; the latest first."""
    from chalicelib.domain.satisfaction.campaigns.campaign import effective_state

    found = []
    for card in call.house.lists.page(CAMPAIGNS, "all", LATEST).cards:
        campaign = call.house.campaigns.find(str(card.data["campaign"]))
        if campaign is None:
            continue
        found.append(
            {
                "id": campaign.id,
                "title": campaign.plan.title,
                "number": campaign.number,
                "ends_at": campaign.plan.window.ends_at,
                "is_running": _calls(campaign, call.now),
                "state": effective_state(campaign, call.now).value,
            }
        )
    return found


def _calls(campaign: "Campaign", now: datetime) -> bool:
    from chalicelib.domain.satisfaction.campaigns.campaign import effective_state

    return effective_state(campaign, now).value == FIELDING


def _claim(call: Call) -> dict[str, Any]:
    from chalicelib.domain.satisfaction.campaigns.campaign import check_reaches_out
    from chalicelib.usecases.callbacks.claim_next import claim_next

    body = call.command()
    campaign = call.house.campaigns.find(body["campaign"])
    check_reaches_out(campaign, call.now)
    found = claim_next(call.house, call.actor, body["campaign"], body.get("shard"))
    return {"task": found.task, "next_shard": found.next_shard}


def _view(call: Call, view: "TaskView") -> dict[str, Any]:
    from chalicelib.web.views.callbacks import task_view

    rules = call.house.rating_rules.load(view.task.profile).callback
    return task_view(view, call.now, rules, call.house.calendar)


def _draft(call: Call, view: "TaskView") -> Form:
    from chalicelib.web.views.callbacks import draft_values

    return Form(draft_values(view.draft), key=call.new_form().key)


def _pad(call: Call, view: "TaskView") -> dict[str, Any]:
    """Return what the answer pad shows beside its form."""
    return {
        "task": _view(call, view),
        "badge": call.signed_in.badge if call.signed_in else "",
        "is_holder": call.actor.has(*AGENTS),
        "has_bridge": call.house.call_bridge.is_connected,
        "note_chars": call.house.rating_rules.load().callback.note_chars,
        "done": call.asked("done"),
    }


def _data(call: Call) -> Any:
    from chalicelib.usecases.callbacks.read_task import read_task

    return plain(_view(call, read_task(call.house, call.actor, call.params["callback"])))
