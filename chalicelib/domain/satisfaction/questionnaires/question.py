"""One question (evaluation.md §4): its id is stable, so that answers of two versions can be compared."""

from collections.abc import Iterator
from enum import StrEnum

from chalicelib.domain.satisfaction.reaching_rules import SurveyRules
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass

END = "END"
"""Where a skip leads that ends the questionnaire."""


class SurveyKind(StrEnum):
    """What a questionnaire and its campaigns are for."""

    MONTHLY = "MONTHLY"
    """Everybody who was served in a month (每月回访)."""
    SEMI = "SEMI"
    """The measurement of districts twice a year (半年度满意度调查)."""
    POLICY = "POLICY"
    """What a policy did, asked by a third party (政策效果评估)."""


class QuestionKind(StrEnum):
    """What an answer is."""

    SINGLE = "SINGLE"
    MULTI = "MULTI"
    SCALE5 = "SCALE5"
    """A level, 5 best."""
    SCALE11 = "SCALE11"
    """0 to 10: how likely one recommends it."""
    NUMBER = "NUMBER"
    TEXT = "TEXT"
    DATE = "DATE"


class Mark(StrEnum):
    """What the house does with the answer to a question beyond counting it."""

    OVERALL = "OVERALL"
    """The overall level: without it nothing is complete."""
    GROUP = "GROUP"
    """Results are shown by its options as well."""
    INTEGRITY = "INTEGRITY"
    """Gifts, fees, forced agencies: what is said goes to discipline, never to the unit."""


CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTI})
SCALES = {QuestionKind.SCALE5: range(1, 6), QuestionKind.SCALE11: range(11)}
SKIPPABLE = frozenset({QuestionKind.SINGLE, *SCALES})
"""Kinds with one answer out of a few, which alone can decide what is asked next."""
MARKED = {
    Mark.OVERALL: frozenset({QuestionKind.SCALE5}),
    Mark.GROUP: frozenset({QuestionKind.SINGLE}),
    Mark.INTEGRITY: frozenset({QuestionKind.SINGLE, QuestionKind.TEXT}),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice: its code, which stays, and its words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Skip:
    """After this answer go on with that question, or end; only ever forward."""

    answer: str
    """An option's code, or a level as a text."""
    to: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a version."""

    id: str
    kind: QuestionKind
    text: str
    options: tuple[Option, ...] = ()
    is_required: bool = False
    is_personal: bool = False
    """Its answers lie in the vault and are never counted (PII)."""
    low: int | None = None
    high: int | None = None
    """Bounds of a number."""
    read_aloud: str = ""
    """How an agent or a screen reader says it, where that differs from the text."""
    skips: tuple[Skip, ...] = ()
    mark: Mark | None = None
    measure: str = ""
    """The measure of a policy that it is about."""

    @property
    def answers(self) -> tuple[str, ...]:
        """Return every closed answer there is, as texts; none for numbers, texts and dates."""
        if self.kind in SCALES:
            return tuple(str(level) for level in SCALES[self.kind])
        return tuple(option.code for option in self.options)

    def words_of(self, answer: str) -> str:
        """Return an answer as it was read: the words of an option, else what was said."""
        return next((option.text for option in self.options if option.code == answer), answer)

    @property
    def is_counted(self) -> bool:
        """Tell whether figures are made of its answers: of words, personal data and integrity none are.

        What somebody said about gifts is sealed; counting only those who had nothing to say would praise.
        """
        return self.is_open and self.kind not in (QuestionKind.TEXT, QuestionKind.DATE)

    @property
    def is_open(self) -> bool:
        """Tell whether its answers are neither personal nor about integrity: the unit may read them."""
        return not self.is_personal and self.mark is not Mark.INTEGRITY


def question_errors(question: Question, rules: SurveyRules) -> list[FieldError]:
    """Return everything that is wrong with one question by itself."""
    return [
        *_text_errors(question, rules),
        *_option_errors(question, rules),
        *_bound_errors(question),
        *_mark_errors(question),
        *_skip_errors(question),
    ]


def _text_errors(question: Question, rules: SurveyRules) -> Iterator[FieldError]:
    if not question.text.strip():
        yield FieldError("/text", "required")
    for name, text in (("text", question.text), ("read_aloud", question.read_aloud)):
        if len(text) > rules.text_max_chars:
            yield FieldError(f"/{name}", "too-long", {"max": rules.text_max_chars})


def _option_errors(question: Question, rules: SurveyRules) -> Iterator[FieldError]:
    given = len(question.options)
    if question.kind not in CHOICES:
        if given:
            yield FieldError("/options", "options-not-for-kind")
        return
    if not rules.options_min <= given <= rules.options_max:
        yield FieldError("/options", "options-count", {"min": rules.options_min, "max": rules.options_max})
    for values in ([one.code for one in question.options], [one.text.strip() for one in question.options]):
        if len(set(values)) != given:
            yield FieldError("/options", "options-twice")
            return


def _bound_errors(question: Question) -> Iterator[FieldError]:
    if question.kind is not QuestionKind.NUMBER:
        if question.low is not None or question.high is not None:
            yield FieldError("/low", "bounds-not-for-kind")
    elif question.low is not None and question.high is not None and question.high < question.low:
        yield FieldError("/high", "high-below-low")


def _mark_errors(question: Question) -> Iterator[FieldError]:
    if question.mark is None:
        return
    if question.kind not in MARKED[question.mark]:
        yield FieldError("/mark", "mark-not-for-kind")
    if question.is_personal and question.mark is not Mark.INTEGRITY:
        yield FieldError("/mark", "mark-on-personal")


def _skip_errors(question: Question) -> Iterator[FieldError]:
    if question.skips and question.kind not in SKIPPABLE:
        yield FieldError("/skips", "skips-not-for-kind")
        return
    known = set(question.answers)
    if any(skip.answer not in known for skip in question.skips):
        yield FieldError("/skips", "skip-answer-unknown")
    if len({skip.answer for skip in question.skips}) != len(question.skips):
        yield FieldError("/skips", "skip-answer-twice")
