"""An import of list entries as its page and the API show it: errors per row, or the diff (§2.6)."""

from typing import Any

from chalicelib.domain.marketplace.conduct.list_import import ListImport
from chalicelib.domain.marketplace.conduct.list_rows import COLUMNS
from chalicelib.kernel.errors import FieldError
from chalicelib.web.field_errors import field_error_text

_HEADINGS = {key: heading for key, heading, _ in COLUMNS}


def import_view(found: ListImport, locale: str) -> dict[str, Any]:
    """Return an import with every row and every error in words."""
    return {
        "id": found.id,
        "import_no": found.number,
        "state": found.state.value,
        "staged_at": found.staged_at,
        "confirmed_at": found.confirmed_at,
        "differences": len(found.differences),
        "rows": [
            {
                "uscc": one.row.uscc,
                "name": one.row.name,
                "document_no": one.row.document_no,
                "authority": one.row.authority,
                "from_on": one.row.from_on,
                "until_on": one.row.until_on,
                "change": one.change.value,
                "registered_name": one.registered_name or None,
                "differs": one.differs,
            }
            for one in found.rows
        ],
        "errors": [
            {
                "row": error.row,
                "column": _HEADINGS.get(error.column, error.column),
                "code": error.code,
                "detail": field_error_text(FieldError(f"/{error.column}", error.code, error.params), locale),
            }
            for error in found.errors
        ],
    }
