"""One person's survey as an aggregate: the text that asks, and the one answer (evaluation.md §2.6, §7.3).

The ledger has closed answers and numbers, since figures are made of them; words and personal data lie in the
vault under `SURVEY#<id>`. What comes after the window is kept and not counted.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision, Due, Event
from chalicelib.domain.satisfaction.privacy.erasing import Why
from chalicelib.domain.satisfaction.rules import RetentionRules, SatisfactionRules
from chalicelib.domain.satisfaction.surveys.states import (
    OPEN,
    RECEIVING,
    SENDABLE,
    SURVEY,
    SurveyState,
    Withheld,
)
from chalicelib.domain.satisfaction.texting import (
    CLAIM_HOLDS,
    SEND,
    SETTLE,
    Sending,
    again_at,
    arrived,
    claimed,
    not_taken,
    slot_from,
    taken,
)
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar

_S = SurveyState
PREFIX = "sv_"


def survey_id(digits: str) -> str:
    """Name a survey by the first digits of the hash of its token."""
    return f"{PREFIX}{digits}"


def is_survey(ref: str) -> bool:
    """Tell whether what asked a person was a survey."""
    return ref.startswith(PREFIX)


@dataclass(frozen=True, slots=True)
class Given:
    """The answer as it was given; `counted` has closed answers and numbers by question."""

    at: datetime
    hash: str
    counted: Mapping[str, Json] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    """The questions by whose answer results are shown."""
    sealed_ref: str = ""
    """Where words and personal data lie; blank without any."""
    integrity_ref: str = ""
    """Where lies what was said about gifts, fees and forced agencies, for discipline."""
    unit: str = ""
    """Who served the person, where there is something for discipline to read."""
    order_id: str = ""
    """The work order that a bad level opened."""
    invalid_reason: str = ""
    """Why reviewers found that the answer does not count (§2.4); blank of one that does."""
    is_complete: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """A person of a campaign; `id` is made of the hash of the token, `stratum` is blank without strata.

    `contact` is the MAC of the telephone, blank once the person was taken out.
    """

    id: str
    campaign: str
    contact: str
    case: str
    stratum: str
    state: SurveyState
    profile: str
    scheduled_at: datetime
    closes_at: datetime
    person_ref: str | None = None
    not_before: datetime | None = None
    sending: Sending = Sending()
    reason: str = ""
    given: Given | None = None


def schedule(survey: Survey, now: datetime, rules: SatisfactionRules) -> Decision[Survey]:
    """Have somebody asked at the next hour for it."""
    return _moved(None, "scheduled", replace(survey, not_before=slot_from(now, rules)))


def pass_over(survey: Survey, reason: Withheld) -> Decision[Survey]:
    """Note that somebody of the sample is not asked."""
    changed = replace(survey, state=_S.WITHHELD, reason=reason.value)
    return _moved(None, "withheld", changed, reason=reason.value)


def withhold(survey: Survey, reason: Withheld) -> Decision[Survey]:
    """Do not send a text that was scheduled."""
    changed = replace(survey, state=_S.WITHHELD, reason=reason.value, not_before=None)
    return _moved(survey, "withheld", changed, reason=reason.value)


def claim(survey: Survey, now: datetime, template: str, segments: int) -> Decision[Survey]:
    """Take the text upon oneself; whoever comes second finds it taken."""
    sending = claimed(survey.sending, now, template, segments)
    changed = replace(survey, state=_S.SENDING, sending=sending, not_before=None)
    return _moved(survey, "sending", changed, attempt=sending.attempts, template=template)


def postpone(survey: Survey, at: datetime, rules: SatisfactionRules) -> Decision[Survey]:
    """Leave the text for the next hour from an instant on at which one may go."""
    return _moved(survey, "postponed", replace(survey, not_before=slot_from(at, rules)))


def sent(
    survey: Survey, provider_ref: str, now: datetime, _rules: SatisfactionRules, _calendar: Calendar
) -> Decision[Survey]:
    """Note that the provider has taken the text."""
    changed = replace(survey, state=_S.SENT, sending=taken(survey.sending, provider_ref, now))
    return _moved(survey, "sent", changed, segments=survey.sending.claimed_segments)


def failed(
    survey: Survey, fault: str, now: datetime, rules: SatisfactionRules, *, is_final: bool
) -> Decision[Survey]:
    """Note that the provider has not taken the text: tried again at the times of invitations, then never."""
    sending = not_taken(survey.sending, fault)
    at = again_at(sending, now, rules, is_final=is_final)
    if at is None:
        return _moved(survey, "send_refused", replace(survey, state=_S.FAILED_PERM, sending=sending))
    waiting = replace(survey, state=_S.FAILED_TEMP, sending=sending, not_before=at)
    return _moved(survey, "send_failed", waiting)


def takes_receipt(survey: Survey) -> bool:
    """Tell whether a receipt of the last text says something new."""
    return survey.state in RECEIVING


def delivered(
    survey: Survey, now: datetime, _rules: SatisfactionRules, _calendar: Calendar
) -> Decision[Survey]:
    """Note that the text has arrived."""
    sending = arrived(survey.sending, now)
    return _moved(survey, "delivered", replace(survey, state=_S.DELIVERED, sending=sending, not_before=None))


def is_answerable(survey: Survey) -> bool:
    """Tell whether a link takes an answer, counted or late; one that was withheld was never sent."""
    return survey.given is None and survey.state in OPEN and bool(survey.contact)


def answer(survey: Survey, given: Given) -> Decision[Survey]:
    """Take the one answer.

    Raises:
        Conflict: `already-answered` after another one.
    """
    if survey.given is not None:
        raise Conflict("already-answered")
    sending = replace(survey.sending, claimed_at=None)
    changed = replace(survey, state=_S.ANSWERED, given=given, not_before=None, sending=sending)
    return _moved(
        survey,
        "answered",
        changed,
        answers=dict(given.counted),
        groups=list(given.groups),
        is_complete=given.is_complete,
        is_late=given.is_late,
        integrity_ref=given.integrity_ref,
        unit=given.unit,
    )


def invalidate(survey: Survey, reason: str) -> Decision[Survey]:
    """Let an answer count no more since the appeal against its order was upheld (§2.4)."""
    return _judged(survey, "answer_invalidated", reason)


def reinstate(survey: Survey) -> Decision[Survey]:
    """Let an answer count again since the resident's objection was upheld."""
    return _judged(survey, "answer_reinstated", "")


