"""Recompute a published draw record and name its first wrong field (docs/rules.md §3.2).

`web/static/verify_draw.py` and `verify_draw.js` are independent writings of the same checks in the same
order; the tests hold the three against each other. Each rule says what should stand in its field, given
that every field before it is right; so the first disagreement is the first wrong field, and checking stops
there: what is computed from a wrong value proves nothing.

Two fields are checked before the one they are computed from: a commitment that does not belong to the
secret is named as `commitment`, a published link of the chain that the beacon's value does not lead back
to as `beacon.commitment`. What was published first and what was revealed later do not belong together, and
the record alone cannot tell which of them was changed. A two-party draw that names no published link at all
is wrong there too: its value could have been chosen after the freeze.

JSON knows no integers, and a browser cannot tell 2.0 from 2; so 2.0 is 2 here and in the script as well.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from chalicelib.domain.marketplace.selection import beacon, draw
from chalicelib.domain.marketplace.selection.record import (
    FORMAT,
    BeaconKind,
    DrawMethod,
    DrawRecord,
    DrawStatus,
)
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass

_HEX = re.compile(r"[0-9a-f]{64}")
_NOTICE_NO = re.compile(r"ZJ-[0-9]{6}-[0-9]{4}-[0-9]{6}")
_ID = re.compile(r"[!-~]+")
_LARGEST_INTEGER: Final = 2**53 - 1
"""The largest integer every JSON reader keeps exactly."""

_NOTHING_FITS: Final = object()
"""What a rule returns when the value has the wrong shape, so that no single right one can be named."""


class Verdict(StrEnum):
    """What a recomputation found; the script's exit statuses 0, 1 and 2."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_DRAWN = "not-drawn"


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict, the first wrong field (`beacon.value` for one of the beacon) and the right ones."""

    status: Verdict
    first_wrong: str | None
    right: tuple[str, ...]


def verify(record: DrawRecord | Mapping[str, Json]) -> Verification:
    """Recompute every known field of a record, ours or a stranger's JSON, in the order of the schema."""
    fields = _flat(record.to_json() if isinstance(record, DrawRecord) else record)
    right: list[str] = []
    for name, rule in _RULES.items():
        if rule(fields) != fields[name]:
            return Verification(Verdict.WRONG, name, tuple(right))
        right.append(name)
    verdict = Verdict.RIGHT if fields["status"] == DrawStatus.DRAWN else Verdict.NOT_DRAWN
    return Verification(verdict, None, tuple(right))


_Fields = Mapping[str, Any]


def _flat(record: Mapping[str, Json]) -> _Fields:
    """Lay a record out flat; a field that is missing is as good as null."""
    inner: Json = record.get("beacon")
    of_beacon: Mapping[str, Json] = inner if isinstance(inner, dict) else {}
    laid: dict[str, Json] = {**record, **{f"beacon.{name}": value for name, value in of_beacon.items()}}
    return {name: _with_integers(laid.get(name)) for name in _RULES}


