"""Indexed lists (design §3): one facet, one sort; one Query for the page, one for all counts."""

import time
from collections.abc import Callable, Mapping

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.paging import PageRequest
from chalicelib.store import keys
from chalicelib.store.card_pages import card_of, read_page
from chalicelib.store.reporting import ReportingStore
from chalicelib.store.tables import Tables
from chalicelib.usecases.ports import Board, Card, ListPage

BOARD, BOARD_PAGE = "board", 60
"""What waits at a seat: one Query reads its figures and as many cards as anybody looks at."""

POINTER_SECONDS = 30
"""How long a process believes the generation pointer; a rebuild keeps the old rows longer than that."""


REMEMBERED_SECONDS = 300
"""How long a process believes what units are called."""


class Lists:
    """Pages of cards from the generation in use."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model, self._reporting = tables.reporting, ReportingStore(tables)
        self._pointer: tuple[float, int] = (0.0, 1)
        self._remembered: dict[tuple[str, str], tuple[float, Mapping[str, Mapping[str, int]]]] = {}

    def page(self, name: str, facet: str, request: PageRequest, *, newest_first: bool = True) -> ListPage:
        """Return one page of one facet of a list."""
        partition = keys.facet(self.generation(), name, facet)
        return read_page(self._model, partition, f"{name}/{facet}", request, newest_first=newest_first)

    def board(self, seat: str, wanted: int, keep: Callable[[Card], bool]) -> Board:
        """Return a seat's figures and the first of its cards that are kept; one Query unless few are."""
        figures: dict[str, int] = {}
        cards: list[Card] = []
        for item in self._model.query(keys.facet(self.generation(), BOARD, seat), page_size=BOARD_PAGE):
            if item.sk.startswith(keys.FIGURE):
                figures[item.sk.removeprefix(keys.FIGURE)] = int(item.seq or 0)
            elif keep(card := card_of(item)):
                cards.append(card)
            if len(cards) == wanted:
                break
        return Board(tuple(cards), figures)

    def counts(self, name: str, prefix: str = "") -> Mapping[str, int]:
        """Return the exact count of every facet of a list, or of those that begin with a prefix."""
        return self._reporting.counts(self.generation(), name, prefix)

    def figures(self, name: str, facet: str, prefix: str = "") -> Mapping[str, Mapping[str, int]]:
        """Return the figures of a facet and their columns, all or those with a prefix."""
        return self._reporting.figures(self.generation(), name, facet, prefix)

    def remembered(self, name: str, facet: str, prefix: str) -> Mapping[str, Mapping[str, int]]:
        """Return figures that change seldom, believed for some minutes while one with a prefix is there."""
        read_at, found = self._remembered.get((name, facet), (0.0, {}))
        is_there = any(figure.startswith(prefix) for figure in found)
        if not is_there or time.monotonic() - read_at > REMEMBERED_SECONDS:
            found = self.figures(name, facet)
            self._remembered[name, facet] = (time.monotonic(), found)
        return found

    def row(self, kind: str, identifier: str) -> Mapping[str, Json]:
        """Return an aggregate's reporting row; empty when it was not projected yet."""
        return self._reporting.rows(self.generation(), [(kind, identifier)])[kind, identifier].row

    def generation(self) -> int:
        """Return the generation in use, believed for half a minute."""
        read_at, generation = self._pointer
        if time.monotonic() - read_at > POINTER_SECONDS:
            generation, _ = self._reporting.generation()
            self._pointer = (time.monotonic(), generation)
        return generation
