"""What reading about conduct needs of the store: cases, and public decisions by their number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.marketplace.agencies.agency import Agency
    from chalicelib.domain.marketplace.conduct.case import Case
    from chalicelib.domain.marketplace.conduct.list_import import ListImport


class ConductReads(Protocol):
    """Reads about conduct outside a command."""

    def violation(self, case_id: str) -> tuple[Case, int, Mapping[str, str]]:
        """Return a case, its version and its document if it has one, the case read consistently."""

    def published_text(self, content_hash: str) -> Mapping[str, str]:
        """Return a public text by its hash, read consistently; empty where there is none."""

    def list_import(self, import_id: str) -> ListImport:
        """Return an import of list entries, read consistently."""

    def decision(self, number: str) -> tuple[Agency, Mapping[str, str]]:
        """Return the agency that a public number of a sanction leads to, and the document, in two calls."""
