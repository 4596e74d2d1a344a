"""The layer of the functions that answer with a PDF: the typesetter and its font (ADR 0060).

It is kept out of the archive that every function runs, since it weighs five times as much and only two of
them ever load it; without it they send readers to the page instead.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from infra.packaging.archive import TooBigError, pack

PLATFORM = "manylinux2014_x86_64"
FOLDER = "python"
"""Where Lambda looks for the packages of a layer."""

LIMIT_BYTES = 50 * 1024 * 1024
"""Lambda's own limit for a layer that is sent directly; unpacked, layer and archive share 250 MB."""


def build_layer(requirements: Path, folder: Path, target: Path) -> int:
    """Install the pinned packages for Lambda's platform, pack them and return the size in bytes.

    Raises:
        TooBigError: when the layer exceeds its limit.
    """
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    wheels = ["--no-compile", "--only-binary", ":all:", "--platform", PLATFORM]
    subprocess.run(
        [*command, *wheels, "--requirement", str(requirements), "--target", str(folder / FOLDER)], check=True
    )
    pack(folder, target)
    size_bytes = target.stat().st_size
    if size_bytes > LIMIT_BYTES:
        raise TooBigError(f"The layer has {size_bytes:,} bytes, more than {LIMIT_BYTES:,}.")
    return size_bytes
