"""Which fact has which consequence elsewhere: bodies for the lifecycle worker (docs/rules.md §2.6, ADR 0052).

An event of a notice may name `violations` itself ({"uscc", "basis", "times"}); giving up an award is known by
the code under which the first place was left.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.marketplace.notices.facts import ABANDONED, SIGNING_LAPSED, SILENT
from chalicelib.kernel.canonical import Json

POINTS, INTERCEPTION, LIST, SERVED = "points", "interception", "list", "served"
CALLBACKS = "callback-plan"
"""A campaign that begins, or goes on after a pause, has its callback tasks made."""


def consequences_of(event_type: str, aggregate: str, data: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    """Yield what has to happen elsewhere because of an event."""
    kind, _, identifier = aggregate.partition("#")
    facts: Mapping[str, Any] = data
    if event_type == "agency.sanctioned":
        if any(one.get("measures") for one in facts.get("sanctions", ())):
            yield {"kind": INTERCEPTION, "id": identifier}
    elif event_type == "list-import.confirmed":
        yield {"kind": LIST, "id": identifier}
    elif event_type in ("campaign.begun", "campaign.resumed"):
        yield {"kind": CALLBACKS, "id": identifier}
    elif kind == "NOTICE":
        yield from _of_notice(event_type, identifier, facts)


def _of_notice(event_type: str, identifier: str, facts: Mapping[str, Any]) -> Iterator[dict[str, Json]]:
    """Yield the points that a purchase costs somebody, and that its owner was served."""
    for one in facts.get("violations", ()):
        yield _points(identifier, one["uscc"], one["basis"], one.get("times", 1))
    for uscc in facts.get("absent", ()):
        yield _points(identifier, uscc, "absent")
    if facts.get("left_code") in (ABANDONED, SILENT):
        yield _points(identifier, facts["left"], "abandoned")
    if facts.get("left_code") == SIGNING_LAPSED and facts.get("late") in ("agency", "both"):
        yield _points(identifier, facts["left"], "unsigned")
    if event_type == "notice.result_accepted":
        yield {"kind": SERVED, "id": identifier}


def _points(notice_id: str, uscc: str, basis: str, times: int = 1) -> dict[str, Json]:
    return {"kind": POINTS, "id": notice_id, "uscc": uscc, "basis": basis, "times": times}
