"""What is known of an agency at one instant, and what a gate answers (docs/rules.md §3.0).

The agencies package writes the facts, `gates` judges them: for the self-check, at the registration, in the
snapshot at the deadline and again at the award.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class HeldQualification:
    """A qualification (资质) that a department has passed and that runs at the instant of the facts."""

    code: str
    level_rank: int | None
    """Rank of the level within its kind, 1 is the highest; None where the kind knows no levels."""
    expires_on: date
    """The last day on which the certificate is valid."""


@dataclass(frozen=True, slots=True)
class HeldPractitioner:
    """A practitioner (执业人员) registered to the agency at the instant of the facts, without a name."""

    id: str
    certificates: frozenset[str]
    """Codes of the certificates that are current at that instant."""
    exclusive: bool
    """Whether the register knows the person at this agency only."""


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What the listing says about one agency at one instant; the agencies package writes it.

    None means "not known", which every gate that needs the datum answers with a refusal. Persons and
    phones are keyed hashes: equal hashes say that two agencies share one, and nothing more.
    """

    uscc: str
    at: datetime
    admissions: Mapping[str, str]
    """Service type -> state of the admission at `at`, in the words of docs/rules.md §2.2 (`ACTIVE` ...)."""
    qualifications: tuple[HeldQualification, ...] | None
    practitioners: tuple[HeldPractitioner, ...] | None
    affiliations: frozenset[str] | None
    """USCCs of the departments and associations that run the agency, by the affiliation register."""
    related_agencies: frozenset[str] | None
    """USCCs of agencies that hold or manage it, or that it holds or manages, by the register."""
    person_in_charge: str | None
    phone: str | None
    document_hashes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gate:
    """The answer of one gate: its code, whether it let the agency pass, and the figures that explain it."""

    code: str
    passed: bool
    params: Mapping[str, Json] = field(default_factory=dict)


def is_eligible(gates: Iterable[Gate]) -> bool:
    """Tell whether every gate let the agency pass; nothing judged is nothing passed."""
    judged = tuple(gates)
    return bool(judged) and all(gate.passed for gate in judged)


def failed_codes(gates: Iterable[Gate]) -> tuple[str, ...]:
    """Name the gates that did not let the agency pass, in their order."""
    return tuple(gate.code for gate in gates if not gate.passed)


def explained(gates: Iterable[Gate]) -> list[Json]:
    """Return the gates that did not let the agency pass as JSON: their codes with what explains them."""
    return [{"code": gate.code, "params": dict(gate.params)} for gate in gates if not gate.passed]
