"""Checking answers against a version: which questions were asked under the skips, and all errors at once.

What somebody typed into a question that a skip leaves out is let go. Complete is: the overall level and a
share of the asked questions (evaluation.md §2.5), but of words only those that must be said.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from chalicelib.domain.satisfaction.questionnaires.question import (
    END,
    SCALES,
    Mark,
    Question,
    QuestionKind,
)
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Version
from chalicelib.domain.satisfaction.reaching_rules import SurveyRules
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.records import dataclass

K = QuestionKind


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers that hold, by question, and what they amount to."""

    asked: tuple[str, ...]
    """The questions that were asked under the skips, in their order."""
    answers: Mapping[str, Json]
    level: int | None
    """The overall level, 5 best; None where it was not said."""
    share_bp: int
    """How many of the asked questions were answered, in basis points."""
    is_complete: bool

    def counted(self, version: Version) -> dict[str, Json]:
        """Return what figures are made of: closed answers and numbers that are not personal."""
        return self._of(version, lambda question: question.is_counted)

    def sealed(self, version: Version) -> dict[str, Json]:
        """Return what goes into the vault alone: words, dates, personal data; integrity has its own place."""
        return self._of(
            version, lambda question: not question.is_counted and question.mark is not Mark.INTEGRITY
        )

    def spoken(self, version: Version) -> str:
        """Return the words that whoever mends may read: nothing personal, nothing about integrity."""
        words = self._of(version, lambda question: question.kind is K.TEXT and question.is_open)
        return "；".join(str(one) for one in words.values())

    def _of(self, version: Version, keep: Callable[[Question], bool]) -> dict[str, Json]:
        return {
            one.id: self.answers[one.id] for one in version.questions if one.id in self.answers and keep(one)
        }


def asked_of(version: Version, answers: Mapping[str, Json]) -> tuple[Question, ...]:
    """Return the questions that are asked of somebody with these answers, in their order."""
    found, wait_for = [], ""
    for question in version.questions:
        if wait_for and question.id != wait_for:
            continue
        wait_for = ""
        found.append(question)
        given = answers.get(question.id)
        wait_for = next((skip.to for skip in question.skips if str(given) == skip.answer), "")
        if wait_for == END:
            break
    return tuple(found)


def check_answers(
    version: Version, answers: Mapping[str, Json], rules: SurveyRules, *, is_partial: bool = False
) -> Answered:
    """Return the answers that count; `is_partial` is a talk that broke off, of which nothing is required.

    Raises:
        Invalid: with every error at once, each at `/answers/<question>`.
    """
    known = {one.id for one in version.questions}
    errors = [FieldError(f"/answers/{name}", "unknown-question") for name in answers if name not in known]
    given = {name: value for name, value in answers.items() if not _is_empty(value)}
    asked = asked_of(version, given)
    for question in asked:
        if question.id in given:
            errors.extend(_value_errors(question, given[question.id], rules))
        elif question.is_required and not is_partial:
            errors.append(FieldError(f"/answers/{question.id}", "required"))
    if errors:
        raise Invalid(errors=errors)
    kept = {one.id: given[one.id] for one in asked if one.id in given}
    return _answered(version, asked, kept, rules)


def _answered(
    version: Version, asked: tuple[Question, ...], kept: dict[str, Json], rules: SurveyRules
) -> Answered:
    expected = [one.id for one in asked if one.is_required or one.kind is not QuestionKind.TEXT]
    share = sum(one in kept for one in expected) * 10_000 // len(expected) if expected else 0
    overall = version.overall
    level = kept.get(overall.id) if overall else None
    said = level if isinstance(level, int) else None
    is_complete = share >= rules.complete_share_bp and (overall is None or said is not None)
    return Answered(tuple(one.id for one in asked), kept, said, share, is_complete)


def integrity_of(version: Version, answered: Answered) -> tuple[str, ...]:
    """Return the integrity questions that were answered in words or with anything but their last option.

    The last option of such a question is "nothing of the kind".
    """
    return tuple(
        one.id
        for one in version.questions
        if one.mark is Mark.INTEGRITY
        and one.id in answered.answers
        and (one.kind is K.TEXT or answered.answers[one.id] != one.options[-1].code)
    )


def integrity_lines(version: Version, answered: Answered) -> list[Json]:
    """Return what was said about integrity as discipline reads it: each question with the answer's words."""
    found = [version.question(name) for name in integrity_of(version, answered)]
    return [{"question": one.text, "answer": one.words_of(str(answered.answers[one.id]))} for one in found]


def _is_empty(value: Json) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _value_errors(question: Question, value: Json, rules: SurveyRules) -> Iterator[FieldError]:
    code, params = _fault(question, value, rules)
    if code:
        yield FieldError(f"/answers/{question.id}", code, params)


def _fault(question: Question, value: Json, rules: SurveyRules) -> tuple[str, dict[str, Json]]:
    if question.kind is K.SINGLE:
        return ("" if value in question.answers else "unknown-option"), {}
    if question.kind is K.MULTI:
        return ("" if _are_options(question, value) else "unknown-option"), {}
    if question.kind in SCALES:
        return ("" if _is_whole(value) and value in SCALES[question.kind] else "not-on-scale"), {}
    if question.kind is K.NUMBER:
        return _number_fault(question, value, rules)
    if not isinstance(value, str):
        return "wrong-type", {}
    if question.kind is K.DATE:
        return ("" if _is_date(value) else "not-a-date"), {}
    most = rules.answer_max_chars
    return ("too-long", {"max": most}) if len(value) > most else ("", {})


def _are_options(question: Question, value: Json) -> bool:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return False
    return set(value) <= set(question.answers) and len(set(map(str, value))) == len(value)


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number_fault(question: Question, value: Json, rules: SurveyRules) -> tuple[str, dict[str, Json]]:
    if not isinstance(value, int) or isinstance(value, bool):
        return "not-a-figure", {}
    low = 0 if question.low is None else question.low
    high = rules.number_max if question.high is None else question.high
    return ("", {}) if low <= value <= high else ("out-of-bounds", {"min": low, "max": high})


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
