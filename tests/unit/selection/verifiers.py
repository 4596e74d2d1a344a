"""The three verifiers as tests ask them, records that are right or not drawn yet, and ways to change one."""

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.marketplace.selection.record import DrawMethod
from chalicelib.domain.marketplace.selection.verification import Verdict
from tests.unit.selection.samples import ROOT, STATIC, committed, drand_drawn, drawn, frozen, vector

Record = dict[str, Any]
SCRIPT = STATIC / "verify_draw.py"
EXIT_STATUS = {Verdict.RIGHT: 0, Verdict.WRONG: 1, Verdict.NOT_DRAWN: 2}
BEACON = {f"beacon.{name}" for name in ("kind", "commitment", "round", "value")}

needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="node is not installed: browser code not run"
)


RIGHT = {
    **{f"drawn {method}": drawn(method).to_json() for method in DrawMethod},
    "drand": drand_drawn().to_json(),
    "vector random": vector("random"),
    "vector weighted": vector("weighted"),
}
NOT_DRAWN = {
    f"{make.__name__} {method}": make(method).to_json()
    for make in (committed, frozen)
    for method in DrawMethod
}


def changed(record: Record, field: str, value: Any) -> Record:
    copied = copy.deepcopy(record)
    if field in BEACON:
        copied["beacon"][field.removeprefix("beacon.")] = value
    else:
        copied[field] = value
    return copied


def fields_of(record: Record) -> Iterator[tuple[str, Any]]:
    for field, value in record.items():
        if field != "beacon":
            yield field, value
    for name, value in record["beacon"].items():
        yield f"beacon.{name}", value


def run_script(record: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), "-"],
        input=json.dumps(record),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={"PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def script_rules() -> dict[str, Any]:
    """The script's own functions; the run of each record in a process of its own would take minutes."""
    names: dict[str, Any] = {"__name__": "verify_draw"}
    exec(compile(SCRIPT.read_text("utf-8"), str(SCRIPT), "exec"), names)
    return names


def script_result(names: dict[str, Any], record: Any, tmp_path: Path) -> tuple[int, str]:
    written = tmp_path / "record.json"
    written.write_text(json.dumps(record), "utf-8")
    lines: list[str] = []
    names["print"] = lambda *words: lines.append(" ".join(map(str, words)))
    return names["main"](str(written)), lines[-1]


def browser_results(records: list[Any]) -> list[dict[str, Any]]:
    run = ["node", str(ROOT / "tests/unit/selection/verify_records.js"), str(STATIC / "verify_draw.js")]
    done = subprocess.run(
        run, input=json.dumps(records), capture_output=True, text=True, check=True, timeout=120
    )
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results
