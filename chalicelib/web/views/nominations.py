"""What pages and the API show of nomination imports; nothing personal is in any of it (docs/rules.md §5)."""

from collections.abc import Iterable
from typing import Any, Final

from chalicelib.domain.marketplace.agencies.service_types import Department, ServiceTypes
from chalicelib.domain.marketplace.nominations.imports import ImportState, NominationImport
from chalicelib.domain.marketplace.nominations.preview import Effect
from chalicelib.domain.marketplace.nominations.template import COLUMNS
from chalicelib.domain.table_lines import RowError
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import FieldError
from chalicelib.usecases.nominations.staged_rows import StagedAgency
from chalicelib.web.field_errors import field_error_text
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate

HEADINGS: Final = {column.key: column.heading for column in COLUMNS}
WHOLE_ROW: Final = _("整行")
TONES: Final = {
    "STAGED": "warning",
    "ACCEPTED": "info",
    "APPLYING": "info",
    "APPLIED": "success",
    "UNDOING": "info",
    "UNDONE": "quiet",
    "REJECTED": "danger",
}
EFFECT_TONES: Final = {"new": "success", "changed": "info", "unchanged": "quiet", "deferred": "warning"}


def import_page(found: NominationImport) -> dict[str, Any]:
    """Return an import's fields for its page."""
    state = found.state
    return {
        "id": found.id,
        "number": found.number,
        "state": str(state),
        "tone": TONES[state],
        "staged_at": found.staged_at,
        "rows": found.rows,
        "errors": found.errors,
        "agencies": found.agencies,
        "done": found.done,
        "effects": effects_of(found),
        "skipped": [{"uscc": one.uscc, "reason": one.reason} for one in found.skipped],
        "is_at_work": found.is_at_work,
        "can_accept": state is ImportState.STAGED,
        "can_undo": state is ImportState.APPLIED,
        "wrote_nothing": len(found.skipped) + found.effects.get(Effect.UNCHANGED, 0) >= found.agencies,
        "changes_nothing": found.effects.get(Effect.UNCHANGED, 0) == found.agencies,
    }


def import_json(found: NominationImport) -> dict[str, Json]:
    """Return an import as the API gives it."""
    return {
        "id": found.id,
        "number": found.number,
        "state": str(found.state),
        "is_at_work": found.is_at_work,
        "staged_at": format_instant(found.staged_at),
        "file_sha256": found.file_sha256,
        "rows": found.rows,
        "errors": found.errors,
        "agencies": found.agencies,
        "done": found.done,
        "effects": dict(effects_of(found)),
        "skipped": [{"uscc": one.uscc, "reason": one.reason} for one in found.skipped],
    }


def effects_of(found: NominationImport) -> dict[str, int]:
    """Return how many agencies would be new, changed, unchanged, left out, zeros included."""
    return {effect: found.effects.get(effect, 0) for effect in EFFECT_TONES}


def agency_rows(rows: Iterable[StagedAgency], types: ServiceTypes) -> list[dict[str, Any]]:
    """Return staged agencies for the preview."""
    return [
        {
            "uscc": row.uscc,
            "name": row.lines[0].name,
            "effect": str(row.effect),
            "tone": EFFECT_TONES[row.effect],
            "services": [types.name_of(code) for code in row.added_service_types],
            "qualifications": list(row.added_qualifications),
        }
        for row in rows
    ]


def agency_json(row: StagedAgency) -> dict[str, Json]:
    """Return a staged agency as the API gives it."""
    return {
        "uscc": row.uscc,
        "name": row.lines[0].name,
        "effect": str(row.effect),
        "added_service_types": list(row.added_service_types),
        "added_qualifications": list(row.added_qualifications),
    }


def error_rows(errors: Iterable[RowError], locale: str) -> list[dict[str, Any]]:
    """Return errors of lines in words, each with its line and the heading of its column."""
    return [
        {
            "row": error.row,
            "column": error.column,
            "heading": HEADINGS.get(error.column) or translate(WHOLE_ROW, locale),
            "code": error.code,
            "detail": _sentence(error, locale),
        }
        for error in errors
    ]


def error_headings(locale: str) -> tuple[str, str]:
    """Return the headings of the two columns that the error file has before those of the table."""
    return translate(_("行号"), locale), translate(_("问题"), locale)


def said(error: RowError, locale: str) -> str:
    """Say an error in the error file: the column, then what is wrong."""
    heading = HEADINGS.get(error.column) or translate(WHOLE_ROW, locale)
    figures = {"column": heading, "problem": _sentence(error, locale)}
    return translate(_("%(column)s：%(problem)s"), locale, figures)


def columns_page() -> list[dict[str, Any]]:
    """Return the columns of the table as the upload page explains them."""
    return [
        {
            "key": column.key,
            "heading": column.heading,
            "example": column.example,
            "is_required": column.is_required,
        }
        for column in COLUMNS
    ]


def codes_page(department: Department, types: ServiceTypes) -> list[dict[str, Any]]:
    """Return the codes that a department's table may name: its service types and their qualifications."""
    return [
        {
            "code": found.code,
            "name": found.name,
            "qualifications": [
                types.qualification_kinds[kind] for kind in found.requirement.qualification_kinds
            ],
        }
        for found in types.types_of(department.code)
    ]


def _sentence(error: RowError, locale: str) -> str:
    return field_error_text(FieldError("", error.code, error.params), locale)
