"""The rule profile (规则版本): every figure of docs/rules.md with its source, read from JSON.

A profile is a flat table `group.setting -> {value, source}`. A district loads its own figures without a
release; a notice is stamped with the name of the profile under which it was published and keeps it.
"""

from collections.abc import Mapping
from datetime import time
from enum import StrEnum

from chalicelib.kernel.records import dataclass


class Method(StrEnum):
    """The six selection methods (选取方式) of §3."""

    DIRECT = "direct"
    RANDOM = "random"
    CREDIT = "credit"
    PROPOSAL = "proposal"
    LOWEST = "lowest"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """Sizes of a notice's fields (§4.4) and how long an ended one stays listed (§2.1)."""

    methods: tuple[str, ...]
    title_min_chars: int
    title_max_chars: int
    scope_min_chars: int
    scope_max_chars: int
    note_max_chars: int
    reason_min_chars: int
    service_max_days: int
    witnesses_max: int
    attachments_max: int
    exclusions_max: int
    mandatory_use_below_fen: int
    qualifications_hint_over: int
    practitioners_hint_over: int
    archive_years: int
    retention_years: int


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """How long the operator takes (§2.1)."""

    review_workdays: int
    publish_workdays: int


@dataclass(frozen=True, slots=True)
class RegistrationRules:
    """The window in which agencies register and quote (§2.1, design of the sixteen gates)."""

    window_workdays: Mapping[str, int]
    window_floor_workdays: int
    amendment_extension_workdays: int
    closing_time: time
    opening_delay_seconds: int
    gates: int


@dataclass(frozen=True, slots=True)
class SelectionRules:
    """Minimums per method (§3), the tie and low-price rules (§3.5), failures (§3.8)."""

    minimum: Mapping[str, int]
    inquiry_minimum: int
    unlocked_minimum: int
    unlocking_failures: int
    low_price_share_bp: int
    low_price_min_others: int
    explanation_hours: int
    decision_workdays: int
    owner_choice_workdays: int
    owner_choice_grace_workdays: int
    mean_trim_from: int
    criteria_max: int
    big_list_max: int
    direct_ceiling_fiscal_fen: int
    direct_ceiling_social_fen: int
    direct_splitting_months: int


@dataclass(frozen=True, slots=True)
class BeaconRules:
    """The public random source (§3.2)."""

    kind: str
    first_reminder_hours: int
    second_reminder_workdays: int
    timeout_workdays: int
    drand_chain: str
    drand_genesis_seconds: int
    drand_period_seconds: int
    drand_margin_seconds: int


@dataclass(frozen=True, slots=True)
class AwardRules:
    """Publicity, acceptance, signing, suspension (§2.1, §2.4)."""

    publicity_workdays: int
    acceptance_workdays: int
    acceptance_grace_workdays: int
    signing_workdays: int
    signing_cap_days: int
    suspension_max_days: int
    suspension_decision_workdays: int


@dataclass(frozen=True, slots=True)
class ContractRules:
    """The contract's clocks and bounds (§2.4)."""

    confirmation_workdays: int
    publication_workdays: int
    filing_workdays: int
    supplement_max_bp: int
    extensions_max: int
    change_answer_workdays: int
    content_max_chars: int


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """Returns and acceptance of the result (§2.1)."""

    returns_max: int
    acceptance_workdays: int
    reminder_workdays: int
    late_step_percent: int
    late_steps_max: int


@dataclass(frozen=True, slots=True)
class EvaluationRules:
    """Window, weights and answers of the evaluation (§2.1, §2.6, §4.5)."""

    window_workdays: int
    objection_workdays: int
    owner_weight: int
    department_weight: int
    centre_weight: int
    text_max_chars: int
    credit_months: int


@dataclass(frozen=True, slots=True)
class QuoteRules:
    """What a quote must hold (§4.5) and how it is sealed (design §3)."""

    validity_min_days: int
    validity_max_days: int
    staff_max: int
    padding_bytes: int
    nonce_bytes: int


