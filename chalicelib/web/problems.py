"""Refusals as RFC 9457 problem details and as pages: every code has a status, words, and its own address.

`/problems/<code>` explains a code in Chinese and English. An error that has no words of its own is shown as
`internal`: nothing of a fault of ours ever leaks.
"""

from collections.abc import Mapping

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import DomainError, FieldError, NotFound
from chalicelib.web.context import PageContext
from chalicelib.web.field_errors import field_error_text, told_figures
from chalicelib.web.forms import Form
from chalicelib.web.i18n import CHINESE, translate
from chalicelib.web.problem_texts import PROBLEMS
from chalicelib.web.problem_texts.problem_text import ProblemText
from chalicelib.web.render import render

CONTENT_TYPE = "application/problem+json; charset=utf-8"


def problem_json(
    error: DomainError, *, instance: str, locale: str = CHINESE, request_id: str = ""
) -> dict[str, Json]:
    """Return the problem object of an error; `instance` is the path that was asked."""
    code, text = _words(error)
    figures = _figures(error, code, locale)
    problem: dict[str, Json] = {
        "type": f"/problems/{code}",
        "title": translate(text.title, locale),
        "status": _status(error, text),
        "detail": translate(text.explanation, locale, figures),
        "instance": instance,
    }
    if code != "internal":
        problem |= {name: value for name, value in error.params.items() if name not in problem}
    if error.errors:
        problem["errors"] = [_field_json(field, locale) for field in error.errors]
    return problem | ({"request_id": request_id} if request_id else {})


def problem_page(error: DomainError, context: PageContext, *, request_id: str = "") -> str:
    """Return the page that a refused request gets instead of what it asked for."""
    code, text = _words(error)
    figures = _figures(error, code, context.locale)
    return render(
        "problem.html",
        context,
        code=code,
        status=_status(error, text),
        heading=translate(text.title, context.locale, figures),
        explanation=translate(text.explanation, context.locale, figures),
        remedy=translate(text.remedy, context.locale, figures),
        request_id=request_id,
        form=Form(errors=error.errors),
    )


def explanation_page(code: str, context: PageContext) -> str:
    """Return the page `/problems/<code>`: what a code means, for whoever met it.

    Raises:
        NotFound: when there is no such code.
    """
    if code not in PROBLEMS:
        raise NotFound
    return render("problems/explanation.html", context, code=code, problem=PROBLEMS[code])


def index_page(context: PageContext) -> str:
    """Return the page `/problems`: every code there is."""
    return render("problems/index.html", context, problems=sorted(PROBLEMS.items()))


def _figures(error: DomainError, code: str, locale: str) -> Mapping[str, Json]:
    """Write an error's figures for people; nothing of a fault of ours."""
    return {} if code == "internal" else told_figures(code, error.params, locale)


def _words(error: DomainError) -> tuple[str, ProblemText]:
    """Find the words of an error: its own, those of its class, or those of a fault."""
    for code in (error.code, type(error).code):
        if code in PROBLEMS and error.status < 600:
            return code, PROBLEMS[code]
    return "internal", PROBLEMS["internal"]


def _status(error: DomainError, text: ProblemText) -> int:
    return text.status if error.code not in PROBLEMS else error.status


def _field_json(field: FieldError, locale: str) -> dict[str, Json]:
    return {"pointer": field.pointer, "code": field.code, "detail": field_error_text(field, locale)} | (
        {"params": dict(field.params)} if field.params else {}
    )