def _judged(survey: Survey, event: str, reason: str) -> Decision[Survey]:
    changed = replace(survey, given=survey.given and replace(survey.given, invalid_reason=reason))
    return _moved(survey, event, changed, is_invalid=bool(reason), reason=reason)


def said_in(survey: Survey) -> tuple[str, ...]:
    """Return where the vault holds what was written."""
    refs = (survey.given.sealed_ref, survey.given.integrity_ref) if survey.given else ()
    return tuple(ref for ref in refs if ref)


def kept_until(survey: Survey, rules: RetentionRules) -> datetime:
    """Return until when its person is kept (§7.14), from the answer or else from when they were asked.

    Who told of a gift or a fee is kept as who rated badly.
    """
    given = survey.given
    is_told = given is not None and bool(given.integrity_ref)
    days = rules.identity_days if is_told else rules.token_days
    return (given.at if given else survey.scheduled_at) + timedelta(days=days)


def forget_person(survey: Survey, why: Why) -> Decision[Survey]:
    """Take the person out of a survey, whose link shuts; what was ticked stays."""
    is_unsent = survey.state in SENDABLE
    changed = replace(
        survey,
        state=_S.WITHHELD if is_unsent else survey.state,
        reason=Withheld.ERASED.value if is_unsent else survey.reason,
        contact="",
        person_ref=None,
        not_before=None,
        given=survey.given and replace(survey.given, sealed_ref="", integrity_ref=""),
    )
    return _moved(survey, "person_erased", changed, why=why, integrity_ref="")


def next_due(survey: Survey) -> Due | None:
    """Return the next work of the clock: the text, or a claim that nobody ended."""
    if survey.state is _S.SENDING and survey.sending.claimed_at is not None:
        return Due(SETTLE, survey.sending.claimed_at + CLAIM_HOLDS)
    if survey.state in SENDABLE and survey.not_before is not None:
        return Due(SEND, survey.not_before)
    return None


def _moved(survey: Survey | None, event: str, changed: Survey, **facts: Json) -> Decision[Survey]:
    SURVEY.check(survey.state if survey else None, event, changed.state)
    data: dict[str, Json] = {
        "campaign": changed.campaign,
        "stratum": changed.stratum,
        "state": changed.state.value,
    }
    return Decision(changed, Event(f"survey.{event}", {**data, **facts}))
