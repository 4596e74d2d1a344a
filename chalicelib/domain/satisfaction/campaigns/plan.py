"""What a campaign is to be: whom, when, by which modes, how many of them, and the measures of a policy."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.kernel.records import dataclass


class Method(StrEnum):
    """How people are chosen from the frame."""

    CENSUS = "CENSUS"
    SRS = "SRS"
    """Simple random sample."""
    STRATIFIED = "STRATIFIED"
    """A share of the sample for each stratum, as large as its share of the frame."""


class Strata(StrEnum):
    """What a stratum is."""

    UNIT = "UNIT"
    HALL = "HALL"


@dataclass(frozen=True, slots=True)
class Scope:
    """Who was served where and when: completed cases of these months; empty is every unit, every hall.

    A street centre (便民服务中心) is a hall of its own.
    """

    months: tuple[str, ...]
    units: tuple[str, ...] = ()
    halls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """How many are asked; of a census everybody. The seed follows from the frame: nobody chooses it."""

    method: Method
    n: int = 0
    strata: Strata | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """When answers count: half-open."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a policy (政策措施) and the change that it promised."""

    id: str
    title: str
    promise: str


class Adoption(StrEnum):
    """What became of a suggestion."""

    ADOPTED = "ADOPTED"
    PARTLY = "PARTLY"
    DECLINED = "DECLINED"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the evaluator concludes for a measure, and what the regulator answers; both are published."""

    measure: str
    finding: str
    text: str
    adoption: Adoption | None = None
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that an author decides."""

    title: str
    scope: Scope
    questionnaire: str
    version: int
    window: Window
    modes: tuple[Mode, ...]
    sample: SamplePlan
    measures: tuple[Measure, ...] = ()
    introduction: str = ""
    """What a person reads first: who asks, why, how long it takes."""
