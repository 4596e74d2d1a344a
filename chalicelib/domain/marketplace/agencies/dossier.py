"""The dossier of an agency: the nine sections of the entry wizard (docs/rules.md §4.2).

Every field has a blank value, so that a draft can be kept half written; `completeness` says what is missing.
Names, numbers and phones of natural persons are not here: `vault_ref` says where they are sealed, and
`person_key` / `phone_key` are keyed hashes by which the same person or phone is recognised.
"""

from datetime import date
from enum import StrEnum

from chalicelib.kernel.records import dataclass


class Section(StrEnum):
    """A section of the dossier, in the order of the task list."""

    ORGANISATION = "organisation"
    LEGAL_REPRESENTATIVE = "legal_representative"
    CONTACT = "contact"
    SERVICES = "services"
    QUALIFICATIONS = "qualifications"
    PRACTITIONERS = "practitioners"
    AGENTS = "agents"
    DOCUMENTS = "documents"
    COMMITMENT = "commitment"


REVIEWED_BY_DEPARTMENT = (Section.SERVICES, Section.QUALIFICATIONS, Section.PRACTITIONERS)
"""Sections on which the department of a service type decides; the operator alone decides on the others."""

PERSONAL = frozenset({Section.LEGAL_REPRESENTATIVE, Section.CONTACT, Section.PRACTITIONERS, Section.AGENTS})
"""Sections about natural persons: their values are sealed and their papers shown for a reason only."""

FILE_FIELDS = (
    "id_front_file", "id_back_file", "scan_file", "certificate_file", "social_insurance_file",
    "power_of_attorney_file", "letter_file", "file",
)  # fmt: skip
"""Fields of entries that hold the identifier of a file."""


class AgencyKind(StrEnum):
    """Legal form of an agency (机构类型)."""

    ENTERPRISE = "enterprise"
    PUBLIC_INSTITUTION = "public_institution"
    SOCIAL_ORGANISATION = "social_organisation"
    INDIVIDUAL_BUSINESS = "individual_business"


class DocumentKind(StrEnum):
    """What a document of the agency shows."""

    LICENCE = "licence"
    TAX_RECORD = "tax_record"
    SOCIAL_INSURANCE_RECORD = "social_insurance_record"
    OTHER = "other"


class EntryCondition(StrEnum):
    """What the commitment letter states, the entry conditions of docs/rules.md §4.2."""

    CIVIL_LIABILITY = "civil_liability"
    QUALIFIED_BY_LAW = "qualified_by_law"
    TAX_AND_SOCIAL_INSURANCE = "tax_and_social_insurance"
    NO_LEGAL_PROHIBITION = "no_legal_prohibition"
    OTHER_LEGAL_CONDITIONS = "other_legal_conditions"


@dataclass(frozen=True, slots=True)
class Relations:
    """Who runs the agency and whom it runs, by USCC; the ground of avoidance [L6 art 43(2)][L2 art 18]."""

    affiliations: frozenset[str] = frozenset()
    related_agencies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the licence says; `relations` None means that the agency has not declared any yet."""

    name: str = ""
    licence_name: str = ""
    kind: AgencyKind | None = None
    division: str = ""
    functional_zone: str = ""
    address: str = ""
    relations: Relations | None = None


@dataclass(frozen=True, slots=True)
class LegalRepresentative:
    """The legal representative (法定代表人), or the operator of an individual business."""

    vault_ref: str = ""
    person_key: str = ""
    id_front_file: str = ""
    id_back_file: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact person; the vault holds the name and the mobile."""

    vault_ref: str = ""
    phone_key: str = ""


@dataclass(frozen=True, slots=True)
class ServiceOffer:
    """One service type with its mandatory publicity [L6 art 43(1)]."""

    service_type: str
    conditions: str = ""
    procedure: str = ""
    time_limit: str = ""
    fee_standard: str = ""

    @property
    def key(self) -> str:
        """What makes two entries the same one."""
        return self.service_type


