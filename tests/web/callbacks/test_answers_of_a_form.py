"""What a form sends, always text, becomes the answers that a question takes (§4)."""

from chalicelib.domain.satisfaction.questionnaires.question import QuestionKind
from chalicelib.usecases.callbacks.end_call import as_said
from chalicelib.web.coercion import coerce
from chalicelib.web.form_data import parse_form
from tests.factories.surveys import a_version, question

K = QuestionKind
VERSION = a_version(
    question("q1", K.SCALE5), question("q2", K.MULTI), question("q3", K.NUMBER), question("q4")
)


def test_one_ticked_box_is_a_list_and_numbers_are_numbers() -> None:
    said = as_said(VERSION, {"q1": "5", "q2": "a", "q3": "12", "q4": "b"})

    assert said == {"q1": 5, "q2": ["a"], "q3": 12, "q4": "b"}
    assert as_said(VERSION, {"q2": ["a", "b"], "q3": "many"}) == {"q2": ["a", "b"], "q3": "many"}


def test_boxes_of_one_name_are_a_list_where_the_command_takes_one_and_an_error_elsewhere() -> None:
    form = parse_form(b"outcome=COMPLETE&answers.q1=4&answers.q2=a&answers.q2=b&note=x&note=y")

    body, errors = coerce(form, "end-call")

    assert body["answers"] == {"q1": "4", "q2": ["a", "b"]}
    assert [(error.pointer, error.code) for error in errors] == [("/note", "given-twice")]
