"""The gates of import directions close: each line they forbid is put into a copy of the house and named."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.shape import ROOT

FORBIDDEN = (
    ("chalicelib/store/keys.py", "infra.local.calls"),
    ("chalicelib/store/blobs.py", "chalicelib.web.forms"),
    ("chalicelib/store/gates.py", "chalicelib.gateways.queues"),
    ("chalicelib/gateways/queues.py", "chalicelib.entrypoints.call"),
    ("chalicelib/gateways/clients.py", "chalicelib.settings"),
    ("chalicelib/web/cookies.py", "chalicelib.settings"),
    ("chalicelib/usecases/close_day.py", "chalicelib.store.keys"),
    ("chalicelib/entrypoints/trace.py", "chalicelib.bootstrap"),
    ("chalicelib/kernel/ids.py", "chalicelib.domain.digests"),
    ("chalicelib/domain/digests.py", "boto3"),
    ("chalicelib/web/headers.py", "chalice"),
    ("chalicelib/entrypoints/gateway.py", "jinja2"),
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the gate says about a copy of the house with every forbidden line in it."""
    copy = tmp_path_factory.mktemp("house")
    for folder in ("chalicelib", "infra"):
        shutil.copytree(
            ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("locale", "static", "*.html")
        )
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name, module in FORBIDDEN:
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write(f"\nimport {module}\n")
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", lint, "--no-cache"]
    gate = subprocess.run(command, cwd=copy, env={"PYTHONPATH": str(copy)}, capture_output=True, text=True)
    assert gate.returncode == 1, gate.stderr
    return gate.stdout


@pytest.mark.parametrize(("name", "module"), FORBIDDEN)
def test_a_forbidden_import_is_named(said: str, name: str, module: str) -> None:
    importer = Path(name).with_suffix("").as_posix().replace("/", ".")

    assert any(f"{importer} -> {module}" in line for line in said.splitlines())
