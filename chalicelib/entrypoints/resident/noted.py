"""What was noted in a callback, as the resident reads and corrects it within a day (evaluation.md §8.12)."""

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
    """Show the level that was noted, and the form that corrects it while there is time."""
    from chalicelib.usecases.callbacks.correct_answer import read_noted

    task, is_open = read_noted(call.house, call.params["token"])
    shown: dict[str, Any] = {
        "level": str(task.answer.level) if task.answer else "",
        "at": task.answer.at if task.answer else call.now,
        "is_corrected": task.corrected_at is not None,
        "order": bool(task.answer and task.answer.order_id),
    }
    return quiet(call.show("resident/noted.html", form=form or Form(), is_open=is_open, **shown))


@book.form(PAGE, schema="correct-callback", again=show_noted)
@limited
def post_noted(call: Call) -> Reply:
    """Correct what was noted, once."""
    from chalicelib.usecases.callbacks.correct_answer import correct_answer

    correct_answer(call.house, call.params["token"], call.command())
    return call.go(call.path)
