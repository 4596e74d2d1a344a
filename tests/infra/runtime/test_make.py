"""`make run` on a machine that is not ready: one sentence says what is missing, and a second try works."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
REQUIREMENTS = ("requirements.txt", "requirements-documents.txt", "requirements-dev.txt")
INHERITED = frozenset({"MAKELEVEL", "MAKEFLAGS", "MFLAGS", "PORT"})


@pytest.fixture
def house(tmp_path):
    """A checkout of which only what make itself reads is there."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in REQUIREMENTS:
        (tmp_path / name).touch()
    return tmp_path


def script(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(0o755)
    return path


def make(house, *words):
    """Run make as a newcomer would, also where another make runs the tests: it would name its folders."""
    environment = {name: value for name, value in os.environ.items() if name not in INHERITED}
    done = subprocess.run(
        ["make", *words], cwd=house, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout.strip().splitlines()


def test_a_missing_python_is_one_clear_sentence(house):
    status, lines = make(house, "run", "PYTHON=no-such-python")

    assert status == 2
    (line,) = lines
    assert line.startswith("Python 3.11, 3.12 or 3.13 is needed, and 'no-such-python' was not found.")


def test_a_python_that_is_too_new_is_one_clear_sentence(house):
    newer = script(house / "newer", 'if [ "$1" = -V ]; then echo Python 3.14.0; else exit 1; fi')

    status, lines = make(house, "run", f"PYTHON={newer}")

    assert status == 2
    assert lines == [f"Python 3.11, 3.12 or 3.13 is needed; '{newer}' is Python 3.14.0."]


def test_an_environment_that_was_left_half_made_is_made_anew(house):
    """As on Debian without python3-venv: the interpreter is there, pip is not."""
    script(house / ".venv/bin/python", 'echo "$*" >> calls')
    system = script(
        house / "system",
        'if [ "$2" = venv ]; then touch "$3/bin/pip"; chmod +x "$3/bin/pip"; echo made >> calls; fi',
    )

    status, _ = make(house, ".venv/installed", f"PYTHON={system}")

    calls = (house / "calls").read_text().splitlines()
    assert status == 0
    assert calls[0] == "made"
    assert calls[1].startswith("-m pip install")


def test_a_port_reaches_the_product_as_it_was_typed(house):
    """So that its own sentence, not the shell's, speaks of a bad one."""
    script(house / ".venv/bin/python", 'if [ "$2" = infra.local ]; then echo "port: $PORT"; fi')
    script(house / ".venv/bin/pip")
    (house / ".venv/installed").touch()

    status, lines = make(house, "run", "PORT=80 00")

    assert (status, lines) == (0, ["port: 80 00"])
