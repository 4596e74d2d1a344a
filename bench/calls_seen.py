"""The calls an operation makes, in order, as the SDK was asked for them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from infra.local import calls
from infra.local.calls import Answer, Call, Proceed

READS = frozenset({"GetItem", "BatchGetItem", "Query", "TransactGetItems"})
TRANSACTION = "TransactWriteItems"


@contextmanager
def watched() -> Iterator[list[Call]]:
    """Note every call to every service until the end of the context."""
    seen: list[Call] = []

    def note(call: Call, proceed: Proceed) -> Answer:
        seen.append(call)
        return proceed(call.params)

    with calls.observed(note):
        yield seen


def counted(seen: Sequence[Call], *operations: str) -> int:
    """Count the calls of some operations."""
    return sum(call.operation in operations for call in seen)


def reads(seen: Sequence[Call]) -> list[Call]:
    """Return the reads of tables."""
    return [call for call in seen if call.operation in READS]


def transaction_items(seen: Sequence[Call]) -> int:
    """Return the items of the biggest transaction."""
    return max(
        (len(call.params["TransactItems"]) for call in seen if call.operation == TRANSACTION), default=0
    )
