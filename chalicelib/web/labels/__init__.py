"""What codes are called on screen: states, methods, reasons, gates, messages.

Each subject has a module with a mapping from code to marked text; templates write
`{{ code | label("notice-state") }}`.
"""

from collections.abc import Mapping

from chalicelib.web.labels import (
    agencies,
    callbacks,
    case_imports,
    catalogues,
    conduct,
    contracts,
    gates,
    hotline,
    messages,
    nominations,
    notices,
    people,
    privacy,
    quotes,
    rating_imports,
    ratings,
    reviews,
    service_items,
    supervision,
    surveys,
    upward,
    work_orders,
)
from chalicelib.web.labels.draws import DRAW_FIELDS, DRAW_METHODS, DRAW_STATES, DROPOUTS

LABELS: dict[str, Mapping[str, str]] = {
    "draw-field": DRAW_FIELDS,
    "dropout": DROPOUTS,
    "draw-method": DRAW_METHODS,
    "draw-state": DRAW_STATES,
    **contracts.LABELS,
    **gates.LABELS,
    **hotline.LABELS,
    **messages.LABELS,
    **nominations.LABELS,
    **agencies.LABELS,
    **callbacks.LABELS,
    **case_imports.LABELS,
    **catalogues.LABELS,
    **conduct.LABELS,
    **notices.LABELS,
    **people.LABELS,
    **privacy.LABELS,
    **quotes.LABELS,
    **rating_imports.LABELS,
    **ratings.LABELS,
    **reviews.LABELS,
    **service_items.LABELS,
    **surveys.LABELS,
    **supervision.LABELS,
    **upward.LABELS,
    **work_orders.LABELS,
}
"""Every subject's words by the name of the subject."""


def label(code: str, kind: str) -> str:
    """Return the source text of a code; a code without words is shown as it is.

    Raises:
        KeyError: when there is no such kind of label.
    """
    return LABELS[kind].get(code, code)
