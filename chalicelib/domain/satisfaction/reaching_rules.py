"""The rules of what reaches residents beyond a rating: items, callbacks, surveys, and what units hear of it.

Groups of a profile of ratings (rules.py), read from the same JSON.
"""

from datetime import time

from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class HotlineRules:
    """Hotline, 吐槽找茬 and 办不成事 (§2.7)."""

    dispatch_workdays: int
    """To send an item on or answer it: 0 is the day itself."""
    return_workdays: int
    """For a unit to say that it is not theirs."""
    reply_workdays: int
    """For a unit to handle it and reply."""
    general_workdays: int
    """For a general case of what could not be done."""
    complex_workdays: int
    """Between two words on how far a complex case is."""
    extension_max_workdays: int
    """Beyond the time to reply, once."""
    callback_workdays: int
    """From the reply to the callback."""
    callback_attempts: int
    """Before nobody counts as reached."""
    reopen_days: int
    """Calendar days in which the resident may have it reopened, once."""
    content_min_chars: int
    """Of what is raised."""
    content_max_chars: int
    """Of what is raised, and of an instruction."""
    reply_min_chars: int
    """Of a reply."""
    reply_max_chars: int
    """Of a reply."""
    reason_min_chars: int
    """Of a reason."""
    reason_max_chars: int
    """Of a reason."""
    token_chars: int
    """Of the secret by which the resident follows it."""
    alike_bp: int
    """From which likeness on two items are proposed as one problem."""


@dataclass(frozen=True, slots=True)
class CallbackRules:
    """Callback tasks (§2.5), their day-parts, attempts and lease."""

    am_from: time
    """Begin of the morning."""
    am_until: time
    """End of the morning; nobody is called at noon."""
    pm_from: time
    """Begin of the afternoon, the only part of a weekend."""
    pm_until: time
    """End of the afternoon."""
    eve_from: time
    """Begin of the evening."""
    eve_until: time
    """End of the evening."""
    eve_from_attempt: int
    """The first attempt that may be made in the evening."""
    lease_minutes: int
    """For which an agent holds a task."""
    retry_hours: int
    """Between two attempts, at the least."""
    attempts: int
    """Before a person counts as not reached."""
    attempt_days: int
    """Over so many days."""
    attempt_parts: int
    """Over so many day-parts."""
    ring_seconds: int
    """Of ringing before nobody answered."""
    note_chars: int
    """Of a note on an attempt."""
    appointment_days: int
    """Ahead, at the most, for an appointment."""
    correction_hours: int
    """In which the person may correct what was noted."""
    bad_numbers_bp: int
    """Bad numbers of a unit, above which it is audited."""


@dataclass(frozen=True, slots=True)
class SurveyRules:
    """Questionnaires and campaigns (§2.6, §3.6, §4, §8.17)."""

    questions_max: int
    """Of a questionnaire."""
    options_min: int
    """Of a choice."""
    options_max: int
    """Of a choice."""
    text_max_chars: int
    """Of a question, of a measure."""
    title_max_chars: int
    """Of a questionnaire, of a campaign."""
    answer_max_chars: int
    """Of an answer in words."""
    number_max: int
    """Of a number without a bound of its own."""
    complete_share_bp: int
    """Of the asked questions, from which answers are complete."""
    semi_days: int
    """In the field, half-yearly."""
    semi_months: tuple[int, ...]
    """In which a half-yearly survey begins."""
    months_max: int
    """Of services that one campaign is about."""
    window_max_days: int
    """In the field, otherwise."""
    sample_max: int
    """Persons of a sample."""
    measures_max: int
    """Of a policy."""
    calls_per_person_bp: int
    """Calls that a person takes on the average, in ten-thousandths."""
    calls_per_agent_hour: int
    """Of the forecast."""
    expected_response_bp: int
    """Of those asked, of the forecast."""
    silence_sample_per_unit: int
    """Persons of the sample about silent units, a unit on the average."""
    silence_begin_workdays: int
    """Between its draft and its begin: the regulator's time to approve."""
    silence_days: int
    """In the field."""


@dataclass(frozen=True, slots=True)
class SupervisionRules:
    """What the regulator does about units (policy clauses 三(一)2 and 四(三))."""

    top_units: int
    """Of a half-year's ranking, named as best."""
    bottom_units: int
    """Of a half-year's ranking, named as last."""
    notice_workdays: int
    """Between an invitation to a talk and its day."""
    answer_workdays: int
    """For the unit's head, after the talk."""
    commitment_days: int
    """Calendar days within which talks and commitments have their days."""
    words_min_chars: int
    """Of an invitation, a praise, an outcome, a commitment."""
    words_max_chars: int
    """Of the same."""
    finding_workdays_max: int
    """The longest time to mend a finding that can be given."""
    talk_publication: str
    """`FACT`: a talk that was held is public with its ground; `NONE`: it is not."""
