import ast
import json
from pathlib import Path

import pytest

import bench
from bench.__main__ import MEASURES, main
from bench.budgets import BUDGETS
from bench.figures import Figure
from bench.report import table, write_results

KEYS = ["operation", "items", "calls", "rcu", "wcu", "cpu_ratio", "budget", "ok"]
PAGE = "notice_page@1"
QUOTE = "sealed_quote@1"


def test_a_figure_at_its_bound_is_within_its_budget() -> None:
    assert not Figure(PAGE, calls=2, rcu=6.0).missed


@pytest.mark.parametrize(("calls", "rcu", "broken"), [(3, 6.0, "calls"), (2, 6.5, "rcu")])
def test_a_figure_beyond_a_bound_names_it(calls: int, rcu: float, broken: str) -> None:
    assert Figure(PAGE, calls=calls, rcu=rcu).missed == (broken,)


def test_a_bounded_number_that_was_not_measured_breaks_its_bound() -> None:
    assert Figure(PAGE, calls=2).missed == ("rcu",)


def test_a_bound_may_be_on_a_number_that_stands_apart() -> None:
    parts = {"reads": 4.0, "transactions": 1.0}

    assert Figure(QUOTE, items=5, apart=parts).missed == ("reads",)


def test_results_hold_exactly_the_agreed_keys_and_null_for_what_does_not_apply(tmp_path: Path) -> None:
    path = tmp_path / "results.json"

    write_results([Figure(PAGE, calls=2, rcu=1.5)], path)

    [line] = json.loads(path.read_text("utf-8"))
    assert list(line) == KEYS
    assert line["items"] is line["wcu"] is line["cpu_ratio"] is None
    assert line["budget"] == {"calls": 2, "rcu": 6}
    assert line["ok"] is True


def test_every_operation_says_its_size() -> None:
    for operation in BUDGETS:
        name, _, size = operation.partition("@")
        assert name.isidentifier()
        assert name == name.lower()
        assert size.isdecimal()


def test_every_budget_has_a_measure_that_produces_it() -> None:
    sources = Path(bench.__file__).parent.glob("*.py")
    texts = {
        node.value
        for path in sources
        if path.name != "budgets.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    names = {text.partition("@")[0] for text in texts}
    made_by_name = {"cold_start_public", "cold_start_desk", "cold_start_api"}

    assert {operation.partition("@")[0] for operation in BUDGETS} - names == made_by_name


def test_the_table_says_which_bound_was_missed() -> None:
    shown = table([Figure(PAGE, calls=3, rcu=1.5)])

    assert "missed: calls" in shown


def test_a_missed_budget_is_exit_status_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("bench.__main__._run", lambda _names: [Figure(PAGE, calls=3, rcu=1.5)])
    monkeypatch.setattr("bench.__main__.write_results", lambda _figures: None)

    assert main([]) == 1


def test_an_unknown_measure_is_refused_with_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    said = capsys.readouterr().err
    assert all(name in said for name in MEASURES)


def test_the_operations_guide_names_every_measure() -> None:
    guide = (Path(bench.__file__).parents[1] / "docs" / "operations.md").read_text("utf-8")
    command = guide.split("some of it: ")[1].split("```")[0]

    assert [word for word in command.split() if word != "#"] == list(MEASURES)
