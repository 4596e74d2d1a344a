"""Importing the product makes many objects and no garbage: nothing is collected until the application stands.

A sixth of the processor time of a cold import was the collector walking what had just been made. `app.py`
imports this first and says when it is over; what stands then is never walked again.
"""

import gc

gc.disable()


def is_over() -> None:
    """Let the collector work from now on, on what requests make."""
    gc.freeze()
    gc.enable()
