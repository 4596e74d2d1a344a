"""State machines as data: a table of allowed moves, checked in one place and drawn in the docs."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Generic, TypeVar

from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One allowed move; `source` None is the birth of the thing, `actor` is a label for people."""

    source: S | None
    event: str
    target: S
    actor: str


class TransitionTable(Generic[S]):
    """The moves of one kind of thing; every pair that is not listed is refused."""

    def __init__(self, kind: str, moves: Iterable[Move[S]]) -> None:
        """Keep the moves; a move listed twice is an error of the table."""
        self.kind = kind
        self.moves = tuple(moves)
        keys = [(move.source, move.event, move.target) for move in self.moves]
        if len(keys) != len(set(keys)):
            raise ValueError(f"{kind}: a move is listed twice")

    def check(self, source: S | None, event: str, target: S) -> None:
        """Refuse a move that the table does not list.

        Raises:
            Conflict: `wrong-state`, with the kind, the present state and the event.
        """
        if not self.allows(source, event, target):
            raise Conflict("wrong-state", kind=self.kind, state=str(source), event=event)

    def allows(self, source: S | None, event: str, target: S) -> bool:
        """Tell whether the table lists the move."""
        return any((move.source, move.event, move.target) == (source, event, target) for move in self.moves)

    def events_from(self, source: S | None) -> Iterator[str]:
        """Name the events that are possible in a state, in the table's order."""
        return (move.event for move in self.moves if move.source == source)

    def mermaid(self) -> str:
        """Draw the table as a Mermaid state diagram for docs/state-machines.md."""
        lines = ["stateDiagram-v2"]
        for move in self.moves:
            source = "[*]" if move.source is None else move.source
            lines.append(f"    {source} --> {move.target}: {move.event} ({move.actor})")
        return "\n".join(lines)
