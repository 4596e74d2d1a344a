"""What is called by its address, `package.module:name`, and imported when it is first wanted (ADR 0098).

For tables of which every process knows all rows and uses few. Tests resolve every address there is.
"""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def named(address: str) -> Any:
    """Return what an address stands for.

    >>> named("chalicelib.kernel.late:named") is named
    True
    """
    module, _, name = address.partition(":")
    return getattr(import_module(module), name)
