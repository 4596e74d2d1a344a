"""Similar items joined to one problem by a person, and what the unit changed because of it (§8.16, §8.9)."""

from typing import Any

from chalicelib.domain.satisfaction.hotline.rights import DISCLOSERS, REGULATOR, UNIT, WATCHERS
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import show_list
from chalicelib.entrypoints.routes import NOTHING, Duty, RouteBook
from chalicelib.entrypoints.staff.hotline import ITEM
from chalicelib.entrypoints.units import unit_names
from chalicelib.kernel.errors import Forbidden, NotFound
from chalicelib.web.forms import Form

book = RouteBook(WATCHERS | UNIT, Duty.DESK)

SIMILAR, PROBLEMS, LIST = f"{ITEM}/similar", "/hotline/problems", "problem-desk"
PROBLEM = PROBLEMS + "/{problem}"


@book.page(SIMILAR, audience=DISCLOSERS)
def show_similar(call: Call, form: Form | None = None) -> Reply:
    """Show what reads like an item, to be confirmed or rejected by a person."""
    from chalicelib.usecases.hotline.read_item import read_item
    from chalicelib.usecases.problems.find_similar import find_similar

    view = read_item(call.house, call.actor, call.params["item"])
    return call.show(
        "hotline/similar.html",
        form=form or call.new_form(),
        item=view.item,
        content=view.words.get("content", ""),
        similar=find_similar(call.house, view.item),
        units=unit_names(call),
    )


@book.form(SIMILAR, audience=DISCLOSERS, schema="join-alike", again=show_similar)
def post_similar(call: Call) -> Reply:
    """Join those that ask for the same to one problem."""
    from chalicelib.usecases.problems.change_problem import join_alike

    problem = join_alike(call.house, call.actor, call.params["item"], call.command(), call.once())
    return call.go(f"{PROBLEMS}/{problem.id}?done=joined")


@book.form(f"{SIMILAR}/none", audience=DISCLOSERS, schema="reject-alike", again=show_similar)
def post_not_similar(call: Call) -> Reply:
    """Remember that none of them asks for the same."""
    from chalicelib.usecases.problems.change_problem import reject_alike

    reject_alike(call.house, call.actor, call.params["item"], call.command()["unlike"])
    return call.go(f"/hotline/{call.params['item']}")


@book.page(PROBLEMS)
def list_problems(call: Call) -> Reply:
    """List the problems that concern the person: those of its unit, or all."""
    return show_list(call, "hotline/problems.html", LIST, only=scope_of(call))


@book.page(PROBLEM)
def show_problem(call: Call, form: Form | None = None) -> Reply:
    """Show a problem: how many raise it, by which channels, and what changed."""
    shown = problem_shown(call, call.params["problem"])
    return call.show("hotline/problem.html", form=form or call.new_form(), **shown, done=call.asked("done"))


@book.form(f"{PROBLEM}/change", audience=UNIT, schema="change-problem", again=show_problem)
def post_change(call: Call) -> Reply:
    """Say what the unit changed because of it."""
    from chalicelib.usecases.problems.change_problem import say_changed

    say_changed(call.house, call.actor, call.params["problem"], call.command(), call.once())
    return call.go(f"{PROBLEMS}/{call.params['problem']}?done=changed")


@book.form(f"{PROBLEM}/publish", audience=REGULATOR, schema=NOTHING, again=show_problem)
def post_publish(call: Call) -> Reply:
    """Put the problem and what changed into the public ledger."""
    from chalicelib.usecases.problems.change_problem import publish_problem

    publish_problem(call.house, call.actor, call.params["problem"], call.once())
    return call.go(f"{PROBLEMS}/{call.params['problem']}?done=published")


def scope_of(call: Call) -> str:
    """Return whose problems a person lists: all, or those of its unit."""
    return "all" if call.actor.has(*WATCHERS) else f"unit={call.actor.org}"


def problem_shown(call: Call, identifier: str) -> dict[str, Any]:
    """Return a problem with its words and what the person may do with it.

    Raises:
        NotFound: when there is none.
        Forbidden: `not-your-unit` to another unit.
    """
    from chalicelib.usecases.problems.read_members import read_members

    problem = call.house.problems.find(identifier)
    if problem is None:
        raise NotFound("not-found", kind="problem")
    if not call.actor.has(*WATCHERS) and call.actor.org != problem.unit:
        raise Forbidden("not-your-unit")
    may_change = call.actor.has(*UNIT) and call.actor.org == problem.unit and problem.state != "PUBLISHED"
    is_outside = call.actor.has(*REGULATOR) and call.actor.org != problem.unit
    return {
        "problem": problem,
        "members": read_members(call.house, call.actor, problem),
        "words": call.house.queries.published_text(problem.text),
        "units": unit_names(call),
        "may_change": may_change,
        "may_publish": is_outside and problem.state == "CHANGED",
    }
