"""What a work order remembers of its steps; words lie in the vault, here are place, length and hash."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.records import dataclass


class Source(StrEnum):
    """What a work order came from."""

    RATING = "RATING"
    CALLBACK = "CALLBACK"
    SURVEY = "SURVEY"
    """An answer by the link of a survey."""
    ITEM = "ITEM"
    FINDING = "FINDING"
    """Of the business-environment self-evaluation (clause 三(一)2): no resident stands behind it."""


class FindingCode(StrEnum):
    """What verification found (evaluation.md §3.5)."""

    CLEAR_REASONABLE = "CLEAR_REASONABLE"
    COMPLEX = "COMPLEX"
    NO_LEGAL_BASIS = "NO_LEGAL_BASIS"
    MISTAKEN = "MISTAKEN"
    MALICIOUS = "MALICIOUS"
    NOT_VERIFIABLE = "NOT_VERIFIABLE"


class Cause(StrEnum):
    """Why the service was rated badly, for the statistics (evaluation.md §3.5)."""

    ATTITUDE = "ATTITUDE"
    COMPETENCE = "COMPETENCE"
    MATERIALS = "MATERIALS"
    TIME_LIMIT = "TIME_LIMIT"
    PROCESS = "PROCESS"
    SYSTEM = "SYSTEM"
    GUIDE = "GUIDE"
    FEE_OR_AGENT = "FEE_OR_AGENT"
    QUEUE = "QUEUE"
    OTHER = "OTHER"


class RevisitResult(StrEnum):
    """What the resident said of the outcome, or that nobody was reached."""

    SATISFIED = "SATISFIED"
    NEUTRAL = "NEUTRAL"
    NOT_SATISFIED = "NOT_SATISFIED"
    NOT_REACHED = "NOT_REACHED"


class CardKind(StrEnum):
    """What being late brings, the mildest first."""

    YELLOW = "YELLOW"
    RED = "RED"
    URGED = "URGED"
    CRITICISED = "CRITICISED"


class AnnulReason(StrEnum):
    """Why the rating behind an order is gone."""

    WITHDRAWN = "WITHDRAWN"
    INVALIDATED = "INVALIDATED"


class DisclosureReason(StrEnum):
    """Why somebody opens the identity behind a rating; the resident reads it."""

    CONTACT = "CONTACT"
    APPEAL = "APPEAL"
    COMPLAINT = "COMPLAINT"
    LAWFUL_REQUEST = "LAWFUL_REQUEST"


@dataclass(frozen=True, slots=True)
class Words:
    """Free text in the vault: its reference, its length in code points, its salted hash."""

    ref: str
    chars: int
    sha256: str


def refs_in(value: object) -> Iterator[str]:
    """Yield where every text lies that stands anywhere in an aggregate."""
    if isinstance(value, Words):
        yield value.ref
    elif isinstance(value, tuple):
        for one in value:
            yield from refs_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from refs_in(getattr(value, field.name))


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who took it, for which body, when, and where its words lie."""

    by: str
    org: str
    at: datetime
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach the resident that failed; `outcome` is a code of evaluation.md §3.4."""

    step: Step
    outcome: str


@dataclass(frozen=True, slots=True)
class Return:
    """A unit said that the order is not theirs; `to` is where it went, empty when refused."""

    unit: str
    asked: Step
    decided: Step | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found and why, and who proposed it."""

    code: FindingCode
    cause: Cause
    step: Step


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for a complex matter: asked once, granted or refused by the regulator."""

    n_workdays: int
    asked: Step
    decided: Step | None = None
    is_granted: bool = False


@dataclass(frozen=True, slots=True)
class GuideChange:
    """A guide (办事指南) was edited because of this: hashes of both texts, and the version published."""

    before_sha256: str
    after_sha256: str
    published: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What the unit did or explained, what the public may read of it, and the files that prove it."""

    words: Words
    reply: Words
    evidence: tuple[str, ...] = ()
    guide: GuideChange | None = None
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Revisit:
    """The answer to the revisit."""

    result: RevisitResult
    step: Step


@dataclass(frozen=True, slots=True)
class Card:
    """What being late with a step brought; `due_at` tells the clock, `at` when it fell due."""

    kind: CardKind
    step: str
    due_at: datetime
    at: datetime
    unit: str
    """Which unit was late; empty where the centre was."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Somebody opened the identity of the resident: in which office of which body, why and when."""

    office: str
    reason: DisclosureReason
    step: Step
    body: str = ""
    """The authority's name at the time."""


@dataclass(frozen=True, slots=True)
class Annulment:
    """Why and when an order lost its rating, and where it stood."""

    reason: AnnulReason
    at: datetime
    stood: OrderState


def check_words(pointer: str, words: Words, least: int, most: int) -> None:
    """Refuse words that are too short or too long.

    Raises:
        Invalid: `too-short` or `too-long` at the pointer.
    """
    errors = list(length_errors(pointer, words, least, most))
    if errors:
        raise Invalid(errors=errors)


def length_errors(pointer: str, words: Words, least: int, most: int) -> tuple[FieldError, ...]:
    """Return what is wrong with the length of words."""
    if words.chars < least:
        return (FieldError(pointer, "too-short", {"min": least}),)
    if words.chars > most:
        return (FieldError(pointer, "too-long", {"max": most}),)
    return ()
