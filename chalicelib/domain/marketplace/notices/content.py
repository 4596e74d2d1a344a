"""What a notice says: the fields of docs/rules.md §4.4 as typed values; an unfinished draft has gaps.

Of its service item a notice keeps code and name as they stood in the version it was written for.
Natural persons (contact, complaint phone, witnesses) are vault references. Everything else that is not in
`PRIVATE_FIELDS` is public text from publication on, and its digest is the notice's `text_hash`.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.domain.marketplace.rules import Method
from chalicelib.kernel.canonical import Json, canonical_json, digest
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.codec import to_json
from chalicelib.kernel.records import dataclass


class ScaleType(StrEnum):
    """What the scale of a project is measured in; the first and third in yuan, the others in m²."""

    INVESTMENT = "investment"
    FLOOR_AREA = "floor-area"
    ASSETS = "assets"
    LAND_AREA = "land-area"


class PriceBasis(StrEnum):
    """How the price is set: known, capped, in a range, by discount rate (下浮率), or not yet known."""

    FIXED = "fixed"
    CEILING = "ceiling"
    RANGE = "range"
    RATE = "rate"
    UNCERTAIN = "uncertain"


class Match(StrEnum):
    """Whether one of the qualifications will do or every one is needed."""

    ANY = "any"
    ALL = "all"


class AttachmentKind(StrEnum):
    """What an attachment is."""

    APPROVAL = "approval"
    REQUIREMENT = "requirement"


@dataclass(frozen=True, slots=True)
class Price:
    """The price terms; which figures are needed depends on the basis."""

    basis: PriceBasis | None = None
    amount_fen: int | None = None
    """The fixed amount, or the control price (最高限价) of a ceiling or a rate."""
    min_fen: int | None = None
    max_fen: int | None = None
    min_rate_bp: int | None = None
    max_rate_bp: int | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """The service term: a number of days, or two dates, both included."""

    days: int | None = None
    start_on: date | None = None
    end_on: date | None = None


@dataclass(frozen=True, slots=True)
class QualificationNeed:
    """A qualification (资质) that is asked for; `lowest_rank` 2 takes ranks 1 and 2, None takes any."""

    code: str
    lowest_rank: int | None = None


@dataclass(frozen=True, slots=True)
class PractitionerNeed:
    """How many practitioners with a certificate; None counts every practitioner."""

    count: int
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file that belongs to the notice."""

    file_id: str
    kind: AttachmentKind
    name: str
    size_bytes: int
    sha256: str
    content_type: str


class Purpose(StrEnum):
    """Whose need a direct selection serves; the law forbids it to an organ in two of the three (§3.1)."""

    OWN_PROJECT = "own-project"
    OWN_APPROVAL = "own-approval"
    FOR_APPLICANT = "for-applicant"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion by which proposals are scored, and its weight in per cent."""

    name: str
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class MethodTerms:
    """What the owner fixes for the method (§3.1, §3.3, §3.4): sizes of lists, criteria, or the one named."""

    big_list: int | None = None
    small_list: int | None = None
    criteria: tuple[Criterion, ...] = ()
    agency: str = ""
    agency_reason: str = ""
    purpose: Purpose | None = None


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """Everything the owner fills in over the six steps; the service item's own facts come with its code."""

    title: str = ""
    division: str = ""
    zone: str = ""
    is_investment: bool = False
    project_code: str = ""
    approval_project: str = ""
    approval_code: str = ""
    approval_serial: str = ""
    contact_ref: str | None = None

    service_item: str = ""
    service_item_version: int | None = None
    service_item_code: str = ""
    service_item_name: str = ""
    service_type: str = ""
    department: str = ""
    approving_department: str = ""
    scope: str = ""
    scale_type: ScaleType | None = None
    scale_hundredths: int | None = None
    fiscal_percent: int | None = None
    social_percent: int | None = None
    term: Term = Term()
    attachments: tuple[Attachment, ...] = ()

    qualifications: tuple[QualificationNeed, ...] = ()
    qualification_match: Match = Match.ANY
    qualification_note: str = ""
    practitioners: tuple[PractitionerNeed, ...] = ()
    practitioner_note: str = ""
    filing_required: bool = False
    filing_note: str = ""
    promise_only: bool = False
    exclusions: tuple[str, ...] = ()
    exclusion_reason: str = ""

    method: Method | None = None
    is_inquiry: bool = False
    method_terms: MethodTerms = MethodTerms()
    price: Price = Price()
    minimum: int | None = None
    minimum_reason: str = ""
    witnesses: tuple[str, ...] = ()

    closes_on: date | None = None
    selection_at: datetime | None = None


PERSON_FIELDS = frozenset({"contact_ref", "witnesses"})
"""Vault references: they stay the same while the persons behind them are written anew."""

PRIVATE_FIELDS = frozenset({"contact_ref", "witnesses", "exclusions", "exclusion_reason"})
"""What is not public text: persons, and the exclusion list, of which only the count is public (§4.4)."""


def text_hash(content: NoticeContent) -> str:
    """Return the digest that the ledger holds in place of the public text."""
    return digest(public_text(content))


def public_text(content: NoticeContent) -> Mapping[str, Json]:
    """Return the public fields as JSON, with the number of excluded agencies in place of their list."""
    shown = {
        field.name: as_json(getattr(content, field.name))
        for field in fields(content)
        if field.name not in PRIVATE_FIELDS
    }
    return {**shown, "exclusion_count": len(content.exclusions)}


ASKED_FIELDS = (
    "service_type", "approving_department", "qualifications", "qualification_match", "practitioners", "term",
    "filing_required", "promise_only", "method",
)  # fmt: skip


def asked(content: NoticeContent) -> Mapping[str, Json]:
    """Return what a notice asks of agencies, codes and figures only, so that lists can judge by it.

    The exclusion list is not public and not in it: `exclusion_count` says whether there is one.
    """
    asks = replace(
        NoticeContent(method_terms=MethodTerms(agency=content.method_terms.agency)),
        **{name: getattr(content, name) for name in ASKED_FIELDS},
    )
    return {**to_json(asks, NoticeContent), "exclusion_count": len(content.exclusions)}


def as_json(value: object) -> Json:
    """Turn a value of these dataclasses into JSON.

    Raises:
        TypeError: for a value none of them holds.
    """
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in a notice")


def changed_fields(before: NoticeContent, after: NoticeContent) -> frozenset[str]:
    """Name the fields that differ."""
    names = (field.name for field in fields(NoticeContent))
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))


def written(value: object) -> str:
    """Write a field's value as canonical JSON, as a diff keeps it."""
    return canonical_json(as_json(value))


def service_ends_on(term: Term, from_on: date) -> date | None:
    """Return the promised end of the service, counting days from a day; None when the term is missing."""
    if term.end_on is not None:
        return term.end_on
    return None if term.days is None else from_on + timedelta(days=term.days)
