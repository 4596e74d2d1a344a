"""The life of a campaign: drafted, framed, reviewed by another person, asked, closed, published (§2.6, §6).

The author is a survey designer, or of a policy the external evaluator; the regulator approves, and never what
the same person wrote. A regulator of a measured unit does not exist: units have no part in any of this.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.campaigns.campaign import (
    Campaign,
    Signed,
    effective_state,
    public_text,
)
from chalicelib.domain.satisfaction.campaigns.dry_run import DryRun
from chalicelib.domain.satisfaction.campaigns.frame import (
    SHARDS,
    Frame,
    ShardFrame,
    frame_hash,
    seed_of,
)
from chalicelib.domain.satisfaction.campaigns.plan import Adoption, Plan, Suggestion
from chalicelib.domain.satisfaction.campaigns.planning import is_over, plan_errors
from chalicelib.domain.satisfaction.campaigns.states import CAMPAIGN, CampaignState
from chalicelib.domain.satisfaction.questionnaires.editing import check_author
from chalicelib.domain.satisfaction.questionnaires.question import SurveyKind
from chalicelib.domain.satisfaction.questionnaires.questionnaire import (
    Questionnaire,
    check_ready,
)
from chalicelib.domain.satisfaction.reaching_rules import SurveyRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound

_S = CampaignState


def create(
    identifier: str,
    number: str,
    kind: SurveyKind,
    plan: Plan,
    actor: Actor,
    now: datetime,
    rules: SurveyRules,
    profile: str,
) -> Decision[Campaign]:
    """Begin a campaign as a draft.

    Raises:
        Forbidden: `role-needed`.
        Invalid: with everything that is wrong with the plan at once.
    """
    check_author(kind, actor)
    _check_plan(kind, plan, now, rules)
    draft = Campaign(identifier, number, kind, _S.DRAFT, plan, _signed(actor, now), profile)
    return _moved(None, "created", draft, _S.DRAFT)


def edit(found: Campaign, plan: Plan, actor: Actor, now: datetime, rules: SurveyRules) -> Decision[Campaign]:
    """Change the plan of a draft, or of one that is to be changed; a frame of another scope is dropped.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`.
        Invalid: with everything that is wrong with the plan at once.
    """
    check_author(found.kind, actor)
    CAMPAIGN.check(found.state, "edited", _S.DRAFT)
    _check_plan(found.kind, plan, now, rules)
    is_same = (plan.scope, plan.sample) == (found.plan.scope, found.plan.sample)
    frame = found.frame if is_same and found.frame and found.frame.is_complete else None
    after = replace(found, plan=plan, frame=frame, dry_run=None, edited=_signed(actor, now))
    return _moved(found.state, "edited", after, _S.DRAFT)


def ask_frame(found: Campaign, actor: Actor, now: datetime) -> Decision[Campaign]:
    """Have the population taken as it is now; an earlier frame is dropped.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `months-not-over`, or `wrong-state`.
    """
    check_author(found.kind, actor)
    if not is_over(found.kind, found.plan, now):
        raise Conflict("months-not-over")
    return _moved(found.state, "frame_asked", replace(found, frame=Frame(now), dry_run=None), _S.DRAFT)


def page_frame(found: Campaign, shard: ShardFrame) -> Decision[Campaign]:
    """Note what the next shard of the population came to.

    Raises:
        Conflict: `wrong-state`, also when all shards are there.
    """
    frame = _frame(found)
    if len(frame.shards) == SHARDS:
        raise Conflict("wrong-state", kind="campaign", state=found.state, event="frame_paged")
    after = replace(frame, shards=(*frame.shards, shard))
    return _moved(found.state, "frame_paged", replace(found, frame=after), _S.DRAFT)


def finish_frame(found: Campaign, sample_index: str, sampled: int, forecast: DryRun) -> Decision[Campaign]:
    """Close the frame with its hash, its sample and what asking them would take.

    Raises:
        Conflict: `wrong-state` while a shard is missing.
    """
    frame = _frame(found)
    if len(frame.shards) != SHARDS:
        raise Conflict("wrong-state", kind="campaign", state=found.state, event="framed")
    sha256 = frame_hash(frame.shards)
    seed = seed_of(found.id, sha256)
    after = replace(frame, sha256=sha256, seed=seed, sample_index=sample_index, sampled=sampled)
    return _moved(found.state, "framed", replace(found, frame=after, dry_run=forecast), _S.DRAFT)


def submit(found: Campaign, questionnaire: Questionnaire, actor: Actor, now: datetime) -> Decision[Campaign]:
    """Put a draft before the regulator, with its frame and its forecast.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `frame-missing`, `nobody-to-ask`, `window-begun`, `questionnaire-empty`, `overall-missing`
            or `wrong-state`.
    """
    check_author(found.kind, actor)
    CAMPAIGN.check(found.state, "submitted", _S.IN_REVIEW)
    if found.frame is None or not found.frame.is_complete or found.dry_run is None:
        raise Conflict("frame-missing")
    if not found.dry_run.people:
        raise Conflict("nobody-to-ask")
    _check_window(found, now)
    check_ready(questionnaire, questionnaire.version(found.plan.version))
    return _moved(found.state, "submitted", replace(found, submitted=_signed(actor, now)), _S.IN_REVIEW)


def request_change(found: Campaign, note: str, actor: Actor, now: datetime) -> Decision[Campaign]:
    """Send a campaign back to its author, saying what is to be changed.

    Raises:
        Forbidden: `role-needed` or `same-person-drafted`.
        Conflict: `wrong-state`.
        Invalid: at `/note` without a word.
    """
    _check_approver(found, actor)
    decided = _signed(actor, now, _needed(note))
    return _moved(found.state, "change_requested", replace(found, decided=decided), _S.CHANGE_REQUESTED)


def approve(found: Campaign, questions_sha256: str, actor: Actor, now: datetime) -> Decision[Campaign]:
    """Let a campaign begin when its window does; the caller freezes the version in the same transaction.

    Raises:
        Forbidden: `role-needed` or `same-person-drafted`.
        Conflict: `window-begun` or `wrong-state`.
    """
    _check_approver(found, actor)
    CAMPAIGN.check(found.state, "approved", _S.APPROVED)
    _check_window(found, now)
    after = replace(found, decided=_signed(actor, now), questions_sha256=questions_sha256)
    return _moved(found.state, "approved", after, _S.APPROVED)


def run_clock(found: Campaign, now: datetime) -> Decision[Campaign]:
    """Begin or close what time says.

    Raises:
        Conflict: `nothing-due`.
    """
    window = found.plan.window
    if found.state is _S.APPROVED and now >= window.begins_at:
        return _moved(found.state, "begun", found, _S.FIELDING)
    if found.state in (_S.FIELDING, _S.PAUSED) and now >= window.ends_at:
        return _moved(found.state, "closed", found, _S.CLOSED)
    raise Conflict("nothing-due")


def note_asked(found: Campaign, pages: int, now: datetime) -> Decision[Campaign]:
    """Note that the people of the sample's next pages were asked.

    Raises:
        Conflict: `wrong-state`.
    """
    after = replace(found, asked=pages, asked_at=now)
    return _moved(found.state, "asked", after, _S.FIELDING)


def pause(found: Campaign, note: str, actor: Actor, now: datetime) -> Decision[Campaign]:
    """Ask nobody for the time being; who was asked may answer.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`.
        Invalid: at `/note` without a word.
    """
    _check_author_or_regulator(found, actor)
    _check_now(found, now, _S.FIELDING, "paused")
    paused = _signed(actor, now, _needed(note))
    return _moved(found.state, "paused", replace(found, paused=paused), _S.PAUSED)


def resume(found: Campaign, actor: Actor, now: datetime) -> Decision[Campaign]:
    """Ask again.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`.
    """
    _check_author_or_regulator(found, actor)
    _check_now(found, now, _S.PAUSED, "resumed")
    return _moved(found.state, "resumed", replace(found, paused=None), _S.FIELDING)


def cancel(found: Campaign, note: str, actor: Actor, now: datetime) -> Decision[Campaign]:
    """End a campaign whose figures are not published; what was answered stays on record.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`.
        Invalid: at `/note` without a word.
    """
    _check_author_or_regulator(found, actor)
    ended = _signed(actor, now, _needed(note))
    return _moved(found.state, "cancelled", replace(found, ended=ended), _S.CANCELLED)


def analyse(
    found: Campaign, suggestions: Iterable[Suggestion], actor: Actor, now: datetime
) -> Decision[Campaign]:
    """Conclude: of a policy a suggestion for each measure that needs one.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`.
        Invalid: at `/suggestions` for a measure that the campaign does not have.
    """
    check_author(found.kind, actor)
    given = tuple(suggestions)
    known = {measure.id for measure in found.plan.measures}
    errors = [
        FieldError(f"/suggestions/{place}/measure", "unknown-measure")
        for place, one in enumerate(given)
        if one.measure not in known
    ]
    if errors:
        raise Invalid(errors=errors)
    after = replace(found, suggestions=given, analysed=_signed(actor, now))
    return _moved(found.state, "analysed", after, _S.ANALYSED)


def publish(found: Campaign, page: str, sha256: str, actor: Actor, now: datetime) -> Decision[Campaign]:
    """Publish the figures; from here on they are never others.

    Raises:
        Forbidden: `role-needed` or `same-person-drafted`.
        Conflict: `wrong-state`.
    """
    _check_approver(found, actor)
    after = replace(found, published=_signed(actor, now), results_page=page, results_sha256=sha256)
    return _moved(found.state, "published", after, _S.PUBLISHED)


def answer_suggestion(
    found: Campaign, place: int, adoption: Adoption, answer: str, actor: Actor, now: datetime
) -> Decision[Campaign]:
    """Say whether a suggestion is adopted, and why; the public reads it.

    Raises:
        Forbidden: `role-needed`.
        NotFound: when there is no such suggestion.
        Conflict: `suggestion-answered` or `wrong-state`.
        Invalid: at `/answer` without a word.
    """
    _check_role(actor, Role.REGULATOR)
    if not 0 <= place < len(found.suggestions):
        raise NotFound("not-found", kind="suggestion")
    before = found.suggestions[place]
    if before.adoption is not None:
        raise Conflict("suggestion-answered")
    said = replace(before, adoption=adoption, answer=_needed(answer, "/answer"), answered_at=now)
    suggestions = (*found.suggestions[:place], said, *found.suggestions[place + 1 :])
    return _moved(found.state, "suggestion_answered", replace(found, suggestions=suggestions), _S.PUBLISHED)


def archive(found: Campaign, actor: Actor, now: datetime) -> Decision[Campaign]:
    """Put a published campaign away; its figures stay where they are.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`.
    """
    _check_role(actor, Role.REGULATOR)
    return _moved(found.state, "archived", replace(found, ended=_signed(actor, now)), _S.ARCHIVED)


def may_approve(found: Campaign, actor: Actor) -> bool:
    """Tell whether an actor may decide about a campaign."""
    return actor.has(Role.REGULATOR) and actor.person not in _writers(found)


def _check_plan(kind: SurveyKind, plan: Plan, now: datetime, rules: SurveyRules) -> None:
    errors = plan_errors(kind, plan, now, rules)
    if errors:
        raise Invalid(errors=errors)


def _frame(found: Campaign) -> Frame:
    if found.frame is None or found.frame.is_complete:
        raise Conflict("wrong-state", kind="campaign", state=found.state, event="frame_paged")
    return found.frame


def _check_window(found: Campaign, now: datetime) -> None:
    if now >= found.plan.window.begins_at:
        raise Conflict("window-begun")


def _check_now(found: Campaign, now: datetime, state: CampaignState, event: str) -> None:
    seen = effective_state(found, now)
    if seen is not state or seen is not found.state:
        raise Conflict("wrong-state", kind="campaign", state=seen, event=event)


def _check_role(actor: Actor, role: Role) -> None:
    if not actor.has(role):
        raise Forbidden("role-needed", roles=[role])


def _check_approver(found: Campaign, actor: Actor) -> None:
    _check_role(actor, Role.REGULATOR)
    if actor.person in _writers(found):
        raise Forbidden("same-person-drafted")


def _writers(found: Campaign) -> set[str]:
    """Return whoever wrote, changed, submitted or analysed: none of them approves or publishes."""
    steps = (found.author, found.edited, found.submitted, found.analysed)
    return {step.by for step in steps if step is not None}


def _check_author_or_regulator(found: Campaign, actor: Actor) -> None:
    if not actor.has(Role.REGULATOR):
        check_author(found.kind, actor)


def _needed(note: str, pointer: str = "/note") -> str:
    if not note.strip():
        raise Invalid(errors=[FieldError(pointer, "required")])
    return note.strip()


def _signed(actor: Actor, now: datetime, note: str = "") -> Signed:
    return Signed(actor.person, actor.org, now, note, actor.has(Role.REGULATOR))


def _moved(
    source: CampaignState | None, event: str, changed: Campaign, target: CampaignState
) -> Decision[Any]:
    """Return the campaign in its new state; the ledger has figures and hashes, no words."""
    CAMPAIGN.check(source, event, target)
    after = replace(changed, state=target)
    plan, frame = after.plan, after.frame
    data: dict[str, Json] = {
        "number": after.number,
        "kind": after.kind.value,
        "state": target.value,
        "questionnaire": plan.questionnaire,
        "version": plan.version,
        "begins_at": format_instant(plan.window.begins_at),
        "ends_at": format_instant(plan.window.ends_at),
        "method": plan.sample.method.value,
        "frame_sha256": frame.sha256 if frame else "",
        "frame_shards": len(frame.shards) if frame else 0,
        "people": after.dry_run.people if after.dry_run else 0,
        "asked": after.asked,
        "results_sha256": after.results_sha256,
        "results_page": after.results_page,
        "text_hash": digest(dict(public_text(after))),
    }
    return Decision(after, Event(f"campaign.{event}", data))
