"""Staged agencies in immutable pages: what each line says of it in public, and what would happen to it."""

from collections.abc import Iterator, Sequence

from chalicelib.domain.marketplace.nominations.imports import NominationImport, StagedPage
from chalicelib.domain.marketplace.nominations.preview import Effect
from chalicelib.domain.marketplace.nominations.rows import PublicPart
from chalicelib.kernel import codec
from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House

PAGE_ROWS = 200
PAGE_CHARS = 120_000
"""A DynamoDB item holds 400 KB, and a Chinese character takes three bytes."""


@dataclass(frozen=True, slots=True)
class StagedAgency:
    """One agency of the table with its public lines; `effect` is as of the check."""

    uscc: str
    lines: tuple[PublicPart, ...]
    effect: Effect
    added_service_types: tuple[str, ...] = ()
    added_qualifications: tuple[str, ...] = ()
    """Certificate numbers."""


def write_pages(house: House, import_id: str, rows: Sequence[StagedAgency]) -> tuple[StagedPage, ...]:
    """Write the pages and return their manifest; written again they change nothing."""
    parent = _parent(import_id)
    return tuple(StagedPage(house.pages.put(parent, page), len(page)) for page in _pages(rows))


def read_rows(house: House, found: NominationImport, start: int, count: int) -> list[StagedAgency]:
    """Return staged agencies from a place on, reading only the pages they lie on."""
    hashes, first, place = list[str](), start, 0
    for page in found.pages:
        if place < start + count and place + page.agencies > start:
            if not hashes:
                first = place
            hashes.append(page.content_hash)
        place += page.agencies
    rows = house.pages.get(_parent(found.id), hashes) if hashes else []
    return [codec.from_json(row, StagedAgency) for row in rows[start - first : start - first + count]]


def _parent(import_id: str) -> str:
    return f"IMPORT#{import_id}"


def _pages(rows: Sequence[StagedAgency]) -> Iterator[list[Json]]:
    page, size = list[Json](), 0
    for row in rows:
        written = codec.to_json(row, StagedAgency)
        length = len(canonical_json(written))
        if page and (len(page) == PAGE_ROWS or size + length > PAGE_CHARS):
            yield page
            page, size = [], 0
        page.append(written)
        size += length
    if page:
        yield page
