"""A campaign as an aggregate: its plan, its frame, what was forecast, and who decided what."""

from datetime import datetime

from chalicelib.domain.decisions import Due
from chalicelib.domain.satisfaction.campaigns.dry_run import DryRun
from chalicelib.domain.satisfaction.campaigns.frame import Frame
from chalicelib.domain.satisfaction.campaigns.plan import Plan, Suggestion
from chalicelib.domain.satisfaction.campaigns.states import ASKING, CampaignState
from chalicelib.domain.satisfaction.questionnaires.question import SurveyKind
from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass

_S = CampaignState


@dataclass(frozen=True, slots=True)
class Signed:
    """Who did something, for which body, when; a note of a decision is read by staff, never public."""

    by: str
    org: str
    at: datetime
    note: str = ""
    is_regulator: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign; `number` is what people call it."""

    id: str
    number: str
    kind: SurveyKind
    state: CampaignState
    plan: Plan
    author: Signed
    profile: str
    frame: Frame | None = None
    dry_run: DryRun | None = None
    questions_sha256: str = ""
    """Of the version of the questionnaire that was approved."""
    edited: Signed | None = None
    """The last change of the draft."""
    submitted: Signed | None = None
    decided: Signed | None = None
    """The last decision about the draft: approved, or what is to be changed."""
    paused: Signed | None = None
    ended: Signed | None = None
    """Cancelled or archived."""
    asked: int = 0
    """Pages of the sample whose people were asked."""
    asked_at: datetime | None = None
    suggestions: tuple[Suggestion, ...] = ()
    analysed: Signed | None = None
    published: Signed | None = None
    results_page: str = ""
    results_sha256: str = ""


def public_text(campaign: Campaign) -> dict[str, str]:
    """Return the words of a campaign that lists and the public show, kept under their hash."""
    shown = campaign.suggestions if campaign.state in (_S.PUBLISHED, _S.ARCHIVED) else ()
    titles = {one.id: one.title for one in campaign.plan.measures}
    said = [{**_public(one), "title": titles.get(one.measure, "")} for one in shown]
    return {"title": campaign.plan.title, "suggestions": canonical_json(said)}


def _public(one: Suggestion) -> dict[str, Json]:
    answered_at = one.answered_at and format_instant(one.answered_at)
    adoption = one.adoption and one.adoption.value
    return {
        "finding": one.finding,
        "text": one.text,
        "adoption": adoption,
        "answer": one.answer,
        "answered_at": answered_at,
    }


def effective_state(campaign: Campaign, now: datetime) -> CampaignState:
    """Return the state as it is now, though the timer that says so may run late."""
    window = campaign.plan.window
    state = campaign.state
    if state is _S.APPROVED and now >= window.begins_at:
        state = _S.FIELDING
    if state in ASKING and now >= window.ends_at:
        return _S.CLOSED
    return state


def counts(campaign: Campaign, now: datetime) -> bool:
    """Tell whether an answer that comes now is counted: late ones are kept and are not."""
    window = campaign.plan.window
    is_asked = campaign.state in (_S.APPROVED, *ASKING)
    return is_asked and window.begins_at <= now < window.ends_at


def check_reaches_out(campaign: Campaign | None, now: datetime) -> None:
    """Refuse to turn to anybody new for a campaign that is not in the field.

    Raises:
        Conflict: `campaign-paused`, or `period-over`.
    """
    state = effective_state(campaign, now) if campaign else _S.CANCELLED
    if state is _S.PAUSED:
        raise Conflict("campaign-paused")
    if state is not _S.FIELDING:
        raise Conflict("period-over")


def check_counts(campaign: Campaign | None, now: datetime) -> None:
    """Refuse what was said once nothing counts any more; a pause silences nobody who was asked before it.

    Raises:
        Conflict: `period-over`.
    """
    if campaign is None or not counts(campaign, now):
        raise Conflict("period-over")


def next_due(campaign: Campaign) -> Due | None:
    """Return what time does next to a campaign."""
    window = campaign.plan.window
    if campaign.state is _S.APPROVED:
        return Due("begin-campaign", window.begins_at)
    if campaign.state in ASKING:
        return Due("close-campaign", window.ends_at)
    return None
