"""Check an uploaded table and stage it: every line, its effect on each agency, then one manifest.

Reading and comparing happen before the transaction, which holds nothing but the import itself. The pages
are written first and are harmless without a manifest that names them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.nominations import imports
from chalicelib.domain.marketplace.nominations.imports import CheckedTable, NominationImport
from chalicelib.domain.marketplace.nominations.merging import Nominee, nominated_agency, nominees
from chalicelib.domain.marketplace.nominations.preview import preview_line
from chalicelib.domain.marketplace.nominations.rows import Table
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.numbers import format_number
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.file_ports import StoredFile
from chalicelib.usecases.nominations.staged_rows import StagedAgency, write_pages
from chalicelib.usecases.nominations.uploaded_table import read_upload
from chalicelib.usecases.ports import House, Once, UnitOfWork

NUMBER_PREFIX = "TM"
AGENCIES_A_READ = 100


@dataclass(frozen=True, slots=True)
class Staged:
    """The import of a file; `is_known` when the same file was staged or applied before."""

    found: NominationImport
    is_known: bool


def stage_nominations(house: House, actor: Actor, file_id: str, once: Once | None = None) -> Staged:
    """Check an uploaded table; the same file twice is the same import and changes nothing.

    Raises:
        Forbidden: when the actor's department has no service types.
        NotFound: when nothing was uploaded under the identifier.
        Invalid: when the file is no such table at all; faulty lines make a rejected import instead.
    """
    checked_at = house.clock.product_now()
    stored, table = read_upload(house, actor, file_id, checked_at)
    identifier = imports.import_id(actor.org, stored.sha256)
    checked = _checked(house, identifier, stored, table, checked_at)

    def attempt(uow: UnitOfWork, now: datetime) -> Staged:
        existing = uow.imports.find(identifier)
        number = existing.number if existing else _next_number(house, uow, now)
        decision = imports.stage(existing, number, checked, actor, now, house.service_types)
        if decision is None:
            return Staged(uow.imports.load(identifier), is_known=True)
        (uow.imports.save if existing else uow.imports.add)(decision, actor)
        return Staged(decision.state, is_known=False)

    staged = house.transact(attempt, once=once, ref=_ref, replay=_replay)
    if staged.found.file_id != file_id:
        house.files.erase(file_id)
    return staged


def _checked(house: House, identifier: str, stored: StoredFile, table: Table, now: datetime) -> CheckedTable:
    rows, errors = len(table.rows), len(table.errors)
    if errors:
        return CheckedTable(stored.file_id, stored.sha256, rows, errors)
    staged = list(_compared(house, nominees(table.rows), now))
    pages = write_pages(house, identifier, staged)
    effects = Counter(str(one.effect) for one in staged)
    return CheckedTable(stored.file_id, stored.sha256, rows, 0, effects, pages)


def _compared(house: House, named: Sequence[Nominee], now: datetime) -> Iterator[StagedAgency]:
    for start in range(0, len(named), AGENCIES_A_READ):
        part = named[start : start + AGENCIES_A_READ]
        on_file = house.queries.agencies([one.uscc for one in part])
        yield from (_staged(house, one, on_file, now) for one in part)


def _staged(house: House, named: Nominee, on_file: Mapping[str, Agency], now: datetime) -> StagedAgency:
    """Compare by the public part: persons only ever fill what an agency has left blank."""
    nominated = nominated_agency(named.lines)
    line = preview_line(on_file.get(named.uscc), nominated, now, house.service_types)
    return StagedAgency(
        named.uscc, named.lines, line.effect, line.added_service_types, line.added_qualifications
    )


def _next_number(house: House, uow: UnitOfWork, now: datetime) -> str:
    year = now.astimezone(CHINA).year
    serial = uow.next_serial(f"nomination-{house.division}-{year}")
    return format_number(NUMBER_PREFIX, house.division, year, serial)


def _ref(staged: Staged) -> str:
    return f"{staged.found.id}|{'known' if staged.is_known else 'new'}"


def _replay(uow: UnitOfWork, ref: str) -> Staged:
    identifier, _, known = ref.partition("|")
    return Staged(uow.imports.load(identifier), is_known=known == "known")
