"""The layer that sets PDFs: whole, within Lambda's limits, and carried only by what answers with one."""

import subprocess
import sys
from pathlib import Path

from infra.packaging.layer import FOLDER, LIMIT_BYTES
from infra.packaging.merge import duties_of
from tests.infra.package.conftest import Package

UNPACKED_LIMIT_BYTES = 250 * 1024 * 1024
"""Lambda: the unpacked size of a function and all its layers."""
SETS_A_PAGE = """
from datetime import UTC, datetime
from chalicelib.documents.typesetting import can_typeset, typeset
page = '<html lang="zh-Hans"><main><h1>\\u4e2d\\u9009</h1></main></html>'
assert can_typeset()
assert typeset(page, "https://market.example/x", datetime.now(UTC)).startswith(b"%PDF-")
"""


def test_archive_and_layer_together_fit_into_a_function(one_package: Package) -> None:
    parts = (one_package.unpacked, one_package.folder / "layer")
    unpacked = sum(path.stat().st_size for part in parts for path in part.rglob("*") if path.is_file())

    assert (one_package.folder / "documents.zip").stat().st_size <= LIMIT_BYTES
    assert unpacked <= UNPACKED_LIMIT_BYTES


def test_only_functions_that_answer_with_a_pdf_carry_the_layer(package: Package) -> None:
    layered = {
        duty
        for name, duty in duties_of(package.sam).items()
        if "Layers" in package.resources[name]["Properties"]
    }

    assert layered == {"public"}


def test_the_packaged_code_sets_a_page_with_the_layer_alone(one_package: Package) -> None:
    layer: Path = one_package.folder / "layer" / FOLDER
    path = f"import sys; sys.path[:0] = [{str(one_package.unpacked)!r}, {str(layer)!r}]\n"

    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", path + SETS_A_PAGE], capture_output=True, text=True
    )

    assert run.returncode == 0, run.stderr