@dataclass(frozen=True, slots=True)
class EligibilityRules:
    """Figures of the seven gates (§3.0)."""

    relation_years: int


@dataclass(frozen=True, slots=True)
class ListingRules:
    """Entry of agencies (§2.2, §4.2)."""

    form_check_workdays: int
    department_review_workdays: int
    change_check_workdays: int
    restored_review_workdays: int
    certificate_warning_days: int
    social_insurance_months: int
    social_insurance_lag_months: int
    reentry_bar_min_years: int
    reentry_bar_max_years: int


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """How many working days before a deadline's last day whoever it binds is reminded (marketplace §6)."""

    workdays_before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DeskRules:
    """Who is at work on what at a desk: how long a claim holds, how many, and how long somebody is away."""

    claim_hours: int
    claims_max: int
    absence_max_days: int
    absence_ahead_days: int


@dataclass(frozen=True, slots=True)
class MessageRules:
    """Text messages: the hours in which none is sent unless its reader says otherwise (pages.md §3)."""

    quiet_from_hour: int
    quiet_until_hour: int
    urgent_in_quiet_hours: bool
    """Whether what must be done before the quiet hours end goes out in them."""


@dataclass(frozen=True, slots=True)
class CatalogueRules:
    """The catalogue of service items (§4.3)."""

    ahead_max_days: int


@dataclass(frozen=True, slots=True)
class FileRules:
    """Attachments (§4.2)."""

    max_bytes: int
    extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConductRules:
    """Violations, credit, list (§2.6): clocks, how long points count, weights in per cent, grades' bounds."""

    investigate_workdays: int
    answer_workdays: int
    objection_workdays: int
    objection_handling_workdays: int
    points_months: int
    disclosure_years: int
    absence_repeats: int
    absence_months: int
    conduct_weight: int
    evaluation_weight: int
    grade_a_from: int
    grade_b_from: int
    grade_c_from: int


@dataclass(frozen=True, slots=True)
class ViolationRule:
    """One row of the consequence table (§2.6): what a violation costs and what may follow from it.

    `suspension_months` and `bar_years` are the least and the most that a decision may set, () where none may
    follow; whoever can be barred is removed. `is_automatic` points are deducted by the system at once.
    """

    code: str
    name: str
    points: int
    source: str
    suspension_months: tuple[int, ...]
    bar_years: tuple[int, ...]
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """One kind of forbidden clause (§4.4): patterns over folded text, why, and by which article.

    A `blocking` one cannot be submitted; any other is a warning that the reviewer must answer.
    """

    code: str
    blocking: bool
    source: str
    reason: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HintRule:
    """Why a requirement that goes beyond the law needs the reviewer's answer (§4.4), and by which article."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class MarketRules:
    """One rule profile; `sources` names for every setting where its figure comes from."""

    name: str
    notice: NoticeRules
    review: ReviewRules
    registration: RegistrationRules
    selection: SelectionRules
    beacon: BeaconRules
    award: AwardRules
    contract: ContractRules
    delivery: DeliveryRules
    evaluation: EvaluationRules
    quote: QuoteRules
    eligibility: EligibilityRules
    listing: ListingRules
    reminder: ReminderRules
    desk: DeskRules
    message: MessageRules
    catalogue: CatalogueRules
    files: FileRules
    conduct: ConductRules
    violations: Mapping[str, ViolationRule]
    decision_text: Mapping[str, str]
    clauses: tuple[ClauseRule, ...]
    hints: Mapping[str, HintRule]
    sources: Mapping[str, str]

    def window_workdays(self, method: Method) -> int:
        """Return how many working days a notice of this method stays open at least."""
        return self.registration.window_workdays[method]

    def minimum(self, method: Method, *, inquiry: bool = False) -> int:
        """Return how many valid registrants the method needs; an inquiry (询价) needs more."""
        return self.selection.inquiry_minimum if inquiry else self.selection.minimum[method]
