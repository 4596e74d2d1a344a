"""The archive every function runs: Chalice's, without what is never read, compiled, byte for byte repeatable.

Chalice ships sources only and Lambda's task folder cannot be written, so every cold start would compile
everything again; and nineteen of its twenty-three megabytes describe services that are not used (ADR 0008).
Sources stay at home: a traceback names file, line and function, and the release names the commit.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from infra.packaging.trimming import is_kept

LIMIT_BYTES = 14 * 1024 * 1024
"""Half of it is `cryptography`, which verifies the issuer's signatures; ADR 0008 has the account."""

EPOCH = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o100644 << 16
NEVER_IMPORTED = "web/static/"
"""Python files that are served to readers, not run by us."""


class TooBigError(Exception):
    """The archive is bigger than a cold start can afford."""


def repack(chalice_archive: Path, schemas: Path, folder: Path, target: Path) -> int:
    """Lay the deployed files out in a folder, pack them and return the archive's size in bytes.

    Raises:
        TooBigError: when it exceeds its limit.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with zipfile.ZipFile(chalice_archive) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if is_kept(name)])
    shutil.copytree(schemas, folder / "schemas", ignore=shutil.ignore_patterns("*.md"))
    _compile(folder, schemas.parent)
    pack(folder, target)
    size_bytes = target.stat().st_size
    if size_bytes > LIMIT_BYTES:
        raise TooBigError(f"The archive has {size_bytes:,} bytes, more than {LIMIT_BYTES:,}.")
    return size_bytes


def _compile(folder: Path, root: Path) -> None:
    """Compile templates, and modules in their sources' place; in fresh processes, for equal bytes."""
    command = [sys.executable, "-m", "compileall", "-q", "-b", "--invalidation-mode", "unchecked-hash"]
    names = sorted(entry.name for entry in folder.iterdir())
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    templates = [sys.executable, "-m", "infra.packaging.templates", str(folder.resolve())]
    subprocess.run(templates, cwd=root, env=environment, check=True)
    subprocess.run([*command, "-x", NEVER_IMPORTED, *names], cwd=folder, env=environment, check=True)
    for source in folder.rglob("*.py"):
        if source.with_suffix(".pyc").exists():
            source.unlink()


def pack(folder: Path, target: Path) -> None:
    """Pack a folder: sorted, dated alike, readable by everybody, so that equal files give equal bytes."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            # Lambda reads as another user, so everybody may read.
            entry.external_attr = FILE_MODE
            archive.writestr(entry, files[name].read_bytes(), zipfile.ZIP_DEFLATED, 9)
