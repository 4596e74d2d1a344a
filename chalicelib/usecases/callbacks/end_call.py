"""Note what a call came to, with everything that follows in the same transaction (evaluation.md §2.5, §3.6).

The first call begins the one contact episode of the month; a refusal and a bad number are remembered with the
telephone; a bad level opens a work order with the clock of §2.3; what is said about gifts, fees and forced
agencies lies in the vault for the regulator's discipline and is never with the unit.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.callbacks.attempts import ANSWERED, SPOKE
from chalicelib.domain.satisfaction.callbacks.calling import CallEnd, note_call
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import Answer, CallbackTask
from chalicelib.domain.satisfaction.campaigns.campaign import check_counts
from chalicelib.domain.satisfaction.codes.channels import Channel
from chalicelib.domain.satisfaction.contacts import contact as contacts
from chalicelib.domain.satisfaction.contacts.contact import Contact, Mode
from chalicelib.domain.satisfaction.questionnaires.answers import (
    Answered,
    check_answers,
    integrity_lines,
    integrity_of,
)
from chalicelib.domain.satisfaction.questionnaires.question import SCALES, QuestionKind
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Version
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.usecases.callbacks.keeping import keep, version_of
from chalicelib.usecases.callbacks.texts import schedule
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.work_orders.open_order import Complaint, open_for_complaint, order_of_complaint

TEXTED = {TaskState.DONE: TextKind.SUMMARY, TaskState.UNREACHED: TextKind.FALLBACK}
"""Of what the person is texted: what was noted, or a digit instead of the calls that never reached."""
BAD_NUMBERS = frozenset({Outcome.WRONG_PERSON, Outcome.DEAD_NUMBER})


def end_call(
    house: House, actor: Actor, task_id: str, body: Mapping[str, Any], once: Once | None = None
) -> CallbackTask:
    """End a call as the agent noted it; who was on the telephone when the campaign was paused is heard.

    Raises:
        NotFound: when there is no such task.
        Forbidden, Conflict: as the rules of who holds a task say; `period-over` of a campaign that ended.
        Invalid: with everything that is wrong with figures and answers; `level-said` for a talk that is said
            to have come to nothing though a level was entered, unless `unsaid` says it was a slip.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> CallbackTask:
        task = uow.callback_tasks.load(task_id)
        check_counts(house.campaigns.find(task.campaign), now)
        end = _end_of(house, uow, task, body, actor, now)
        rules = house.rating_rules.load(task.profile)
        decision = note_call(task, end, actor, now, rules.callback, house.calendar)
        uow.callback_tasks.save(decision, actor)
        if task.draft_ref and not decision.state.draft_ref:
            uow.vault.erase(task.draft_ref)
        uow.let_task_go(actor.person)
        _remember(uow, task, end.outcome, now)
        if end.answer is not None:
            open_order_of_call(house, uow, decision.state, end.answer, now)
        if kind := TEXTED.get(decision.state.state):
            schedule(house, uow, decision.state, kind, now)
        return decision.state

    return house.transact(
        attempt, once=once, ref=lambda task: task.id, replay=lambda uow, name: uow.callback_tasks.load(name)
    )


def as_said(version: Version, answers: Mapping[str, Json]) -> dict[str, Json]:
    """Return answers of a form as JSON: numbers as numbers, several choices as a list."""
    kinds = {one.id: one.kind for one in version.questions}
    return {name: _value(kinds.get(name), value) for name, value in answers.items()}


def open_order_of_call(
    house: House, uow: UnitOfWork, task: CallbackTask, said: Answer, now: datetime
) -> None:
    """Open the work order of a level said in a call, where it is a bad one."""
    complaint = Complaint(Source.CALLBACK, task.id, said.level, Channel.PHONE, said.may_contact)
    open_for_complaint(house, uow, uow.cases.load(task.case), complaint, task.profile, now)


