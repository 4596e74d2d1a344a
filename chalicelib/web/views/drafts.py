"""A draft in the wizard: the body of each step's form, the task list, the places of forbidden words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from chalicelib.domain.marketplace.notices.clauses import Finding
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.facts import Correction, Return
from chalicelib.domain.marketplace.notices.forecast import Milestone
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.review import mended_fields
from chalicelib.domain.marketplace.notices.steps import STEP_FIELDS, Step, step_of
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError
from chalicelib.usecases.notices.check_draft import DraftCheck
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.plain import plain

EDITABLE: Final = tuple(step for step in Step if step is not Step.CHECK)
OF_THE_ITEM: Final = frozenset({"service_item_version", "service_item_code", "service_item_name"})
"""What is shown as part of the service item."""

FIELDS: Final = tuple(
    (step.value, tuple(name for name in STEP_FIELDS[step] if name not in OF_THE_ITEM)) for step in EDITABLE
)
"""The fields of every step, in the order of the form."""

DERIVED: Final = OF_THE_ITEM | {"contact_ref", "department", "attachments", "witnesses"}
"""What no form sends: it follows from the item, or has its own page, or lies in the vault."""

CONTACT: Final = ("contact_name", "contact_phone", "complaint_phone")


def schema_of(step: Step) -> str:
    """Return the name of a step's schema."""
    return f"notice-{step.value}"


def blank(step: Step) -> dict[str, Json]:
    """Return the body of a step in which nothing is filled in: a form's empty field means exactly that."""
    return _extended(step, _values(NoticeContent(), step), {}, [])


def step_body(view: NoticeView, step: Step, witnesses: Sequence[Mapping[str, Json]] = ()) -> dict[str, Json]:
    """Return what is stored of a step as the body that its form or the API would send."""
    return _extended(step, _values(view.notice.content, step), view.contact, witnesses)


def _values(content: NoticeContent, step: Step) -> dict[str, Json]:
    return {name: plain(getattr(content, name)) for name in STEP_FIELDS[step] if name not in DERIVED}


def _extended(
    step: Step,
    body: dict[str, Json],
    contact: Mapping[str, Json],
    witnesses: Sequence[Mapping[str, Json]],
) -> dict[str, Json]:
    if step is Step.PROJECT:
        return body | {name: contact.get(name, "") for name in CONTACT}
    return body | {"witnesses": [dict(one) for one in witnesses]} if step is Step.PRICE else body


def task_list(
    view: NoticeView, errors: Mapping[Step, tuple[FieldError, ...]], address: str
) -> list[dict[str, Any]]:
    """Return the steps as tasks: each can be done at any time and says how it stands."""
    mend = {step_of(correction.pointer) for correction in open_corrections(view.notice)}
    tasks = [
        {
            "code": step.value,
            "href": f"{address}/{step.value}",
            "state": _task_state(view, step, bool(errors[step]), step in mend),
            "open": len(errors[step]),
        }
        for step in EDITABLE
    ]
    is_ready = all(task["state"] != "todo" for task in tasks)
    last = {"code": Step.CHECK.value, "href": f"{address}/check", "state": "todo" if is_ready else "blocked"}
    return [*tasks, last | {"open": 0}]


def done_steps(view: NoticeView, errors: Mapping[Step, tuple[FieldError, ...]]) -> list[str]:
    """Return which steps are filled in without a fault; any can come before any other."""
    return [task["code"] for task in task_list(view, errors, "") if task["state"] == "done"]


def _task_state(view: NoticeView, step: Step, is_faulty: bool, must_mend: bool) -> str:
    if must_mend:
        return "correct"
    if not is_faulty and step.value in view.notice.filled:
        return "done"
    return "todo" if step_body(view, step) == blank(step) else "in-progress"


def corrections(returned: Return | None) -> tuple[Correction, ...]:
    """Return what a reviewer asked to mend; nothing when it was not returned."""
    return returned.corrections if returned else ()


def open_corrections(notice: Notice) -> tuple[Correction, ...]:
    """Return what a reviewer asked to mend at fields that were not touched since."""
    mended = mended_fields(notice)
    return tuple(found for found in corrections(notice.returned) if found.pointer.split("/")[1] not in mended)


def marked_text(text: str, findings: Sequence[Finding]) -> list[tuple[str, Finding | None]]:
    """Cut a text into runs, so that a page can show the words a finding means where they stand.

    Overlapping findings are shown by the first of them.
    """
    runs: list[tuple[str, Finding | None]] = []
    at = 0
    for finding in sorted(findings, key=lambda found: (found.start, -found.end)):
        if finding.end <= finding.start or finding.start < at:
            continue
        if finding.start > at:
            runs.append((text[at : finding.start], None))
        runs.append((text[finding.start : finding.end], finding))
        at = finding.end
    return [*runs, (text[at:], None)] if at < len(text) else runs


def marked_fields(content: NoticeContent, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return every text in which something was found, cut into runs, with its findings."""
    return [
        {
            "field": pointer.split("/")[1],
            "runs": marked_text(_text_at(content, pointer), found),
            "findings": found,
        }
        for pointer, found in _by_pointer(findings)
    ]


def _by_pointer(findings: Sequence[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    for pointer in dict.fromkeys(finding.pointer for finding in findings):
        yield pointer, [finding for finding in findings if finding.pointer == pointer]


def _text_at(content: NoticeContent, pointer: str) -> str:
    value: Any = content
    for name in pointer.strip("/").split("/"):
        value = getattr(value, name, "") if not isinstance(value, tuple) else ""
    return value if isinstance(value, str) else ""


def plan_rows(milestones: Sequence[Milestone]) -> list[dict[str, Any]]:
    """Return the plan of instants as a page and the API show it."""
    return [{"code": found.code, "at": found.at, "provisional": found.provisional} for found in milestones]


def draft_json(
    view: NoticeView, check: DraftCheck, plan: Sequence[Milestone], now: datetime
) -> dict[str, Json]:
    """Return a draft as the API answers it: its content, what the reviewer asked, and what the rules say.

    That is by step what still stands in the way, what in the words and requirements may restrict
    competition, and the instants that follow from a submission now.
    """
    notice = view.notice
    content = {
        field.name: plain(getattr(notice.content, field.name))
        for field in fields(notice.content)
        if field.name not in ("contact_ref", "witnesses")
    }
    return {
        "notice_id": notice.id,
        "notice_no": notice.notice_no,
        "state": notice.state.value,
        "content": content,
        "contact": {name: view.contact.get(name, "") for name in CONTACT},
        "returned": _return_json(notice),
        "open_errors": {step.value: [_error(found) for found in check.errors[step]] for step in check.errors},
        "findings": [finding_json(found) for found in check.clauses],
        "hints": [finding_json(found) for found in check.restrictions],
        "plan": plain(plan_rows(plan)),
        "as_of": plain(now),
    }


def _return_json(notice: Notice) -> Json:
    if notice.returned is None:
        return None
    still_open = open_corrections(notice)
    asked = [
        {"pointer": found.pointer, "note": found.note, "mended": found not in still_open}
        for found in notice.returned.corrections
    ]
    return {"at": plain(notice.returned.at), "corrections": plain(asked)}


def finding_json(found: Finding) -> dict[str, Json]:
    """Return a finding as the API answers it; `key` is what a dismissal names."""
    names = ("key", "pointer", "code", "blocking", "source", "reason", "matched", "start", "end")
    return {name: plain(getattr(found, name)) for name in names}


def _error(found: FieldError) -> dict[str, Json]:
    return {"pointer": found.pointer, "code": found.code, "params": plain(found.params)}
