"""Draw records for the tests: the spec's vectors and records made by the domain's own steps."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from chalicelib.domain.marketplace.selection import beacon
from chalicelib.domain.marketplace.selection.record import (
    Beacon,
    BeaconKind,
    DrawMethod,
    DrawRecord,
    commit,
    freeze,
    reveal,
)

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "chalicelib" / "web" / "static"
VECTORS = ROOT / "tests" / "vectors"

SECRET = bytes(range(32))
VALUE = bytes(range(32, 64)).hex()
NOTICE_NO = "ZJ-370700-2026-000042"
IDS = ("91110000600037341L", "91350100M000100Y43", "91370700MA3C0000X7", "91370705123456789B")


def vector(name: str) -> dict[str, Any]:
    return json.loads((VECTORS / f"draw-{name}.json").read_text("utf-8"))


def committed(method: DrawMethod = DrawMethod.RANDOM, *, links: int = 3) -> DrawRecord:
    """A notice published when the chain stood `links` values before the one that will be its beacon."""
    return commit(NOTICE_NO, method, SECRET, Beacon(commitment=beacon.steps_back(VALUE, links)))


def frozen(method: DrawMethod = DrawMethod.RANDOM) -> DrawRecord:
    if method is DrawMethod.WEIGHTED:
        return freeze(committed(method), IDS, tickets=dict(zip(IDS, (95, 90, 85, 80), strict=True)), take=2)
    return freeze(committed(method), IDS)


def drawn(method: DrawMethod = DrawMethod.RANDOM) -> DrawRecord:
    record = frozen(method)
    return reveal(record, SECRET, replace(record.beacon, round=3, value=VALUE))


def drand_drawn() -> DrawRecord:
    named = Beacon(BeaconKind.DRAND, round=1000)
    record = freeze(commit(NOTICE_NO, DrawMethod.RANDOM, SECRET, named), IDS)
    return reveal(record, SECRET, replace(named, value=VALUE))