def _with_integers(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_integers(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_hex(value: Json) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def _is_count(value: Json, most: int = _LARGEST_INTEGER) -> bool:
    return type(value) is int and 1 <= value <= most  # `true` is no number, though Python thinks so


def _if(fits: bool, value: Json) -> Json:
    """Return a value that can only be checked for its shape, if it has it."""
    return value if fits else _NOTHING_FITS


def _status(fields: _Fields) -> Json:
    """What is known tells how far the draw has come."""
    if any(fields[name] is not None for name in ("secret", "seed", "order")):
        return DrawStatus.DRAWN.value
    if any(fields[name] is not None for name in ("ids", "tickets", "root")):
        return DrawStatus.FROZEN.value
    return DrawStatus.COMMITTED.value


def _commitment(fields: _Fields) -> Json:
    if _is_hex(fields["secret"]):
        return draw.commitment(bytes.fromhex(fields["secret"]))
    return _if(_is_hex(fields["commitment"]), fields["commitment"])


def _beacon_commitment(fields: _Fields) -> Json:
    """A round of drand has no link of a chain to lead back to; a two-party draw must have one."""
    link, steps, value = (fields[f"beacon.{name}"] for name in ("commitment", "round", "value"))
    if fields["beacon.kind"] == BeaconKind.DRAND:
        return None
    if link is None:
        return _if(fields["status"] != DrawStatus.DRAWN, None)
    if _is_hex(value) and (steps is None or _is_count(steps, beacon.MAX_STEPS)):
        return beacon.steps_back(value, 1 if steps is None else steps)
    return _if(_is_hex(link), link)


def _beacon_round(fields: _Fields) -> Json:
    steps = fields["beacon.round"]
    if fields["beacon.kind"] == BeaconKind.DRAND:
        return _if(_is_count(steps), steps)
    if fields["beacon.value"] is None:
        return None
    return _if(steps is None or _is_count(steps, beacon.MAX_STEPS), steps)


def _beacon_value(fields: _Fields) -> Json:
    """The value comes after the freeze and before the draw."""
    value, status = fields["beacon.value"], fields["status"]
    if status == DrawStatus.COMMITTED:
        return None
    return _if(_is_hex(value) or (value is None and status == DrawStatus.FROZEN), value)


def _ids(fields: _Fields) -> Json:
    ids = fields["ids"]
    if fields["status"] == DrawStatus.COMMITTED:
        return None
    if not isinstance(ids, list) or not all(isinstance(each, str) and _ID.fullmatch(each) for each in ids):
        return _NOTHING_FITS
    return sorted(set(ids))


def _tickets(fields: _Fields) -> Json:
    tickets, ids = fields["tickets"], fields["ids"]
    if fields["method"] != DrawMethod.WEIGHTED or ids is None:
        return None
    return _if(
        isinstance(tickets, list) and len(tickets) == len(ids) and all(map(_is_count, tickets)), tickets
    )


def _root(fields: _Fields) -> Json:
    return None if fields["ids"] is None else draw.root(fields["ids"])


def _secret(fields: _Fields) -> Json:
    return _if(_is_hex(fields["secret"]), fields["secret"]) if fields["status"] == DrawStatus.DRAWN else None


def _seed(fields: _Fields) -> Json:
    if fields["status"] != DrawStatus.DRAWN:
        return None
    return draw.seed(bytes.fromhex(fields["secret"]), bytes.fromhex(fields["beacon.value"]), fields["root"])


def _take(fields: _Fields) -> Json:
    """Null means all; only a weighted draw may take fewer."""
    take, ids = fields["take"], fields["ids"]
    if take is None:
        return None
    if ids is not None and fields["method"] != DrawMethod.WEIGHTED:
        return _if(_is_count(take), len(ids))
    return _if(_is_count(take, _LARGEST_INTEGER if ids is None else len(ids)), take)


def _order(fields: _Fields) -> Json:
    if fields["status"] != DrawStatus.DRAWN:
        return None
    seed, notice_no, ids, tickets = (fields[name] for name in ("seed", "notice_no", "ids", "tickets"))
    if tickets is None:
        return list(draw.permutation(seed, notice_no, ids))
    count = len(ids) if fields["take"] is None else fields["take"]
    return list(draw.weighted(seed, notice_no, ids, tickets, count))


def _notice_no(fields: _Fields) -> Json:
    number = fields["notice_no"]
    return _if(isinstance(number, str) and _NOTICE_NO.fullmatch(number) is not None, number)


def _method(fields: _Fields) -> Json:
    return _if(fields["method"] in list(DrawMethod), fields["method"])


def _beacon_kind(fields: _Fields) -> Json:
    return _if(fields["beacon.kind"] in list(BeaconKind), fields["beacon.kind"])


_RULES: Final[Mapping[str, Callable[[_Fields], Json]]] = {
    "format": lambda _: FORMAT,
    "notice_no": _notice_no,
    "status": _status,
    "method": _method,
    "commitment": _commitment,
    "beacon.kind": _beacon_kind,
    "beacon.commitment": _beacon_commitment,
    "beacon.round": _beacon_round,
    "beacon.value": _beacon_value,
    "ids": _ids,
    "tickets": _tickets,
    "root": _root,
    "secret": _secret,
    "seed": _seed,
    "take": _take,
    "order": _order,
}
"""What should stand in each field, given that all before it are right; the order is the schema's."""
