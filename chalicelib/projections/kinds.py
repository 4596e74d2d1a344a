"""All projections by the kind of aggregate they report."""

from chalicelib.projections.agencies import AGENCIES
from chalicelib.projections.nominations import NOMINATIONS
from chalicelib.projections.notices import NOTICES
from chalicelib.projections.quotes import QUOTES

PROJECTIONS = {projection.kind: projection for projection in (AGENCIES, NOMINATIONS, NOTICES, QUOTES)}
