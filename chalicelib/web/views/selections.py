"""What the page of a selection shows: rule, digests, the order with its reasons (docs/rules.md §3)."""

from datetime import datetime
from typing import Any

from chalicelib.usecases.openings.statement import Statement
from chalicelib.web.views.notices import heading


def selection_page(found: Statement, now: datetime) -> dict[str, Any]:
    """Return the fields of a selection's page."""
    notice, record = found.view.notice, found.record
    quoted = {row["uscc"]: row for row in record["inputs"] or ()}
    choice = notice.choice if notice.publicity is not None else None
    return {
        **heading(found.view, now),
        "record": record,
        "criteria": notice.content.method_terms.criteria,
        "terms": notice.content.method_terms,
        "reason": choice.reason if choice else "",
        "is_over": notice.ending is not None,
        "is_rate": record["quotes"] == "rate",
        "scores": {row["uscc"]: row["scores"] for row in record["scores"] or ()},
        "order": [
            {**row, **quoted[row["uscc"]], "name": found.names.get(row["uscc"], "")}
            for row in record["order"] or ()
        ],
        "outside": [
            {**row, **quoted[row["uscc"]], "name": found.names.get(row["uscc"], "")}
            for row in record["outside"] or ()
        ],
    }
