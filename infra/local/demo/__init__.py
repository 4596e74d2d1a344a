"""Living demo data, made by running the use cases along a moving clock (design §5).

Nothing here writes a table: people enter agencies, publish notices, quote, reveal the beacon, and time does
the rest. The result is kept as a snapshot under a hash of code and rules, so that later starts only read it.
Tables on another endpoint are no part of a snapshot: they are told the story once, when they hold nothing.
"""

import gc
import logging
from collections.abc import Callable

from infra.local.demo.cache import read_snapshot, write_snapshot
from infra.local.demo.story import PROLOGUE_AT, tell
from infra.local.runtime import Runtime


def load(runtime: Runtime, say: Callable[[str], None] = lambda _: None) -> None:
    """Put the demo data into empty tables, from the snapshot when code and rules are the same."""
    if not runtime.is_embedded:
        if runtime.holds_nothing():
            _tell(runtime, say)
        return
    if read_snapshot(runtime):
        return
    _tell(runtime, say)
    write_snapshot(runtime)
    read_snapshot(runtime)


def _tell(runtime: Runtime, say: Callable[[str], None]) -> None:
    """Make the demo data; a year of timers has nothing to report to whoever waits for the product."""
    say("Making the demo data, which takes two or three minutes; later starts read it back in seconds.")
    runtime.reset(PROLOGUE_AT)
    # The engine's memory is one large graph without garbage, and walking it costs a third of the telling.
    gc.disable()
    logging.disable(logging.INFO)
    try:
        tell(runtime)
    finally:
        logging.disable(logging.NOTSET)
        gc.enable()
