"""Living demo data, made by running the use cases along a moving clock (design §5).

Nothing here writes a table: people enter agencies, publish notices, quote, reveal the beacon, and time does
the rest. The result is kept as a snapshot under a hash of code and rules, so that later starts only read it.
Tables on another endpoint are no part of a snapshot: they are told the story once, when they hold nothing.
"""

import gc

from infra.local.demo.cache import read_snapshot, write_snapshot
from infra.local.demo.story import PROLOGUE_AT, tell
from infra.local.runtime import Runtime


def load(runtime: Runtime) -> None:
    """Put the demo data into empty tables, from the snapshot when code and rules are the same."""
    if not runtime.is_embedded:
        if runtime.holds_nothing():
            _tell(runtime)
        return
    if read_snapshot(runtime):
        return
    _tell(runtime)
    write_snapshot(runtime)
    read_snapshot(runtime)


def _tell(runtime: Runtime) -> None:
    runtime.reset(PROLOGUE_AT)
    # The engine's memory is one large graph without garbage, and walking it costs a third of the telling.
    gc.disable()
    try:
        tell(runtime)
    finally:
        gc.enable()