@dataclass(frozen=True, slots=True)
class Qualification:
    """A qualification (资质): category and level by code, with its certificate.

    `level_rank` is not typed but stamped from the service types when the section is saved; 1 is the highest.
    """

    id: str
    name: str = ""
    kind: str = ""
    level: str = ""
    level_rank: int | None = None
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    scan_file: str = ""

    @property
    def key(self) -> str:
        """What makes two entries the same one."""
        return self.id


@dataclass(frozen=True, slots=True)
class Certificate:
    """A registration of a person; the number is kept as a keyed hash."""

    kind: str = ""
    number_hash: str = ""
    registered_until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Practitioner:
    """A practitioner (执业人员); the vault holds name and identity number.

    `insured_month` is the last month that the social-insurance record covers, `YYYY-MM`.
    """

    id: str
    vault_ref: str = ""
    person_key: str = ""
    certificates: tuple[Certificate, ...] = ()
    certificate_file: str = ""
    social_insurance_file: str = ""
    insured_month: str = ""

    @property
    def key(self) -> str:
        """What makes two entries the same one."""
        return self.id


@dataclass(frozen=True, slots=True)
class AuthorisedAgent:
    """An authorised agent (业务授权人); `account` is the pseudonym he signs in with, once known.

    `insured_month` is the last month that the social-insurance record covers, `YYYY-MM`.
    """

    id: str
    vault_ref: str = ""
    person_key: str = ""
    power_of_attorney_file: str = ""
    social_insurance_file: str = ""
    insured_month: str = ""
    account: str = ""

    @property
    def key(self) -> str:
        """What makes two entries the same one."""
        return self.id


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the agency as a whole."""

    kind: DocumentKind
    file: str

    @property
    def key(self) -> str:
        """What makes two entries the same one."""
        return f"{self.kind}:{self.file}"


@dataclass(frozen=True, slots=True)
class Commitment:
    """The commitment letter (承诺书), signed and sealed."""

    letter_file: str = ""
    signed_on: date | None = None
    is_sealed: bool = False
    conditions: frozenset[EntryCondition] = frozenset()


@dataclass(frozen=True, slots=True)
class Dossier:
    """All sections as the agency wrote them; `Dossier()` is the blank form."""

    organisation: Organisation = Organisation()
    legal_representative: LegalRepresentative = LegalRepresentative()
    contact: Contact = Contact()
    services: tuple[ServiceOffer, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    practitioners: tuple[Practitioner, ...] = ()
    agents: tuple[AuthorisedAgent, ...] = ()
    documents: tuple[Document, ...] = ()
    commitment: Commitment = Commitment()


SingleValue = Organisation | LegalRepresentative | Contact | Commitment
Entry = SingleValue | ServiceOffer | Qualification | Practitioner | AuthorisedAgent | Document
SectionValue = (
    SingleValue
    | tuple[ServiceOffer, ...]
    | tuple[Qualification, ...]
    | tuple[Practitioner, ...]
    | tuple[AuthorisedAgent, ...]
    | tuple[Document, ...]
)


def section_value(dossier: Dossier, section: Section) -> SectionValue:
    """Return the value of a section."""
    value: SectionValue = getattr(dossier, section.value)
    return value


def entries(dossier: Dossier, section: Section) -> tuple[Entry, ...]:
    """Return a section as the entries it is checked and registered by; a blank section has none."""
    value = section_value(dossier, section)
    if isinstance(value, tuple):
        return value
    return () if value == section_value(Dossier(), section) else (value,)


def is_started(dossier: Dossier, section: Section) -> bool:
    """Tell whether anything has been written in a section."""
    return bool(entries(dossier, section))


def files_by_field(entry: Entry) -> dict[str, str]:
    """Return the identifiers of an entry's files by the fields that hold them; blank fields are left out."""
    found = {name: str(getattr(entry, name, "")) for name in FILE_FIELDS}
    return {name: file_id for name, file_id in found.items() if file_id}


def file_ids(entry: Entry) -> frozenset[str]:
    """Return the identifiers of an entry's files."""
    return frozenset(files_by_field(entry).values())
