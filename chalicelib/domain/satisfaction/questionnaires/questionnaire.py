"""A questionnaire with all its versions: a draft is edited in place, a frozen one never (§2.6)."""

from datetime import datetime

from chalicelib.domain.satisfaction.questionnaires.question import Mark, Question, SurveyKind
from chalicelib.kernel.canonical import digest
from chalicelib.kernel.codec import to_json
from chalicelib.kernel.errors import Conflict, FieldError, NotFound
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its questions in the order in which they are asked."""

    number: int
    questions: tuple[Question, ...] = ()
    frozen_at: datetime | None = None
    """Since a campaign with it was approved; None while it is a draft."""

    @property
    def sha256(self) -> str:
        """Return the hash of the questions, which a campaign stamps and anybody can recompute."""
        return digest([to_json(question, Question) for question in self.questions])

    @property
    def overall(self) -> Question | None:
        """Return the question about the overall level."""
        return next((one for one in self.questions if one.mark is Mark.OVERALL), None)

    @property
    def groups(self) -> tuple[Question, ...]:
        """Return the questions by whose options results are shown."""
        return tuple(one for one in self.questions if one.mark is Mark.GROUP)

    def question(self, identifier: str) -> Question:
        """Return a question.

        Raises:
            NotFound: when this version does not ask it.
        """
        for one in self.questions:
            if one.id == identifier:
                return one
        raise NotFound("not-found", kind="question")


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire; the last version is the one that may be a draft."""

    id: str
    title: str
    kind: SurveyKind
    org: str
    created_by: str
    created_at: datetime
    versions: tuple[Version, ...]
    changed_at: datetime | None = None
    last_question: int = 0
    """How many questions were ever made: an id is never given to another one."""

    @property
    def latest(self) -> Version:
        """Return the version that is edited, or the frozen one that the next edit copies."""
        return self.versions[-1]

    def version(self, number: int) -> Version:
        """Return a version by its number, the first is 1.

        Raises:
            NotFound: when there is none.
        """
        if not 1 <= number <= len(self.versions):
            raise NotFound("not-found", kind="questionnaire-version")
        return self.versions[number - 1]


def order_errors(questions: tuple[Question, ...]) -> list[FieldError]:
    """Return what is wrong with the order: a skip that leads back or nowhere, a mark that stands twice."""
    places = {one.id: place for place, one in enumerate(questions)}
    found = [
        FieldError("/skips", "skip-not-forward", {"question": place + 1})
        for place, one in enumerate(questions)
        if any(skip.to != "END" and places.get(skip.to, -1) <= place for skip in one.skips)
    ]
    if sum(one.mark is Mark.OVERALL for one in questions) > 1:
        found.append(FieldError("/mark", "overall-twice"))
    return found


def check_ready(questionnaire: Questionnaire, version: Version) -> None:
    """Refuse to ask with a version that has no question, or none about the overall level where it is needed.

    Raises:
        Conflict: `questionnaire-empty` or `overall-missing`.
    """
    if not version.questions:
        raise Conflict("questionnaire-empty")
    if questionnaire.kind is not SurveyKind.POLICY and version.overall is None:
        raise Conflict("overall-missing")
