"""The server, the script and the browser name the same first wrong field of every changed record."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.marketplace.selection import draw
from chalicelib.domain.marketplace.selection.record import DrawMethod
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from tests.unit.selection.samples import ROOT, STATIC, drand_drawn, drawn, vector
from tests.unit.selection.verifiers import (
    EXIT_STATUS,
    NOT_DRAWN,
    RIGHT,
    SCRIPT,
    Record,
    browser_results,
    changed,
    fields_of,
    needs_node,
    run_script,
    script_result,
    script_rules,
)

OTHER_HASH = "ab" * 32


def other_values(value: Any) -> list[Any]:
    """Values that are wrong wherever the given one is right: near ones, wrong shapes, none at all."""
    near: list[Any] = []
    if isinstance(value, str):
        near = [
            value[:-1] + ("0" if value[-1] != "0" else "1"),
            value.upper() + "X",
            value + "\n",
            [value],
            "",
        ]
    if isinstance(value, int):
        near = [value + 1, 0, -value, str(value), True, 2**60]
    if isinstance(value, list):
        near = [
            value[1:],
            value[::-1],
            value + value[-1:],
            [value],
            [None, *value[1:]],
            {},
            "".join(map(str, value)),
        ]
    return near if value is None else [*near, None]


def claims_nothing(name: str, field: str, value: Any) -> bool:
    """Tell whether a record alone cannot prove this change, because it still claims only what is true.

    Without a limit nothing is claimed; a value that follows its link at once needs no number of links; a
    round of drand is looked up at its address; and no hash binds the tickets, so others that draw the same
    order are as good (they are published, and in the ledger, from the freeze on).
    """
    other_round = name == "drand" and field == "beacon.round" and type(value) is int and value > 1
    same_order = name == "vector weighted" and field == "tickets" and value == [80, 85, 90, 95]
    no_limit = value is None and field == "take"
    next_link = name.startswith("vector") and field == "beacon.round" and value is None
    return other_round or same_order or no_limit or next_link


TAMPERED = [
    (f"{name}: {field} = {json.dumps(value)[:40]}", field, changed(record, field, value))
    for name, record in RIGHT.items()
    for field, right in fields_of(record)
    for value in other_values(right)
    if not claims_nothing(name, field, value)
]
# Before the draw a changed promise may still look like one; the three verifiers must agree all the same.
CHANGED_EARLY = [
    changed(record, field, value)
    for record in NOT_DRAWN.values()
    for field, right in fields_of(record)
    for value in [*other_values(right), OTHER_HASH, 2, ["A"]]
]
FLOATING: list[Any] = [
    changed(vector("random"), "beacon.round", 1.0),
    changed(vector("weighted"), "take", 2.0),
    changed(vector("weighted"), "tickets", [95.0, 90.0, 85.0, 80.0]),
    changed(drand_drawn().to_json(), "beacon.round", 1000.0),
]
"""JSON knows no integers: what a browser cannot tell apart is the same for all."""

NO_LINK = [
    changed(changed(changed(record, "beacon.commitment", None), "beacon.round", steps), "beacon.value", value)
    for record in (vector("random"), vector("weighted"), drawn(DrawMethod.TIE).to_json())
    for steps in (None, 1)
    for value in ("00" * 32, record["beacon"]["value"])
]
MALFORMED: list[Any] = [
    *FLOATING,
    *NO_LINK,
    *(changed(vector("weighted"), "take", value) for value in (1.5, 0.0, -0.0, 3.0, 1e300, 5.0)),
    *(changed(vector("random"), "beacon.round", value) for value in (1.5, 2.0, 1e4, 9007199254740993.0)),
    {},
    {"format": "draw/1"},
    changed(vector("random"), "beacon", None),
    changed(vector("random"), "beacon", [1]),
    changed(vector("random"), "beacon", "two-party"),
    changed(vector("random"), "notice_no", [vector("random")["notice_no"]]),
    changed(vector("random"), "ids", ["甲", "乙"]),
    changed(vector("weighted"), "tickets", [95, 90, 85, 1.5]),
    changed(vector("weighted"), "tickets", [95, 90, 85, True]),
    changed(vector("weighted"), "take", False),
]

EVERY_RECORD = [
    *RIGHT.values(),
    *NOT_DRAWN.values(),
    *(case[2] for case in TAMPERED),
    *CHANGED_EARLY,
    *MALFORMED,
]

# What a change of a field makes the first field that no longer fits: a field that others are computed from
# is found where the published result of the computation stands, which comes first.
FOUND_AT = {
    "secret": {"commitment", "secret", "status"},
    "beacon.value": {"beacon.commitment", "beacon.value", "beacon.round", "seed"},
    "beacon.round": {"beacon.commitment", "beacon.round"},
    "beacon.kind": {"beacon.kind", "beacon.commitment", "beacon.round"},
    "notice_no": {"notice_no", "order"},
    "method": {"method", "tickets", "order"},
    "ids": {"ids", "root", "tickets", "status"},
    "tickets": {"tickets", "order", "status"},
    "take": {"take", "order"},
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_record_is_right_for_the_server_and_the_script(name: str) -> None:
    done = run_script(RIGHT[name])

    assert verify(RIGHT[name]).status is Verdict.RIGHT
    assert (done.returncode, done.stderr) == (0, "")
    assert "the draw is right" in done.stdout
    assert "正确" in done.stdout


@pytest.mark.parametrize("record", NO_LINK)
def test_a_two_party_draw_that_names_no_published_link_is_wrong_however_well_it_is_recomputed(
    record: Record,
) -> None:
    seed = draw.seed(
        bytes.fromhex(record["secret"]), bytes.fromhex(record["beacon"]["value"]), record["root"]
    )
    redrawn = {**record, "seed": seed}
    if record["tickets"] is None:
        redrawn["order"] = list(draw.permutation(seed, record["notice_no"], record["ids"]))

    done = run_script(redrawn)

    assert (verify(redrawn).status, verify(redrawn).first_wrong) == (Verdict.WRONG, "beacon.commitment")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].endswith(": beacon.commitment")


def test_a_link_whose_next_value_is_the_beacon_needs_no_number_of_links() -> None:
    record = changed(vector("random"), "beacon.round", None)

    assert verify(record).status is Verdict.RIGHT
    assert run_script(record).returncode == 0


@pytest.mark.parametrize("record", FLOATING)
def test_a_whole_number_written_with_a_point_is_the_same_number(record: Record) -> None:
    assert verify(record).status is Verdict.RIGHT
    assert run_script(record).returncode == 0


@pytest.mark.parametrize("name", NOT_DRAWN)
def test_a_draw_to_come_is_not_drawn_yet_for_the_server_and_the_script(name: str) -> None:
    done = run_script(NOT_DRAWN[name])

    assert verify(NOT_DRAWN[name]).status is Verdict.NOT_DRAWN
    assert done.returncode == 2
    assert "not drawn yet" in done.stdout


@pytest.mark.parametrize(
    ("field", "record"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED]
)
def test_a_changed_record_is_wrong_where_the_change_shows_first(field: str, record: Record) -> None:
    found = verify(record)

    assert found.status is Verdict.WRONG
    assert found.first_wrong in FOUND_AT.get(field, {field, "status"})
    assert found.first_wrong not in found.right


@pytest.mark.parametrize(
    "field", [field for field, value in fields_of(vector("weighted")) if value is not None]
)
def test_the_script_run_on_a_changed_record_names_the_servers_first_wrong_field(field: str) -> None:
    record = changed(vector("weighted"), field, other_values(dict(fields_of(vector("weighted")))[field])[0])

    done = run_script(record)

    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].endswith(f"first wrong field: {verify(record).first_wrong}")


def test_the_script_names_the_servers_first_wrong_field_of_every_record(tmp_path: Path) -> None:
    names = script_rules()

    for record in EVERY_RECORD:
        expected = verify(record)
        status, last_line = script_result(names, record, tmp_path)
        assert status == EXIT_STATUS[expected.status], record
        assert expected.first_wrong is None or last_line.endswith(f": {expected.first_wrong}"), record


@needs_node
def test_the_browser_names_the_servers_first_wrong_field_of_every_record() -> None:
    for record, result in zip(EVERY_RECORD, browser_results(EVERY_RECORD), strict=True):
        expected = verify(record)
        assert (result["status"], result["firstWrong"]) == (expected.status, expected.first_wrong), record
        assert [check["field"] for check in result["checks"] if check["ok"]] == list(expected.right)


@needs_node
def test_the_browser_shows_what_should_stand_in_the_wrong_field() -> None:
    record = changed(vector("random"), "root", OTHER_HASH)

    last = browser_results([record])[0]["checks"][-1]

    assert last == {"field": "root", "ok": False, "expected": vector("random")["root"], "actual": OTHER_HASH}


@pytest.mark.parametrize(
    "text", ["", "not json", "{", "[NaN]", "\ufeff{}", "null", "[]", '"draw/1"', "[" * 100_000]
)
def test_a_file_that_is_no_record_is_not_right_and_no_traceback_is_shown(text: str) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "-"], input=text.encode(), capture_output=True, timeout=60, check=False
    )

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_the_script_reads_a_file_and_tells_how_it_is_used() -> None:
    of_file = [sys.executable, str(SCRIPT), str(ROOT / "tests/vectors/draw-random.json")]

    assert subprocess.run(of_file, capture_output=True, timeout=60, check=False).returncode == 0
    assert (
        subprocess.run(
            [*of_file[:2], "no-such-file"], capture_output=True, timeout=60, check=False
        ).returncode
        == 1
    )
    assert b"record.json" in subprocess.run(of_file[:2], capture_output=True, timeout=60, check=False).stderr


def test_the_script_speaks_on_a_console_without_chinese() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(ROOT / "tests/vectors/draw-random.json")],
        capture_output=True,
        timeout=60,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )

    assert done.returncode == 0
    assert b"the draw is right" in done.stdout


def test_the_script_needs_only_python_3_8_and_its_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 8))

    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
        )
    }
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("script", ["verify_draw.js", "beacon_chain.js"])
def test_browser_code_never_writes_html_nor_evaluates_text(script: str) -> None:
    code = (STATIC / script).read_text("utf-8")

    assert not [
        word for word in ("innerHTML", "outerHTML", "insertAdjacent", "eval(", "Function(") if word in code
    ]
    # ES2019: no BigInt literals, optional chaining or nullish defaults.
    assert not [word for word in ("?.", "??", "globalThis") if word in code]


def test_the_hash_chain_file_is_never_sent() -> None:
    code = (STATIC / "beacon_chain.js").read_text("utf-8")

    assert not [
        word for word in ("fetch(", "XMLHttpRequest", "sendBeacon", "FormData", "WebSocket") if word in code
    ]
