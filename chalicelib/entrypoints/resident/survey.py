"""A survey by link: one page, one answer, and thanks to whoever comes again (evaluation.md §2.6, §7).

Whoever said a bad level follows the order that it opened under the same link, as after a call.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.guessing import counting_wrong, guest_of, limited
from chalicelib.entrypoints.resident.quiet import quiet
from chalicelib.entrypoints.resident.steps import ORDER_STEPS, offer_steps
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.ports import House
from chalicelib.web.forms import Form

book = RouteBook(ANYONE, Duty.RESIDENT)
PAGE = "/surveys/{secret}"


@book.file("/s/{secret}")
def show_short_survey(call: Call) -> Reply:
    """Lead from the short address, which a text has room for, to the survey; nothing is looked up."""
    return quiet(call.go(f"/surveys/{quote(call.params['secret'], safe='')}"))


@book.page(PAGE)
@limited
def show_survey(call: Call, form: Form | None = None) -> Reply:
    """Show the questions, or thanks where they are answered; a look changes nothing."""
    from chalicelib.usecases.surveys.answer_survey import open_survey

    opened = open_survey(call.house, call.params["secret"])
    if opened.survey.given is not None:
        from chalicelib.web.views.rate import answered_view

        shown = answered_view(opened, call.now)
        return quiet(call.show("resident/survey_thanks.html", view=shown, form=form or Form()))
    from chalicelib.web.views.surveys import survey_view

    view = survey_view(opened.version, opened.title, opened.introduction, opened.closes_at)
    return quiet(call.show("resident/survey.html", view=view, form=form or Form(), is_preview=False))


@book.form(PAGE, schema="answer-survey", again=show_survey)
@counting_wrong
def post_survey(call: Call) -> Reply:
    """Take the answers; others after them change nothing and show the thanks."""
    from chalicelib.usecases.surveys.answer_survey import answer_survey

    try:
        answer_survey(call.house, call.params["secret"], call.form.values, guest_of(call))
    except Conflict as error:
        if error.code != "already-answered":
            raise
    return quiet(call.go(call.path))


def _take(house: House, token: str, step: str, body: Mapping[str, Any]) -> None:
    from chalicelib.usecases.surveys.answer_survey import take_survey_step

    take_survey_step(house, token, step, body)


offer_steps(book, PAGE, ORDER_STEPS, _take, show_survey)
