"""The script that anybody runs says what the product says, of right documents and of altered ones."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.snapshot import Snapshot, published
from chalicelib.domain.satisfaction.statistics.verification import verify
from tests.factories.notices import MONDAY
from tests.unit.satisfaction.tallies import tallies, tally

PATH = Path("chalicelib/web/static/verify_ratings.py")


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_ratings", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load()


def body_of(one: Any, other: Any) -> tuple[dict[str, Any], str]:
    document = published(Snapshot("2026-11", "SD-WF", MONDAY, (one, other)), 5)
    return json.loads(json.dumps(document.body)), document.sha256


@given(tallies(unit="u-1"), tallies(unit="u-2"))
def test_a_published_month_is_found_right(one: Any, other: Any) -> None:
    body, sha256 = body_of(one, other)

    assert list(SCRIPT.wrong(body, sha256)) == []


@given(tallies(unit="u-1"), tallies(unit="u-2"), st.integers(0, 1), st.integers(0, 23))
def test_a_figure_that_was_altered_is_named(one: Any, other: Any, unit: int, place: int) -> None:
    body, sha256 = body_of(one, other)
    figure = body["units"][unit]["figures"][place % len(body["recipes"])]
    figure["value"] = "99.98" if figure["value"] != "99.98" else "99.97"

    found = list(SCRIPT.wrong(body, sha256))

    assert found[0].endswith(figure["key"])
    assert found[-1] == "sha256"
    assert not verify(body, sha256).is_right


def test_a_count_that_was_altered_is_found_by_its_figures(tmp_path: Path) -> None:
    body, sha256 = body_of(tally(unit="u-1"), tally(unit="u-2"))
    body["units"][0]["counts"]["effective_5"] += 1
    altered = tmp_path / "month.json"
    altered.write_text(json.dumps(body), encoding="utf-8")

    assert SCRIPT.main([str(altered), sha256]) == 1
