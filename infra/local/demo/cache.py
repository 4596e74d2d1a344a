"""The demo's snapshot: valid as long as nothing that could change it has changed."""

import hashlib
from pathlib import Path

from infra.local.runtime import Runtime

ROOT = Path(__file__).parents[3]
SOURCES = ("chalicelib", "infra/local")
SUFFIXES = frozenset({".py", ".json"})


def snapshot_path() -> Path:
    """Return where the snapshot of this state of code and rules lies."""
    return ROOT / ".local" / f"demo-{_fingerprint()}.jsonl"


def read_snapshot(runtime: Runtime) -> bool:
    """Load the snapshot if there is one for this state of code and rules."""
    path = snapshot_path()
    if not path.is_file():
        return False
    runtime.import_snapshot(path)
    return True


def write_snapshot(runtime: Runtime) -> None:
    """Keep what the runtime holds and drop snapshots of other states."""
    path = snapshot_path()
    path.parent.mkdir(exist_ok=True)
    runtime.export_snapshot(path)
    for old in path.parent.glob("demo-*.jsonl"):
        if old != path:
            old.unlink(missing_ok=True)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            if path.suffix in SUFFIXES:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
