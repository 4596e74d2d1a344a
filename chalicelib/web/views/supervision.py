"""A talk with a unit or a praise of it as its readers see it, on the page and over the API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.supervision.deciding import steps_open
from chalicelib.domain.satisfaction.supervision.measure import Ground, Measure
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import parse_instant
from chalicelib.usecases.supervision.measures import STEPS, MeasureView
from chalicelib.web.labels.supervision import TONES

ADDRESSES: Mapping[Ground, str] = {
    Ground.RANKING: "/ratings/half-years/{ref}",
    Ground.AUDIT_FLAG: "/ratings/snapshots/{ref}",
    Ground.ORDER_UNRESOLVED: "/orders/{ref}",
    Ground.CRITICISM: "/orders/{ref}",
    Ground.GUIDE_CHANGED: "/orders/{ref}",
}
"""Where each ground can be looked up by those concerned."""


def measure_view(view: MeasureView, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return a measure with its words, its history and the steps that the reader may take."""
    measure = view.measure
    open_steps = steps_open(measure, actor, now)
    return {
        "id": measure.id,
        "number": measure.number,
        "kind": measure.kind.value,
        "unit": measure.unit,
        "ground": measure.basis.ground.value,
        "ref": measure.basis.ref,
        "ground_address": ADDRESSES[measure.basis.ground].format(ref=measure.basis.ref),
        "profile": measure.basis.profile,
        "rank": _rank(measure),
        "state": measure.state.value,
        "is_public": measure.is_public,
        "meets_on": measure.meets_on,
        "answer_due_at": measure.answer_due_at,
        "is_answer_missed": measure.answer_missed_at is not None,
        "commitments": [
            {"text": view.words.get(f"commitment-{place}", ""), "done_by": one.done_by}
            for place, one in enumerate(measure.commitments, start=1)
        ],
        "done_due_at": measure.done_due_at,
        "words": {name: text for name, text in view.words.items() if not name.startswith("commitment-")},
        "history": [
            {"event": one.type.removeprefix("supervision."), "at": parse_instant(one.at)}
            for one in view.history
        ],
        "steps": [name for name in STEPS if name in open_steps],
        "opened_at": measure.opened.at,
    }


def tone_of(state: str) -> str:
    """Return the tone in which a state is shown."""
    return TONES.get(state, "neutral")


def _rank(measure: Measure) -> dict[str, Any] | None:
    rank = measure.basis.rank
    if rank is None:
        return None
    return {
        "place": rank.place,
        "ranked": rank.ranked,
        "ratings": rank.ratings,
        "share": rank.share,
        "low": rank.low,
        "high": rank.high,
        "is_clear": rank.is_clear,
        "sha256": rank.sha256,
    }
