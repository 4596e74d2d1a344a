"""What a command expects of the stored version: a program names the one it read (If-Match), a form none."""

from collections.abc import Callable

CheckVersion = Callable[[int], None]


def any_version(_version: int) -> None:
    """Accept whatever version is stored: the command says what it expects by the state."""
