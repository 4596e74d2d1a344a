"""Immutable, content-addressed pages below a parent (design §1): written again, they change nothing."""

import json
from collections.abc import Sequence

from chalicelib.kernel.canonical import Json, canonical_json, sha256_hex
from chalicelib.kernel.errors import NotFound
from chalicelib.store import keys
from chalicelib.store.batch import batch_get
from chalicelib.store.blobs import pack, unpack
from chalicelib.store.tables import EntityItem, Tables


def to_item(model: type[EntityItem], parent: str, rows: Sequence[Json]) -> EntityItem:
    """Write rows as a page under the hash of their canonical JSON."""
    text = canonical_json(list(rows))
    return model(*keys.page(parent, sha256_hex(text)), kind="page", data=pack(text))


class Pages:
    """Pages written outside a transaction, before the manifest that names them."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._tables, self._model = tables, tables.marketplace

    def put(self, parent: str, rows: Sequence[Json]) -> str:
        """Write a page and return its hash."""
        item = to_item(self._model, parent, rows)
        item.save()
        return item.sk

    def get(self, parent: str, hashes: Sequence[str]) -> list[Json]:
        """Return the rows of pages in the order of their hashes, read consistently.

        Raises:
            NotFound: when a page is missing or holds anything but what its hash says.
        """
        wanted = [(self._model, *keys.page(parent, content_hash)) for content_hash in hashes]
        items = batch_get(self._tables, wanted, consistent=True)
        return [
            row for content_hash, item in zip(hashes, items, strict=True) for row in _rows(content_hash, item)
        ]


def _rows(content_hash: str, item: EntityItem | None) -> list[Json]:
    text = unpack(str(item.data)) if item else ""
    if sha256_hex(text) != content_hash:
        raise NotFound("not-found", kind="page")
    rows: list[Json] = json.loads(text)
    return rows
