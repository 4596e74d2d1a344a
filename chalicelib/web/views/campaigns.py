"""A campaign as its page and the API show it: plan, list, forecast, decisions; of nobody who is asked."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.satisfaction.campaigns.campaign import Campaign, Signed, effective_state
from chalicelib.domain.satisfaction.campaigns.frame import SHARDS, Frame
from chalicelib.domain.satisfaction.campaigns.plan import Suggestion
from chalicelib.domain.satisfaction.questionnaires.questionnaire import Questionnaire
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA

View = dict[str, Any]
_DAY = timedelta(days=1)


def campaign_view(found: Campaign, questionnaire: Questionnaire | None, now: datetime) -> View:
    """Return a campaign with its figures and decisions."""
    plan = found.plan
    return {
        "id": found.id,
        "number": found.number,
        "kind": found.kind.value,
        "state": effective_state(found, now).value,
        "title": plan.title,
        "introduction": plan.introduction,
        "months": list(plan.scope.months),
        "units": list(plan.scope.units),
        "halls": list(plan.scope.halls),
        "questionnaire": plan.questionnaire,
        "questionnaire_title": questionnaire.title if questionnaire else "",
        "version": plan.version,
        "questions_sha256": found.questions_sha256,
        "begins_at": plan.window.begins_at,
        "ends_at": plan.window.ends_at,
        "modes": [mode.value for mode in plan.modes],
        "method": plan.sample.method.value,
        "n": plan.sample.n,
        "strata": plan.sample.strata.value if plan.sample.strata else None,
        "measures": [{"id": one.id, "title": one.title, "promise": one.promise} for one in plan.measures],
        "frame": _frame(found.frame),
        "dry_run": _dry_run(found),
        "decisions": _decisions(found),
        "suggestions": [suggestion_view(one) for one in found.suggestions],
        "results_sha256": found.results_sha256,
    }


def suggestion_view(one: Suggestion) -> View:
    """Return a suggestion and what became of it."""
    return {
        "measure": one.measure,
        "finding": one.finding,
        "text": one.text,
        "adoption": one.adoption.value if one.adoption else None,
        "answer": one.answer,
        "answered_at": one.answered_at,
    }


def campaign_body(found: Campaign) -> dict[str, Json]:
    """Return a plan as the command that changes it."""
    plan = found.plan
    body: dict[str, Json] = {
        "title": plan.title,
        "introduction": plan.introduction,
        "months": list(plan.scope.months),
        "units": list(plan.scope.units),
        "halls": list(plan.scope.halls),
        "questionnaire": plan.questionnaire,
        "begins_on": _day(plan.window.begins_at),
        "ends_on": _day(plan.window.ends_at - _DAY),
        "modes": [mode.value for mode in plan.modes],
        "method": plan.sample.method.value,
        "measures": [{"title": one.title, "promise": one.promise} for one in plan.measures],
    }
    if plan.sample.n:
        body["n"] = plan.sample.n
    if plan.sample.strata:
        body["strata"] = plan.sample.strata.value
    return body


def analysis_body(found: Campaign) -> dict[str, Json]:
    """Return what was concluded as the command that says it; each measure has its row."""
    said = {one.measure: one for one in found.suggestions}
    rows: list[Json] = []
    for one in found.plan.measures:
        known = said.get(one.id)
        finding, text = (known.finding, known.text) if known else ("", "")
        rows.append({"measure": one.id, "finding": finding, "text": text})
    return {"suggestions": rows}


def suggestions_of(rows: Iterable[Mapping[str, Any]]) -> list[Suggestion]:
    """Return what is suggested; a row without words suggests nothing."""
    return [
        Suggestion(one["measure"], one.get("finding", "").strip(), one["text"].strip())
        for one in rows
        if one.get("text", "").strip()
    ]


def place_of(named: str) -> int:
    """Return the place of a suggestion by its number, the first is 1; one that is none is nowhere."""
    return int(named) - 1 if named.isascii() and named.isdecimal() and len(named) < 6 else -1


def _day(at: datetime) -> str:
    return at.astimezone(CHINA).date().isoformat()


def _office(name: str, step: Signed) -> str:
    """Return as what somebody did a step: whoever approves is never who wrote; both may pause and end."""
    if step.by == SYSTEM.person:
        return "SYSTEM"
    is_decision = name in ("decided", "published")
    return "REGULATOR" if is_decision or (step.is_regulator and name in ("paused", "ended")) else "AUTHOR"


def _frame(frame: Frame | None) -> View | None:
    if frame is None:
        return None
    return {
        "asked_at": frame.asked_at,
        "is_complete": frame.is_complete,
        "done": len(frame.shards),
        "of": SHARDS,
        "served": frame.served,
        "eligible": frame.eligible,
        "sampled": frame.sampled,
        "sha256": frame.sha256,
        "seed": frame.seed,
    }


def _dry_run(found: Campaign) -> View | None:
    run = found.dry_run
    if run is None:
        return None
    return {name: getattr(run, name) for name in type(run).__slots__}


def _decisions(found: Campaign) -> list[View]:
    steps: Mapping[str, Signed | None] = {
        "created": found.author,
        "edited": found.edited,
        "submitted": found.submitted,
        "decided": found.decided,
        "paused": found.paused,
        "analysed": found.analysed,
        "published": found.published,
        "ended": found.ended,
    }
    return [
        {
            "step": name,
            "org": step.org,
            "office": _office(name, step),
            "at": step.at,
            "note": step.note,
        }
        for name, step in steps.items()
        if step is not None
    ]
