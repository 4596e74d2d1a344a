"""What a service item says: ten unified elements (policy 二(二)5) and further fields (docs/rules.md §4.3).

The ten: name 名称, code 编码 (on the item), type 类型, basis 设定依据, levels 行使层级, conditions 受理条件,
audience 服务对象, materials 申请材料, time limit 办理时限, fee 收费项目.
"""

from enum import StrEnum

from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass

NAME_MAX_CHARS = 100
TEXT_MAX_CHARS = 2000
LIST_MAX = 50


class ItemKind(StrEnum):
    """Type of the item (类型): bound to an approval, or chosen freely."""

    APPROVAL = "approval"
    VOLUNTARY = "voluntary"


class BasisRank(StrEnum):
    """Rank of a legal basis; only the first three can carry an approval condition [L6 art 43(1)]."""

    LAW = "law"
    REGULATION = "regulation"
    STATE_COUNCIL_DECISION = "state_council_decision"
    OTHER = "other"


class ExerciseLevel(StrEnum):
    """Level of government at which the approval is exercised (行使层级)."""

    STATE = "state"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Audience(StrEnum):
    """Whom the service is for (服务对象)."""

    NATURAL_PERSON = "natural_person"
    ENTERPRISE = "enterprise"
    PUBLIC_INSTITUTION = "public_institution"
    ADMINISTRATIVE_ORGAN = "administrative_organ"
    SOCIAL_ORGANISATION = "social_organisation"


class BodyNature(StrEnum):
    """Legal nature an implementing body may have (实施主体性质)."""

    ANY = "any"
    ENTERPRISE = "enterprise"
    PUBLIC_INSTITUTION = "public_institution"
    SOCIAL_ORGANISATION = "social_organisation"


class FeeType(StrEnum):
    """How the price is formed: by the market, within government guidance, or set by government."""

    MARKET = "market"
    GUIDED = "guided"
    SET = "set"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One provision the item rests on."""

    rank: BasisRank
    title: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class LinkedApproval:
    """An approval item that needs the service, and the department that decides on it."""

    code: str
    name: str
    department: str


@dataclass(frozen=True, slots=True)
class ItemContent:
    """The elements of one version; every field has a blank value, so that a draft may be unfinished."""

    name: str = ""
    kind: ItemKind | None = None
    is_approval_condition: bool = False
    legal_bases: tuple[LegalBasis, ...] = ()
    levels: tuple[ExerciseLevel, ...] = ()
    conditions: str = ""
    audience: tuple[Audience, ...] = ()
    materials: tuple[str, ...] = ()
    time_limit: str = ""
    fee_type: FeeType | None = None
    fee_standard: str = ""
    linked_approvals: tuple[LinkedApproval, ...] = ()
    body_nature: BodyNature | None = None
    deliverable: str = ""
    procedure: str = ""
    service_types: tuple[str, ...] = ()
    qualification_note: str = ""


def content_problems(content: ItemContent) -> tuple[FieldError, ...]:
    """Name everything a version lacks before it can be proposed, and again before it is published."""
    return (
        *_missing(content),
        *_basis_problems(content),
        *too_long(content),
        *_approval_problems(content),
    )


def too_long(content: ItemContent) -> tuple[FieldError, ...]:
    """Name the texts and lists that exceed their bounds; a draft may not hold them either."""
    texts = [(name, getattr(content, name), TEXT_MAX_CHARS) for name in _TEXTS]
    texts += [(f"materials/{place}", text, TEXT_MAX_CHARS) for place, text in enumerate(content.materials)]
    texts.append(("name", content.name, NAME_MAX_CHARS))
    return (
        *(
            FieldError(f"/{name}", "too-long", {"max": most})
            for name, text, most in texts
            if len(text) > most
        ),
        *(
            FieldError(f"/{name}", "too-many", {"max": LIST_MAX})
            for name in _LISTS
            if len(getattr(content, name)) > LIST_MAX
        ),
    )


def can_be_approval_condition(content: ItemContent) -> bool:
    """Tell whether a law, regulation or State Council decision is cited [L6 art 43(1)]."""
    return any(basis.rank is not BasisRank.OTHER and basis.title.strip() for basis in content.legal_bases)


_TEXTS = ("conditions", "time_limit", "fee_standard", "deliverable", "procedure", "qualification_note")
_LISTS = ("legal_bases", "materials", "linked_approvals", "service_types")
_REQUIRED = (
    "name",
    "kind",
    "levels",
    "conditions",
    "audience",
    "materials",
    "time_limit",
    "fee_type",
    "fee_standard",
    "body_nature",
    "deliverable",
    "procedure",
    "service_types",
)


def _missing(content: ItemContent) -> list[FieldError]:
    found = []
    for name in _REQUIRED:
        value = getattr(content, name)
        if not value or (isinstance(value, str) and not value.strip()):
            found.append(FieldError(f"/{name}", "required"))
    return found


def _basis_problems(content: ItemContent) -> list[FieldError]:
    """Ask for a basis, and for law where the item is said to be demanded by it [L6 art 43(1)]."""
    is_demanded = content.kind is ItemKind.APPROVAL or content.is_approval_condition
    if is_demanded and not can_be_approval_condition(content):
        return [FieldError("/legal_bases", "no-legal-basis", {"clause": "L6 art 43(1)"})]
    has_any = any(basis.title.strip() for basis in content.legal_bases)
    return [] if has_any else [FieldError("/legal_bases", "required")]


def _approval_problems(content: ItemContent) -> list[FieldError]:
    found = []
    if content.kind is ItemKind.APPROVAL and not content.linked_approvals:
        found.append(FieldError("/linked_approvals", "required"))
    if content.is_approval_condition and content.kind is ItemKind.VOLUNTARY:
        found.append(FieldError("/kind", "voluntary-cannot-be-a-condition"))
    return found
