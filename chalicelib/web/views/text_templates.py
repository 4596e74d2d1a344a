"""The words of a text as the editor and the API show them: versions, what changed, what they cost."""

from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.text_templates.filling import Measured
from chalicelib.domain.satisfaction.text_templates.kinds import KINDS, SIGNATURE, TextKind
from chalicelib.domain.satisfaction.text_templates.template import (
    Signed,
    TextTemplate,
    Version,
    version_at,
)
from chalicelib.usecases.ports import House
from chalicelib.usecases.texts.change_template import measured

View = dict[str, Any]


def template_view(house: House, kind: TextKind, template: TextTemplate | None, now: datetime) -> View:
    """Return a text: the version in force, the one that waits, and all of them, the newest first."""
    rules = house.rating_rules.load()
    current = version_at(template, kind, now, rules)
    kept = template.versions if template else ()
    before = version_at(None, kind, now, rules)
    versions = []
    for one in (before, *kept):
        versions.append(_version(house, one, before, current))
        before = one if one.effective_at is not None else before
    waiting = template.waiting if template else None
    return {
        "kind": kind.value,
        "name": kind.lower(),
        "current": versions[current.number],
        "waiting": versions[waiting.number] if waiting else None,
        "versions": versions[::-1],
        "places": [SIGNATURE, *KINDS[kind].needed, *KINDS[kind].allowed],
        "needed": [SIGNATURE, *KINDS[kind].needed],
    }


def preview_view(found: Measured, house: House, expected: int) -> View:
    """Return what a text comes to: its words with the longest values, segments, and a month's cost."""
    rules = house.rating_rules.load()
    limits = rules.text
    one = limits.segment_chars if found.segments == 1 else limits.long_segment_chars
    price = limits.price_per_segment_fen
    return {
        "words": found.words,
        "units": found.units,
        "segments": found.segments,
        "left": one * found.segments - found.units,
        "price_fen": price * found.segments,
        "expected": expected,
        "cost_fen": price * found.segments * expected,
    }


def _version(house: House, version: Version, before: Version, current: Version) -> View:
    """Return a version beside what was in force when it was written."""
    cost = measured(house, version.text)
    return {
        "number": version.number,
        "text": version.text,
        "before": before.text if version.number else "",
        "state": version.state.value,
        "is_current": version.number == current.number,
        "segments": cost.segments,
        "units": cost.units,
        "proposed": _signed(version.proposed),
        "decided": _signed(version.decided),
        "wanted_at": version.wanted_at,
        "effective_at": version.effective_at,
    }


def _signed(signed: Signed | None) -> View | None:
    """Return who signed as the body and the work number, never a name."""
    if signed is None:
        return None
    return {"org": signed.org, "org_name": signed.org_name, "badge": signed.badge, "at": signed.at}
