"""The KMS keys beside tables that outlive this process: what was sealed there must open after a restart.

Files of the buckets do not outlive it; with another endpoint an attachment is gone when the process is.
"""

import json
import os
from pathlib import Path

from infra.local import calls, snapshot_keys


def keep_keys(path: Path, region: str) -> None:
    """Put the keys of an earlier start in the place of the new ones, or keep these for the next start."""
    with calls.LOCK:
        if path.exists():
            restore = snapshot_keys.restorer(region)
            for line in path.read_text("utf-8").splitlines():
                restore(json.loads(line))
            return
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in snapshot_keys.rows(region))
