"""Immutable, content-addressed pages below a parent (design §1): written again, they change nothing."""

import json
from collections.abc import Sequence

from chalicelib.kernel.canonical import Json, canonical_json, sha256_hex
from chalicelib.kernel.errors import NotFound
from chalicelib.store import keys
from chalicelib.store.tables import EntityItem, Tables


def to_item(model: type[EntityItem], parent: str, rows: Sequence[Json]) -> EntityItem:
    """Write rows as a page under the hash of their canonical JSON."""
    text = canonical_json(list(rows))
    return model(*keys.page(parent, sha256_hex(text)), kind="page", data=text)


class Pages:
    """Pages written outside a transaction, before the manifest that names them."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def put(self, parent: str, rows: Sequence[Json]) -> str:
        """Write a page and return its hash."""
        item = to_item(self._model, parent, rows)
        item.save()
        return item.sk

    def get(self, parent: str, hashes: Sequence[str]) -> list[Json]:
        """Return the rows of pages in the order of their hashes, read consistently.

        Raises:
            NotFound: when a page is missing.
        """
        wanted = [keys.page(parent, content_hash) for content_hash in dict.fromkeys(hashes)]
        items = self._model.batch_get(wanted, consistent_read=True)
        found = {item.sk: json.loads(item.data or "[]") for item in items}
        if len(found) != len(wanted):
            raise NotFound("not-found", kind="page")
        return [row for content_hash in hashes for row in found[content_hash]]
