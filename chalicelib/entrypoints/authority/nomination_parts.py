"""The long lists of an import of nominations, part by part, for its pages and the API alike."""

from chalicelib.domain.marketplace.nominations.imports import NominationImport
from chalicelib.domain.table_lines import RowError
from chalicelib.entrypoints.call import Call
from chalicelib.entrypoints.parts import Part, part_of
from chalicelib.usecases.nominations.decide_nominations import find_import
from chalicelib.usecases.nominations.staged_rows import StagedAgency, read_rows
from chalicelib.usecases.nominations.uploaded_table import read_again


def own_import(call: Call) -> NominationImport:
    """Return the import that the address names, if it is the department's own."""
    return find_import(call.house, call.actor, call.params["import_id"])


def staged_part(call: Call, found: NominationImport) -> tuple[list[StagedAgency], Part]:
    """Return the agencies of the part that is asked for."""
    part = part_of(call, f"nomination/{found.id}/agencies", found.agencies)
    return read_rows(call.house, found, part.start, part.count), part


def error_part(call: Call, found: NominationImport) -> tuple[list[RowError] | None, Part]:
    """Return the errors of the part that is asked for; None when the file they are read from is gone.

    Errors are read from the file each time and kept nowhere: their figures may repeat what was typed.
    """
    part = part_of(call, f"nomination/{found.id}/errors", found.errors)
    table = read_again(call.house, found) if found.errors else None
    if table is None:
        return None, part
    return list(table.errors[part.start : part.start + part.count]), part
