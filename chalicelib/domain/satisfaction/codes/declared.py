"""Outside codes are read and written only under a declared code system (evaluation.md §3).

The same digit means praise in one list and a complaint in another, so there is no guessing and no default
system: what is not declared is refused, and so is what the system cannot say.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

from chalicelib.kernel.errors import FieldError, Invalid

T = TypeVar("T")


class DeclaredCodes(Generic[T]):
    """The codes of one kind of value in every system that may be named."""

    def __init__(self, systems: Mapping[str, Mapping[str, T]]) -> None:
        """Keep the lists."""
        self._values = systems
        self._codes: dict[str, dict[T, str]] = {
            system: {value: code for code, value in codes.items()} for system, codes in systems.items()
        }

    def read(self, code: str | int, system: str, pointer: str = "/code") -> T:
        """Return what a code means in a system.

        Raises:
            Invalid: `code-system-undeclared`, or `unknown-code` at the pointer.
        """
        codes = self._values.get(system)
        if codes is None:
            raise _undeclared()
        if str(code) not in codes:
            raise Invalid(errors=[FieldError(pointer, "unknown-code", {"system": str(system)})])
        return codes[str(code)]

    def write(self, value: T, system: str, pointer: str = "/code") -> str:
        """Return the code of a value in a system.

        Raises:
            Invalid: `code-system-undeclared`, or `no-code-for-it` when the system cannot say it.
        """
        codes = self._codes.get(system)
        if codes is None:
            raise _undeclared()
        if value not in codes:
            raise Invalid(errors=[FieldError(pointer, "no-code-for-it", {"system": str(system)})])
        return codes[value]


def _undeclared() -> Invalid:
    return Invalid(errors=[FieldError("/code_system", "code-system-undeclared")])
