"""A violation case as its readers see it, on the page and over the API (docs/rules.md §2.6, §5)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.conduct.case import Case, Ruling, Step
from chalicelib.domain.marketplace.conduct.case_rights import is_authority, steps_open
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.conduct.read_case import CaseView
from chalicelib.usecases.conduct.report_case import may_read_evidence

View = dict[str, Any]
_STEPS = (
    ("REPORTED", "reported", "report"),
    ("INVESTIGATING", "investigated", ""),
    ("NOTIFIED", "notified", "notice"),
    ("HEARD", "heard", "answer"),
    ("DECIDED", "decided", "facts"),
    ("IN_FORCE", "delivered", ""),
    ("OBJECTION", "objected", "objection"),
)


def case_view(view: CaseView, actor: Actor, types: ServiceTypes, rules: MarketRules, now: datetime) -> View:
    """Return a case with its timeline, its files and the steps that the reader may take now."""
    case = view.case
    rule = rules.violations[case.basis]
    return {
        "id": case.id,
        "case_no": case.case_no,
        "uscc": case.uscc,
        "name": case.name,
        "basis": case.basis,
        "source": rule.source,
        "service_type": case.service_type,
        "service_name": types.name_of(case.service_type),
        "notice_no": case.notice_no,
        "state": case.state.value,
        "points": case.points,
        "is_automatic": case.is_automatic,
        "due_at": case.due_at,
        "objection_until": case.objection_until,
        "number": case.number if case.delivered or is_authority(case, actor) else "",
        "timeline": list(_timeline(view, actor)),
        "evidence": list(_evidence(case, actor)),
        "document": dict(view.document),
        "steps": sorted(steps_open(case, actor, now)),
        **_running(view),
        "suspension_months": list(rule.suspension_months),
        "bar_years": list(rule.bar_years),
    }


def case_json(shown: View) -> View:
    """Return a case as the API gives it: what the page reckons for its forms is left out."""
    return {name: value for name, value in shown.items() if name not in ("source", "service_name")}


def ruling_of(command: View) -> Ruling:
    """Return what a decision's body rules beside the facts."""
    return Ruling(
        suspension_months=command.get("suspension_months", 0),
        service_types=tuple(command.get("service_types", ())),
        bar_years=command.get("bar_years", 0),
        blacklist_years=command.get("blacklist_years", 0),
    )


def _running(view: CaseView) -> View:
    """Return the signed contracts that run on (§2.2); nothing where they are not the reader's business."""
    if view.running is None:
        return {}
    return {
        "running_contracts": [dict(card.data) for card in view.running.cards],
        "more_running": view.running.next is not None,
    }


def _timeline(view: CaseView, actor: Actor) -> Iterator[View]:
    case = view.case
    for state, name, words in _STEPS:
        step: Step | None = getattr(case, name)
        if step is not None and (words != "facts" or "facts" in view.words or is_authority(case, actor)):
            yield {"state": state, "at": step.at, "words": words, "text": view.words.get(words, "")}
    if case.closed is not None:
        text = view.words.get("reply", "")
        yield {"state": case.state.value, "at": case.closed.at, "words": "reply", "text": text}


def _evidence(case: Case, actor: Actor) -> Iterator[View]:
    for place, file in enumerate(case.evidence, start=1):
        if may_read_evidence(case, file, actor):
            yield {
                "place": place,
                "name": file.name,
                "size_bytes": file.size_bytes,
                "sha256": file.sha256,
                "content_type": file.content_type,
            }
