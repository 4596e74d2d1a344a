"""Living demo data, made by running the use cases along a moving clock (design §5).

Nothing here writes a table: people enter agencies, publish notices, quote, reveal the beacon, and time does
the rest. The result is kept as a snapshot under a hash of code and rules, so that later starts only read it.
"""

import gc

from infra.local.demo.cache import read_snapshot, write_snapshot
from infra.local.demo.story import STARTS_AT, tell
from infra.local.runtime import Runtime


def load(runtime: Runtime) -> None:
    """Put the demo data into an empty runtime, from the snapshot when code and rules are the same."""
    if read_snapshot(runtime):
        return
    runtime.reset(STARTS_AT)
    # The engine's memory is one large graph without garbage, and walking it costs a third of the telling.
    gc.disable()
    try:
        tell(runtime)
    finally:
        gc.enable()
    write_snapshot(runtime)
    read_snapshot(runtime)
