"""Import served cases from a table: check, show, accept, take in line by line (design §1, evaluation.md §4).

The uploaded file stays in the private bucket until the run is over, since broken lines are shown from it and
kept nowhere else; the lines that hold lie beside it as the worker reads them. Both go with the run, and what
nobody decides on goes by itself after seven days.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.cases import case_import
from chalicelib.domain.satisfaction.cases.case_columns import MAX_ROWS
from chalicelib.domain.satisfaction.cases.case_import import CaseImport, CaseImportState, StoredRows
from chalicelib.domain.satisfaction.cases.case_rows import CaseRow, Declared, parse_cases
from chalicelib.domain.satisfaction.cases.served_case import Source
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.numbers import format_number
from chalicelib.usecases import uploads
from chalicelib.usecases.cases.take_in_case import ITEMS_A_CASE, case_errors, take_in_within
from chalicelib.usecases.file_ports import StoredFile
from chalicelib.usecases.ports import House, Once, UnitOfWork

NUMBER_PREFIX = "BJ"
STAGED_TYPE = "application/x-ndjson"
CASES_A_STEP = 80 // ITEMS_A_CASE
"""A step is one transaction of a hundred items at most, with its own progress: it counts nothing twice."""


def stage_cases(
    house: House, actor: Actor, file_id: str, declared: Declared, once: Once | None = None
) -> CaseImport:
    """Check an uploaded table and stage the lines that hold; the same file twice is the same import.

    Raises:
        Forbidden: `role-needed`.
        NotFound: when nothing was uploaded under the identifier.
        Invalid: when the file is no such table at all.
    """
    case_import.check_centre(actor)
    now = house.clock.product_now()
    file, rows = _read(house, file_id, declared, now)
    identifier = case_import.import_id(actor.org, file.sha256, declared)
    known = house.case_imports.find(identifier)
    if known is not None and known.state not in (CaseImportState.REJECTED, CaseImportState.DISCARDED):
        _forget(house, known, file_id)
        return known
    made = _checked(house, actor, identifier, file, declared, rows, now)

    def attempt(uow: UnitOfWork, now: datetime) -> CaseImport:
        existing = uow.case_imports.find(identifier)
        number = existing.number if existing else _number(house, uow, now)
        decision = case_import.stage(existing, made(number))
        if decision is None:
            return uow.case_imports.load(identifier)
        (uow.case_imports.save if existing else uow.case_imports.add)(decision, actor)
        return decision.state

    staged = house.transact(attempt, once=once, ref=_id, replay=_load)
    _forget(house, staged, file_id)
    return staged


def find_case_import(house: House, identifier: str) -> CaseImport:
    """Return an import.

    Raises:
        NotFound: when there is none.
    """
    found = house.case_imports.find(identifier)
    if found is None:
        raise NotFound("not-found", kind="case-import")
    return found


def broken_rows(house: House, found: CaseImport) -> list[CaseRow] | None:
    """Return the broken lines of an import, read from its file as on its day; None when it is gone."""
    try:
        file, rows = _read(house, found.file_id, found.declared, found.staged_at)
    except NotFound:
        return None
    return [row for row in rows if row.errors] if file.sha256 == found.file_sha256 else None


def accept_cases(house: House, actor: Actor, identifier: str, once: Once | None = None) -> CaseImport:
    """Make a staged file real; the worker takes its lines in.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`; `upload-expired` when the lines are gone.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> CaseImport:
        found = uow.case_imports.load(identifier)
        decision = case_import.accept(found, actor)
        try:
            staged_rows(house, found)
        except NotFound:
            raise Conflict("upload-expired") from None
        return _saved(uow, decision, actor)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def discard_cases(house: House, actor: Actor, identifier: str, once: Once | None = None) -> CaseImport:
    """Drop a staged file.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> CaseImport:
        return _saved(uow, case_import.discard(uow.case_imports.load(identifier), actor), actor)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def advance_case_import(house: House, identifier: str) -> None:
    """Take the next lines of an import in, or delete the files of one that is over; again it does no harm."""
    found = house.case_imports.find(identifier)
    if found is None:
        return
    if found.is_over:
        _erase(house, found)
    elif found.is_at_work:
        _step(house, found)


def staged_rows(house: House, found: CaseImport) -> list[dict[str, Any]]:
    """Return the lines that an import stages, each with its number in the file and its body.

    Raises:
        NotFound: when they are gone, or not what was staged.
    """
    if found.stored is None:
        raise NotFound("file-not-uploaded")
    file, content = uploads.read_file(house, found.stored.file_id)
    if file.sha256 != found.stored.sha256:
        raise NotFound("file-not-uploaded")
    return [json.loads(line) for line in content.decode().splitlines()]


def _step(house: House, found: CaseImport) -> None:
    rows = staged_rows(house, found)[found.done : found.done + CASES_A_STEP]

    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        current = uow.case_imports.load(found.id)
        if not current.is_at_work or current.done != found.done:
            return
        outcomes = [(row["row"], _outcome(house, uow, current, row["body"])) for row in rows]
        uow.case_imports.save(case_import.progress(current, outcomes), SYSTEM)

    house.transact(attempt)


def _outcome(house: House, uow: UnitOfWork, found: CaseImport, body: dict[str, Any]) -> str:
    try:
        return take_in_within(house, uow, found.commander, body, Source.FILE).outcome
    except Conflict as differs:
        if differs.code != "case-differs":
            raise
        return "differs"


def _read(
    house: House, file_id: str, declared: Declared, now: datetime
) -> tuple[StoredFile, tuple[CaseRow, ...]]:
    file, content = uploads.read_clean(house, file_id)
    text = uploads.text_of(house, content, MAX_ROWS)
    return file, parse_cases(text, declared, lambda body: case_errors(body, now))


def _checked(
    house: House,
    actor: Actor,
    identifier: str,
    file: StoredFile,
    declared: Declared,
    rows: Sequence[CaseRow],
    now: datetime,
) -> Callable[[str], CaseImport]:
    """Return what makes the import once it has its number; the lines that hold are stored by then."""
    broken = [row for row in rows if row.errors]
    stored = _stored(house, [row for row in rows if not row.errors])

    def made(number: str) -> CaseImport:
        return CaseImport(
            id=identifier,
            number=number,
            org=actor.org,
            state=CaseImportState.STAGED,
            declared=declared,
            file_id=file.file_id,
            file_sha256=file.sha256,
            staged_at=now,
            staged_by=actor.person,
            rows=len(rows),
            broken=len(broken),
            errors=sum(len(row.errors) for row in broken),
            stored=stored,
        )

    return made


def _stored(house: House, good: Sequence[CaseRow]) -> StoredRows | None:
    """Store the lines that hold, one a line, as the worker reads them."""
    if not good:
        return None
    lines = (canonical_json({"row": row.number, "body": dict(row.body or {})}) for row in good)
    content = "\n".join(lines).encode()
    file_id = house.files.put(uploads.PURPOSE, content, STAGED_TYPE)
    return StoredRows(file_id, hashlib.sha256(content).hexdigest())


def _forget(house: House, found: CaseImport, file_id: str) -> None:
    """Delete an uploaded file that no import will be read from: sent twice, or without a broken line."""
    if found.file_id != file_id or not found.broken:
        house.files.erase(file_id)


def _erase(house: House, found: CaseImport) -> None:
    house.files.erase(found.file_id)
    if found.stored is not None:
        house.files.erase(found.stored.file_id)


def _number(house: House, uow: UnitOfWork, now: datetime) -> str:
    year = now.astimezone(CHINA).year
    serial = uow.next_serial(f"case-import-{house.division}-{year}")
    return format_number(NUMBER_PREFIX, house.division, year, serial)


def _saved(uow: UnitOfWork, decision: Decision[CaseImport], actor: Actor) -> CaseImport:
    uow.case_imports.save(decision, actor)
    return decision.state


def _id(found: CaseImport) -> str:
    return found.id


def _load(uow: UnitOfWork, identifier: str) -> CaseImport:
    return uow.case_imports.load(identifier)
