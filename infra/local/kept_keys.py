"""The KMS keys beside tables that outlive this process: what was sealed there must open after a restart.

Files of the buckets do not outlive it; with another endpoint an attachment is gone when the process is.
"""

import json
from pathlib import Path

from infra.local import calls, snapshot_keys
from infra.local.kept_files import kept


def keep_keys(path: Path, region: str) -> None:
    """Put the keys of an earlier start in the place of the new ones, or keep these for the next start.

    Raises:
        KeptFileError: when the file cannot be used.
    """
    with calls.LOCK:
        kept(path, lambda: _written(region), lambda text: _restored(text, region))


def _written(region: str) -> str:
    return "".join(json.dumps(row) + "\n" for row in snapshot_keys.rows(region))


def _restored(text: str, region: str) -> None:
    """Put keys in the place of those that are there.

    Raises:
        ValueError: when the text holds none.
    """
    rows = [json.loads(line) for line in text.splitlines()]
    if not rows:
        raise ValueError("no keys")
    restore = snapshot_keys.restorer(region)
    for row in rows:
        restore(row)
