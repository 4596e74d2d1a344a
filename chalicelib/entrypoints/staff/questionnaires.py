"""The builder of questionnaires: the designer writes all, a third party those about a policy (§2.6)."""

from collections.abc import Callable
from typing import Any

from chalicelib.domain.satisfaction.questionnaires import editing
from chalicelib.domain.satisfaction.questionnaires.question import Question, SurveyKind
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.resident.quiet import quiet
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.surveys.write_questionnaire import (
    LIST,
    change_questionnaire,
    find_questionnaire,
    question_of,
    start_questionnaire,
)
from chalicelib.web.forms import Form
from chalicelib.web.views.plain import plain
from chalicelib.web.views.surveys import (
    question_body,
    question_view,
    questionnaire_view,
    survey_view,
)

WRITERS = frozenset({Role.SURVEY_DESIGNER, Role.EXTERNAL_EVALUATOR})
READERS = WRITERS | {Role.REGULATOR, Role.CALLBACK_LEAD, Role.DPO}
book = RouteBook(READERS, Duty.DESK)

PAGE, API = "/questionnaires", "/api/v1/questionnaires"
ONE, ONE_API = PAGE + "/{questionnaire_id}", API + "/{questionnaire_id}"
QUESTION = ONE + "/questions/{question_id}"
PUT, START, MOVE = "put-question", "start-questionnaire", "move-question"
FACETS = ("all", *(f"kind={kind}" for kind in SurveyKind))
POLICIES = (f"kind={SurveyKind.POLICY}",)
FILTERS = {"facet": OneOf(FACETS)}
STEPS = {"up": -1, "down": 1}


@book.page(PAGE, filters=FILTERS)
def show_questionnaires(call: Call, form: Form | None = None) -> Reply:
    """List the questionnaires and offer to begin one."""
    return show_list(
        call,
        "surveys/questionnaires.html",
        LIST,
        _facets(call),
        form=form or call.new_form(),
        templates=_templates(call),
        kinds=_kinds(call),
        may_write=call.actor.has(*WRITERS),
    )


@book.form(PAGE, audience=WRITERS, schema=START, again=show_questionnaires)
def post_questionnaire(call: Call) -> Reply:
    """Begin a questionnaire."""
    made = start_questionnaire(call.house, call.actor, call.command(), call.once())
    return call.go(f"{PAGE}/{made.id}")


@book.page(ONE)
def show_questionnaire(call: Call, form: Form | None = None) -> Reply:
    """Show the questions of a version, each with what may be done with it."""
    found = _found(call)
    view = questionnaire_view(found, _number(call, found))
    may_edit = editing.may_write(found.kind, call.actor)
    return call.show("surveys/questionnaire.html", form=form or call.new_form(), view=view, may_edit=may_edit)


@book.form(ONE, audience=WRITERS, schema="rename-questionnaire", again=show_questionnaire)
def post_title(call: Call) -> Reply:
    """Give a questionnaire another title."""
    return call.go(f"{PAGE}/{_rename(call).id}")


@book.page(ONE + "/preview")
def show_preview(call: Call) -> Reply:
    """Show the very page that a resident gets, which takes no answer here."""
    found = _found(call)
    view = survey_view(found.version(_number(call, found)), found.title, "")
    return quiet(call.show("resident/survey.html", view=view, form=Form(), is_preview=True))


@book.page(QUESTION, audience=WRITERS)
def show_question(call: Call, form: Form | None = None) -> Reply:
    """Show the editor of a question; `new` is one that is not there yet."""
    found, question = _found(call), _question(call)
    filled = call.filled_form(question_body(question), PUT) if question else call.new_form()
    view = questionnaire_view(found, found.latest.number)
    return call.show(
        "surveys/question.html",
        form=form or filled,
        view=view,
        question=question_view(question) if question else None,
        options_max=call.house.rating_rules.load().survey.options_max,
    )


@book.form(QUESTION, audience=WRITERS, schema=PUT, again=show_question)
def post_question(call: Call) -> Reply:
    """Put a question; a new one comes last."""
    named = call.params["question_id"]
    changed = _put(call, editing.NEW if named == "new" else named)
    return call.go(f"{PAGE}/{changed.id}#questions")


@book.form(QUESTION + "/remove", audience=WRITERS, schema="nothing", again=show_questionnaire)
def post_removal(call: Call) -> Reply:
    """Take a question out."""
    return call.go(f"{PAGE}/{_remove(call).id}#questions")


@book.form(QUESTION + "/move", audience=WRITERS, schema=MOVE, again=show_questionnaire)
def post_move(call: Call) -> Reply:
    """Move a question by one place."""
    return call.go(f"{PAGE}/{_move(call).id}#questions")