def answer_of(
    house: House,
    uow: UnitOfWork,
    task: CallbackTask,
    outcome: Outcome,
    body: Mapping[str, Any],
    actor: Actor,
    now: datetime,
) -> Answer:
    """Check answers against the campaign's questionnaire and put them into the vault.

    Raises:
        Invalid: with every error at once; `answers-missing` where they are not complete.
    """
    version, rules = version_of(house, task), house.rating_rules.load(task.profile).survey
    given = as_said(version, body.get("answers") or {})
    said = check_answers(version, given, rules, is_partial=outcome is Outcome.PARTIAL)
    if said.level is None:
        overall = version.overall
        raise Invalid(errors=[FieldError(f"/answers/{overall.id if overall else ''}", "required")])
    if outcome is Outcome.COMPLETE and not said.is_complete:
        raise Invalid(errors=[FieldError("/outcome", "answers-missing")])
    integrity = set(integrity_of(version, said))
    words = {name: value for name, value in said.answers.items() if name not in integrity}
    return Answer(
        level=said.level,
        at=now,
        ref=keep(uow, task, "answers", {"answers": words, "text": said.spoken(version)}),
        answered=len(said.answers),
        asked=len(said.asked),
        by=actor.person,
        order_id=order_of_complaint(task.id, said.level),
        may_contact=bool(body.get("may_contact")),
        person_ref=uow.cases.load(task.case).person_ref or "",
        overall=version.overall.id if version.overall else "",
        counted=said.counted(version),
        groups=tuple(one.id for one in version.groups),
        is_complete=said.is_complete,
        integrity_ref=_keep_integrity(uow, task, version, said),
    )


def _end_of(
    house: House, uow: UnitOfWork, task: CallbackTask, body: Mapping[str, Any], actor: Actor, now: datetime
) -> CallEnd:
    outcome, note, wanted = (
        Outcome(body["outcome"]),
        str(body.get("note", "")).strip(),
        body.get("appointment_at"),
    )
    end = CallEnd(
        outcome,
        ring_s=body.get("ring_s", 0),
        duration_s=body.get("duration_s", 0),
        note_ref=keep(uow, task, f"note-{task.attempt_no}", {"text": note}) if note else "",
        note_chars=len(note),
        appointment_at=parse_instant(wanted) if wanted else None,
    )
    if outcome not in ANSWERED:
        if outcome in SPOKE and not body.get("unsaid") and _level_in(house, task, body):
            raise Invalid(errors=[FieldError("/outcome", "level-said")])
        return end
    return replace(end, answer=answer_of(house, uow, task, outcome, body, actor, now))


def _level_in(house: House, task: CallbackTask, body: Mapping[str, Any]) -> bool:
    """Tell whether an overall level was entered: a complaint is not let go by the outcome that was ticked."""
    overall = version_of(house, task).overall
    return overall is not None and bool((body.get("answers") or {}).get(overall.id))


def _keep_integrity(uow: UnitOfWork, task: CallbackTask, version: Version, said: Answered) -> str:
    """Put what was said about integrity where only discipline reads it; blank where nothing was."""
    lines = integrity_lines(version, said)
    return keep(uow, task, "integrity", {"lines": lines}) if lines else ""


def _remember(uow: UnitOfWork, task: CallbackTask, outcome: Outcome, now: datetime) -> None:
    """Note with the telephone that it was called, and what it must never be called for again."""
    found = uow.contacts.find(task.contact)
    decisions = []
    contact = found or Contact(task.contact)
    if not any(episode.ref == task.id for episode in contact.episodes):
        decisions.append(contacts.begin_episode(contact, Mode.CALL, task.id, now))
        contact = decisions[-1].state
    if outcome is Outcome.REFUSED:
        decisions.append(contacts.refuse(contact, now, task.id))
    elif outcome in BAD_NUMBERS and (wrong := contacts.report_wrong(contact, now)):
        decisions.append(wrong)
    for place, decision in enumerate(decisions):
        is_new = found is None and place == 0
        (uow.contacts.add if is_new else uow.contacts.save)(decision, SYSTEM)


def _value(kind: QuestionKind | None, value: Json) -> Json:
    if kind is QuestionKind.MULTI and isinstance(value, str):
        return [value]
    is_number = kind is QuestionKind.NUMBER or kind in SCALES
    return int(value) if is_number and isinstance(value, str) and value.strip().isdecimal() else value
