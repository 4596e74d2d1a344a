"""What the pages of imported cases show: figures, and errors by line and column; nothing of a line itself."""

from collections.abc import Iterable
from typing import Any, Final

from chalicelib.domain.satisfaction.cases.case_columns import COLUMNS
from chalicelib.domain.satisfaction.cases.case_import import CaseImport, CaseImportState
from chalicelib.domain.table_lines import RowError
from chalicelib.kernel.errors import FieldError
from chalicelib.web.field_errors import field_error_text
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate

HEADINGS: Final = {column.key: column.heading for column in COLUMNS}
WHOLE_ROW: Final = _("整行")
OUTCOMES: Final = ("created", "completed", "unchanged", "differs")
TONES: Final = {
    "STAGED": "warning",
    "REJECTED": "danger",
    "ACCEPTED": "info",
    "APPLYING": "info",
    "APPLIED": "success",
    "DISCARDED": "quiet",
}


def import_view(found: CaseImport) -> dict[str, Any]:
    """Return an import's fields for its page."""
    return {
        "id": found.id,
        "number": found.number,
        "state": str(found.state),
        "tone": TONES[found.state],
        "staged_at": found.staged_at,
        "rows": found.rows,
        "broken": found.broken,
        "good": found.good,
        "errors": found.errors,
        "done": found.done,
        "outcomes": {name: found.outcomes.get(name, 0) for name in OUTCOMES},
        "differing": list(found.differing),
        "is_at_work": found.is_at_work,
        "can_accept": found.state is CaseImportState.STAGED,
        "is_applied": found.state is CaseImportState.APPLIED,
        "declared": [system for system in (found.declared.promise, found.declared.user) if system],
    }


def error_rows(errors: Iterable[RowError], locale: str) -> list[dict[str, Any]]:
    """Return errors in words, each with its line and the heading of its column."""
    return [
        {
            "row": error.row,
            "heading": HEADINGS.get(error.column) or translate(WHOLE_ROW, locale),
            "detail": field_error_text(FieldError("", error.code, error.params), locale),
        }
        for error in errors
    ]
