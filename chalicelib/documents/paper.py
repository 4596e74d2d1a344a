"""Reads one of our own pages as a paper: its headings, paragraphs, pairs, lists and tables, in their order.

A PDF says what its page says, since it is made from it: there is one place for words, figures and dates, and
whoever has no typesetter prints the page (pages §3). Only the content of `<main>` counts; what is there to be
clicked or only to be heard (buttons, forms, pictures, hidden captions) is left out.
"""

import re
from dataclasses import field
from html.parser import HTMLParser
from typing import Final, Literal

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass

BlockKind = Literal["heading", "paragraph", "item", "pair", "table"]

_SPACES: Final = re.compile(r"\s+")
_SILENT: Final = frozenset({"nav", "svg", "button", "form", "dialog", "script", "style", "details"})
_SILENT_CLASSES: Final = frozenset({"visually-hidden", "actions", "updated", "no-paper"})
_VOID: Final = frozenset({"br", "img", "input", "hr", "meta", "link", "wbr"})
_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3}
_SPEAKING: Final = frozenset({*_HEADINGS, "p", "blockquote", "li", "dt", "dd", "th", "td", "caption"})


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a paper; `level` of a heading, `cells` of a pair or of a table (first row: its head)."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    cells: tuple[tuple[str, ...], ...] = ()

    def to_json(self) -> dict[str, Json]:
        """Write the block as the typesetter reads it."""
        rows: list[Json] = [list(row) for row in self.cells]
        return {"kind": self.kind, "text": self.text, "level": self.level, "cells": rows}


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's title and language, and what it says."""

    title: str
    language: str
    blocks: tuple[Block, ...] = field(default=())


def read_page(html: str) -> Paper:
    """Read a whole page of ours."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Paper(reader.title, reader.language, tuple(reader.blocks))


class _Reader(HTMLParser):
    """Walks the page once; `_words` collects the text of the outermost speaking element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title, self.language = "", "zh-Hans"
        self.blocks: list[Block] = []
        self._path: list[tuple[str, bool]] = []
        self._words: list[str] | None = None
        self._speaker = 0
        self._term = ""
        self._caption = ""
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or self.language
        if tag == "br":
            self._say("\n")
        if tag in _VOID:
            return
        is_silent = tag in _SILENT or not _SILENT_CLASSES.isdisjoint((given.get("class") or "").split())
        self._path.append((tag, is_silent))
        if not self._is_heard():
            return
        if tag == "table":
            self._caption, self._rows = "", []
        elif tag == "tr":
            self._rows.append([])
        elif tag in _SPEAKING and self._words is None:
            self._words, self._speaker = [], len(self._path)
        elif tag in _SPEAKING:
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and with it whatever was left open inside."""
        while self._path:
            is_heard = self._is_heard()
            if self._words is not None and len(self._path) == self._speaker:
                self._finish(self._path[-1][0])
            last, _silent = self._path.pop()
            if last == "table" and is_heard and self._rows:
                cells = tuple(tuple(row) for row in self._rows)
                self.blocks.append(Block("table", self._caption, cells=cells))
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take text where it is heard."""
        self._say(_SPACES.sub(" ", data))

    def _say(self, text: str) -> None:
        if self._words is not None and self._is_heard():
            self._words.append(text)

    def _is_heard(self) -> bool:
        tags = [tag for tag, _silent in self._path]
        return "main" in tags and not any(silent for _tag, silent in self._path)

    def _finish(self, tag: str) -> None:
        lines = ("".join(self._words or ())).split("\n")
        text = "\n".join(line.strip() for line in lines if line.strip())
        self._words = None
        if not text and tag not in ("td", "th"):
            return
        if tag in _HEADINGS:
            self._head(text, _HEADINGS[tag])
        elif tag == "dt":
            self._term = text
        elif tag == "dd":
            self.blocks.append(Block("pair", cells=((self._term, text),)))
        elif tag in ("th", "td"):
            self._rows[-1].append(text)
        elif tag == "caption":
            self._caption = text
        else:
            self.blocks.append(Block("item" if tag == "li" else "paragraph", text))

    def _head(self, text: str, level: int) -> None:
        if level == 1:
            self.title = text
        self.blocks.append(Block("heading", text, level))
