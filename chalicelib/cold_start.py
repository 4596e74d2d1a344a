"""Importing the product makes many objects and no garbage: nothing is collected until the application stands.

A sixth of the processor time of a cold import was the collector walking what had just been made. `app.py`
imports this first and says when it is over; what stands then is never walked again. A room imported by a
request (ADR 0098) makes as little garbage, so from then on the collector looks after many objects, not few.
"""

import gc

MANY = 100_000
"""Objects made and not given up, after which the collector looks; Python's own is 700. Some ten megabytes."""

gc.disable()


def is_over() -> None:
    """Let the collector work from now on, on what requests make."""
    gc.freeze()
    gc.set_threshold(MANY)
    gc.enable()
