"""The rule profile of ratings (规则版本): every figure of evaluation.md with its source, read from JSON.

`SD-WF` is complete; `SZ`, `SC` and `SH` override the figures that carry their name. An object keeps the name
of the profile under which its clock started.
"""

from collections.abc import Mapping
from datetime import time

from chalicelib.domain.satisfaction.reaching_rules import (
    CallbackRules,
    HotlineRules,
    SupervisionRules,
    SurveyRules,
)
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class ContactRules:
    """How often one person is asked, across SMS, phone and visit (§7.10)."""

    episode_days: int
    """One survey contact episode in so many calendar days."""
    sms_per_episode: int
    """Texts of an episode: the invitation, and its one reminder or a question which service was meant."""
    agent_cases_per_month: int
    """A phone on more cases a month is an intermediary's."""


@dataclass(frozen=True, slots=True)
class InvitationRules:
    """The invitation (§2.1) and its link (§7)."""

    send_from: time
    """Earliest time of day of a text message."""
    send_until: time
    """No text message at or after this time of day."""
    open_workdays: int
    """How long a link answers."""
    reminder_workdays: int
    """Until the one reminder."""
    retry_minutes: tuple[int, ...]
    """After a temporary failure."""
    reply_hours: int
    """Within which a digit is an answer."""
    same_answer_seconds: int
    """An identical body is a double tap."""
    token_chars: int
    """Of a link on web or QR, 131 bits."""
    token_chars_sms: int
    """Of a link in a text message, 95 bits."""
    requests_per_minute: int
    """An address may ask for links."""
    wrong_tokens: int
    """Before an address is turned away."""
    block_minutes: int
    """For which it is turned away."""
    alarm_wrong_per_hour: int
    """Wrong tokens in all that raise an alarm."""


@dataclass(frozen=True, slots=True)
class TextRules:
    """Text messages (§3.6, §7.9)."""

    segment_chars: int
    """Of a text of one segment."""
    long_segment_chars: int
    """Of each segment of a longer one."""
    price_per_segment_fen: int
    """Shown in the editor and the monitor."""
    per_minute: int
    """Texts a minute of a fan-out."""
    asks_by: str
    """How an invitation asks: `LINK` or `DIGIT`."""
    done_chars: int
    """Of the unit's public reply that a text quotes."""
    feedback_minutes: int
    """After which the feedback goes by text, unless the centre has told the resident itself."""
    link: str
    """The invitation with a link, until the district approves its own words."""
    digit: str
    """The invitation to reply a digit."""
    reminder: str
    """The one reminder."""
    which: str
    """The question which of several services a digit was about."""
    receipt: str
    """That a bad rating became a work order."""
    feedback: str
    """What was done about it."""
    verdict: str
    """That a rating counts no more, and how to object."""
    item_receipt: str
    """That an item was registered."""
    item_extended: str
    """That it takes longer, until when."""
    item_replied: str
    """That it was replied to."""
    summary: str
    """What was noted in a callback."""
    fallback: str
    """To whom no call reached."""
    survey: str
    """The invitation to a survey with its link."""


@dataclass(frozen=True, slots=True)
class RatingRules:
    """A rating and what the resident may do with it later (§2.2, §4)."""

    indicators_max: int
    """Codes of one rating."""
    photos_max: int
    """Photos of one rating."""
    photo_max_bytes: int
    """Of one photo."""
    follow_up_days: int
    """Calendar days after the first rating."""
    follow_up_workdays: int
    """After the feedback of the work order."""
    generic_title_words: tuple[str, ...]
    """In the name of a department or of a matter whose name a link does not show (§7.5)."""


@dataclass(frozen=True, slots=True)
class WorkOrderRules:
    """The bad-rating work order (§2.3)."""

    dispatch_workdays: int
    """For a route by hand."""
    sign_workdays: int
    """To sign."""
    return_workdays: int
    """To say that it is not ours."""
    returns_max: int
    """Returns of one work order."""
    contact_workdays: int
    """To contact the resident."""
    contact_hard_workdays: int
    """Hard stop."""
    contact_attempts: int
    """Before it counts as failed."""
    verify_workdays: int
    """To the finding."""
    rectify_workdays: int
    """From creation to rectification."""
    extension_max_workdays: int
    """Mirrors the hotline, one time."""
    feedback_workdays: int
    """From rectification to the message."""
    revisit_workdays: int
    """From feedback to the revisit."""
    revisit_attempts: int
    """Before it counts as not reached."""
    correction_hours: int
    """In which a resident may contradict what was noted of them."""
    redo_workdays: int
    """After the one reopening."""
    yellow_workdays: int
    """Before due."""
    criticism_workdays: int
    """Over due after one urging."""
    measure_min_chars: int
    """Of a measure."""
    measure_max_chars: int
    """Of a measure."""
    reply_min_chars: int
    """Of a public reply."""
    reply_max_chars: int
    """Of a public reply."""
    reason_min_chars: int
    """Of a reason for an extension or return."""
    reason_max_chars: int
    """Of a reason for an extension or return."""
    evidence_max: int
    """Files."""
    copy_similarity_bp: int
    """From which a measure reads like an earlier one."""


@dataclass(frozen=True, slots=True)
class AppealRules:
    """The appeal of a unit and the resident's objection (§2.4)."""

    submit_workdays: int
    """After signing."""
    review_workdays: int
    """For two reviewers."""
    objection_workdays: int
    """For the resident."""
    final_workdays: int
    """For the third reviewer."""
    device_ratings: int
    """Of one device for services not received: a criterion of malice."""


@dataclass(frozen=True, slots=True)
class StatisticsRules:
    """Figures and their publication (§5)."""

    freeze_workdays: int
    """After the end of the period."""
    ranking_minimum: int
    """Ratings below which a unit is not ranked."""
    small_cell_below: int
    """Cells shown as <5."""
    audit_invalid_share_bp: int
    """Of bad ratings invalidated, above which a unit is audited."""
    clerk_delay_days: int
    """Before a clerk sees own ratings."""
    clerk_group_minimum: int
    """Ratings of a group that a clerk sees."""
    silence_satisfied_bp: int
    """Satisfied, from which a unit is praised."""
    silence_participation_bp: int
    """Ratings of its services, below which a praised unit is sampled by phone."""


@dataclass(frozen=True, slots=True)
class FraudRules:
    """Signals in both directions (§7.15)."""

    device_per_day: int
    """Ratings of one device for different persons."""
    quick_page_ms: int
    """Time on the page."""
    share_sigma: int
    """Jump of a window's share of level 5."""
    late_minutes: int
    """At the window after the queue ticket closed."""
    failing_numbers_bp: int
    """Of a unit's phone numbers."""


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """How long what is kept (§7.14)."""

    token_days: int
    """Records of links."""
    device_days: int
    """Device hash and address prefix."""
    identity_days: int
    """Identity of a rater after the work order is closed."""


@dataclass(frozen=True, slots=True)
class UpwardRules:
    """Reports to the provincial system (§0)."""

    retry_minutes: tuple[int, ...]
    """After a report was not taken."""


@dataclass(frozen=True, slots=True)
class SatisfactionRules:
    """A whole profile: the groups, and for each figure where it comes from."""

    name: str
    contact: ContactRules
    invitation: InvitationRules
    text: TextRules
    rating: RatingRules
    work_order: WorkOrderRules
    hotline: HotlineRules
    appeal: AppealRules
    callback: CallbackRules
    statistics: StatisticsRules
    fraud: FraudRules
    retention: RetentionRules
    upward: UpwardRules
    survey: SurveyRules
    supervision: SupervisionRules
    sources: Mapping[str, str]
