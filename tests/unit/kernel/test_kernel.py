"""The kernel's own promises: its examples hold, and it imports the standard library only."""

import ast
import doctest
import importlib
import pkgutil
import sys
from pathlib import Path

import pytest

from chalicelib import kernel

MODULES = [module.name for module in pkgutil.walk_packages(kernel.__path__, f"{kernel.__name__}.")]
FILES = sorted(Path(kernel.__path__[0]).rglob("*.py"))


def imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_kernel_imports_the_standard_library_and_itself_only(file: Path) -> None:
    foreign = {name for name in imported(file) if name.partition(".")[0] not in sys.stdlib_module_names}

    assert {name for name in foreign if not name.startswith(f"{kernel.__name__}.")} == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_only_the_clock_asks_the_machine_for_the_time(file: Path) -> None:
    asks = {"now", "utcnow", "today", "time_ns"}
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))

    found = {node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr in asks}

    assert found == ({"now"} if file.name == "clock.py" else set())
