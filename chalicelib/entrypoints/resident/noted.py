"""What was noted in a callback: the resident corrects it within a day and follows its order (§8.12, §8.1)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.guessing import limited
from chalicelib.entrypoints.resident.quiet import quiet
from chalicelib.entrypoints.resident.steps import ORDER_STEPS, offer_steps
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.usecases.ports import House
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


def _take(house: House, token: str, step: str, body: Mapping[str, Any]) -> None:
    from chalicelib.usecases.callbacks.correct_answer import take_noted_step

    take_noted_step(house, token, step, body)


offer_steps(book, PAGE, ORDER_STEPS, _take, show_noted)
