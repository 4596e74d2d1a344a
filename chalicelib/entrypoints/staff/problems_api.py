"""Problems over the API: what reads alike, joined by a person; what changed; publication (§8.16, §8.9)."""

from typing import TYPE_CHECKING

from chalicelib.domain.satisfaction.hotline.rights import DISCLOSERS, REGULATOR, UNIT, WATCHERS
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import list_data
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.staff.hotline import API as ITEMS
from chalicelib.entrypoints.staff.hotline import item_data
from chalicelib.entrypoints.staff.problems import LIST, problem_shown, scope_of
from chalicelib.kernel.canonical import Json
from chalicelib.web.views.plain import plain

if TYPE_CHECKING:
    from chalicelib.usecases.problems.find_similar import Similar

book = RouteBook(WATCHERS | UNIT, Duty.DESK)

SIMILAR, API, ANSWER = f"{ITEMS}/{{item}}/similar", "/api/v1/problems", "problem-answer"


@book.api("GET", SIMILAR, audience=DISCLOSERS, answer="similar-items-answer")
def api_get_similar(call: Call) -> Reply:
    """Return what reads like an item, the likest first, to be confirmed or rejected by a person."""
    from chalicelib.usecases.hotline.read_item import read_item
    from chalicelib.usecases.problems.find_similar import find_similar

    found = find_similar(call.house, read_item(call.house, call.actor, call.params["item"]).item)
    return call.data({"items": [_similar(one) for one in found]})


@book.api("POST", SIMILAR, audience=DISCLOSERS, schema="join-alike", answer=ANSWER)
def api_join_alike(call: Call) -> Reply:
    """Join those that ask for the same to one problem."""
    from chalicelib.usecases.problems.change_problem import join_alike

    problem = join_alike(call.house, call.actor, call.params["item"], call.command(), call.once())
    return call.data(_data(call, problem.id), status=201)


@book.api("POST", f"{SIMILAR}/none", audience=DISCLOSERS, schema="reject-alike", answer="item-answer")
def api_reject_alike(call: Call) -> Reply:
    """Remember that none of them asks for the same."""
    from chalicelib.usecases.problems.change_problem import reject_alike

    reject_alike(call.house, call.actor, call.params["item"], call.command()["unlike"])
    return call.data(item_data(call))


@book.api("GET", API, is_list=True, answer="problems-answer")
def api_list_problems(call: Call) -> Reply:
    """Return a page of the problems that concern the caller, the latest first."""
    return list_data(call, LIST, only=scope_of(call))


@book.api("GET", API + "/{problem}", answer=ANSWER)
def api_get_problem(call: Call) -> Reply:
    """Return a problem: how many raise it, by which channels, and what changed."""
    return call.data(_data(call, call.params["problem"]))


@book.api("POST", API + "/{problem}/change", audience=UNIT, schema="change-problem", answer=ANSWER)
def api_change_problem(call: Call) -> Reply:
    """Say what the unit changed because of it."""
    from chalicelib.usecases.problems.change_problem import say_changed

    problem = say_changed(call.house, call.actor, call.params["problem"], call.command(), call.once())
    return call.data(_data(call, problem.id))


@book.api("POST", API + "/{problem}/publish", audience=REGULATOR, answer=ANSWER)
def api_publish_problem(call: Call) -> Reply:
    """Put the problem and what changed into the public ledger."""
    from chalicelib.usecases.problems.change_problem import publish_problem

    problem = publish_problem(call.house, call.actor, call.params["problem"], call.once())
    return call.data(_data(call, problem.id))


def _similar(one: "Similar") -> Json:
    """Return a candidate without where its words lie."""
    candidate = one.candidate
    return {
        "id": candidate.id,
        "number": candidate.number,
        "channel": candidate.channel,
        "problem": candidate.problem or None,
        "likeness_bp": one.likeness_bp,
        "text": one.text,
    }


def _data(call: Call, identifier: str) -> Json:
    """Return a problem as its page shows it, with the steps that the caller may take now."""
    shown = problem_shown(call, identifier)
    problem, may = shown["problem"], {"change": shown["may_change"], "publish": shown["may_publish"]}
    return plain(
        {
            "id": problem.id,
            "problem_no": problem.number,
            "unit": problem.unit,
            "topic": problem.topic,
            "state": problem.state.value,
            "people": problem.people,
            "channels": problem.channels,
            "members": [
                {"id": one.id, "number": one.number, "channel": one.channel, "at": one.at}
                for one in shown["members"]
            ],
            **shown["words"],
            "confirmed_at": problem.confirmed.at,
            "published_at": problem.published.at if problem.published else None,
            "steps": [step for step, holds in may.items() if holds],
        }
    )
