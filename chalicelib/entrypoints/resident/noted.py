"""What was noted in a callback: the resident corrects it within a day and follows its order (§8.12, §8.1)."""

from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.guessing import limited
from chalicelib.entrypoints.resident.quiet import quiet
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.web.forms import Form

book = RouteBook(ANYONE, Duty.RESIDENT)
PAGE = "/noted/{token}"


@book.page(PAGE)
@limited
def show_noted(call: Call, form: Form | None = None) -> Reply:
    """Show the level that was noted, the form that corrects it while there is time, how far an order is."""
    from chalicelib.usecases.callbacks.correct_answer import read_noted
    from chalicelib.web.views.rate import noted_view

    noted = read_noted(call.house, call.params["token"])
    shown: dict[str, Any] = {"view": noted_view(noted, call.now), "is_open": noted.is_open}
    return quiet(call.show("resident/noted.html", form=form or Form(), **shown))


@book.form(PAGE, schema="correct-callback", again=show_noted)
@limited
def post_noted(call: Call) -> Reply:
    """Correct what was noted, once."""
    from chalicelib.usecases.callbacks.correct_answer import correct_answer

    correct_answer(call.house, call.params["token"], call.command())
    return call.go(call.path)


@book.form(f"{PAGE}/outcome", schema="resident-outcome", again=show_noted)
@limited
def post_outcome(call: Call) -> Reply:
    """Say whether it is solved."""
    from chalicelib.usecases.callbacks.correct_answer import say_outcome

    say_outcome(call.house, call.params["token"], call.command())
    return call.go(PAGE.format_map(call.params))
