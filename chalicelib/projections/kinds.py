"""All projections by the kind of aggregate they report."""

from chalicelib.projections.agencies import AGENCIES
from chalicelib.projections.list_imports import LIST_IMPORTS
from chalicelib.projections.nominations import NOMINATIONS
from chalicelib.projections.notices import NOTICES
from chalicelib.projections.quotes import QUOTES
from chalicelib.projections.service_items import SERVICE_ITEMS
from chalicelib.projections.violations import VIOLATIONS

_ALL = (AGENCIES, LIST_IMPORTS, NOMINATIONS, NOTICES, QUOTES, SERVICE_ITEMS, VIOLATIONS)

PROJECTIONS = {projection.kind: projection for projection in _ALL}