@book.api("GET", API, is_list=True, filters=FILTERS, answer="questionnaires-answer")
def api_list_questionnaires(call: Call) -> Reply:
    """Return a page of the questionnaires, the last changed first."""
    return list_data(call, LIST, _facets(call))


@book.api("POST", API, audience=WRITERS, schema=START, answer="questionnaire-answer")
def api_start_questionnaire(call: Call) -> Reply:
    """Begin a questionnaire, empty or from one that comes with the house."""
    made = start_questionnaire(call.house, call.actor, call.command(), call.once())
    return _answer(call, made, status=201)


@book.api("GET", ONE_API, answer="questionnaire-answer")
def api_get_questionnaire(call: Call) -> Reply:
    """Return a questionnaire with the questions of its last version."""
    return _answer(call, _found(call))


@book.api(
    "POST", ONE_API + "/title", audience=WRITERS, schema="rename-questionnaire", answer="questionnaire-answer"
)
def api_rename_questionnaire(call: Call) -> Reply:
    """Give a questionnaire another title."""
    return _answer(call, _rename(call))


@book.api("POST", ONE_API + "/questions", audience=WRITERS, schema=PUT, answer="questionnaire-answer")
def api_add_question(call: Call) -> Reply:
    """Add a question at the end."""
    return _answer(call, _put(call, editing.NEW), status=201)


_ITEM = ONE_API + "/questions/{question_id}"


@book.api("POST", _ITEM, audience=WRITERS, schema=PUT, answer="questionnaire-answer")
def api_put_question(call: Call) -> Reply:
    """Put a question in the place of the one with its id."""
    return _answer(call, _put(call, call.params["question_id"]))


@book.api("POST", _ITEM + "/remove", audience=WRITERS, answer="questionnaire-answer")
def api_remove_question(call: Call) -> Reply:
    """Take a question out of the draft."""
    return _answer(call, _remove(call))


@book.api("POST", _ITEM + "/move", audience=WRITERS, schema=MOVE, answer="questionnaire-answer")
def api_move_question(call: Call) -> Reply:
    """Move a question by one place."""
    return _answer(call, _move(call))


def _rename(call: Call) -> Questionnaire:
    title = call.command()["title"]
    return _change(call, lambda one, now, rules: editing.rename(one, title, call.actor, now, rules))


def _put(call: Call, identifier: str) -> Questionnaire:
    question = question_of(call.command(), identifier)
    return _change(call, lambda one, now, rules: editing.put_question(one, question, call.actor, now, rules))


def _remove(call: Call) -> Questionnaire:
    named = call.params["question_id"]
    return _change(call, lambda one, now, _rules: editing.remove_question(one, named, call.actor, now))


def _move(call: Call) -> Questionnaire:
    named, steps = call.params["question_id"], STEPS[call.command()["to"]]
    return _change(call, lambda one, now, _rules: editing.move_question(one, named, steps, call.actor, now))


def _change(call: Call, change: Callable[..., Any]) -> Questionnaire:
    return change_questionnaire(call.house, call.actor, _found(call).id, change, call.once())


def _found(call: Call) -> Questionnaire:
    """Return the questionnaire that the address names; a third party sees those about a policy only."""
    found = find_questionnaire(call.house, call.params["questionnaire_id"])
    if found.kind is not SurveyKind.POLICY and is_outsider(call):
        raise NotFound("not-found", kind="questionnaire")
    return found


def is_outsider(call: Call) -> bool:
    """Tell whether somebody is an external evaluator and nothing else here."""
    return not call.actor.has(*(READERS - {Role.EXTERNAL_EVALUATOR}))


def _facets(call: Call) -> tuple[str, ...]:
    return POLICIES if is_outsider(call) else FACETS


def _kinds(call: Call) -> list[SurveyKind]:
    return [kind for kind in SurveyKind if kind is SurveyKind.POLICY or not is_outsider(call)]


def _templates(call: Call) -> list[str]:
    templates = call.house.questionnaire_templates
    return [name for name in templates.names if templates.load(name).kind in _kinds(call)]


def _number(call: Call, found: Questionnaire) -> int:
    named = call.asked("version")
    return int(named) if named.isascii() and named.isdecimal() and len(named) < 6 else found.latest.number


def _question(call: Call) -> Question | None:
    named = call.params["question_id"]
    return None if named == "new" else _found(call).latest.question(named)


def _answer(call: Call, found: Questionnaire, *, status: int = 200) -> Reply:
    return call.data(plain(questionnaire_view(found, found.latest.number)), status=status)
