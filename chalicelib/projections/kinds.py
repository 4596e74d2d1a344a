"""All projections by the kind of aggregate they report."""

from chalicelib.projections.agencies import AGENCIES
from chalicelib.projections.callbacks import CALLBACK_PLANS, CALLBACK_TASKS
from chalicelib.projections.campaigns import CAMPAIGNS
from chalicelib.projections.case_imports import CASE_IMPORTS
from chalicelib.projections.contacts import CONTACTS
from chalicelib.projections.hotline import HOTLINE
from chalicelib.projections.list_imports import LIST_IMPORTS
from chalicelib.projections.nominations import NOMINATIONS
from chalicelib.projections.notices import NOTICES
from chalicelib.projections.order_texts import ORDER_TEXTS
from chalicelib.projections.orders import ORDERS
from chalicelib.projections.periods import HALF_YEARS, PERIODS
from chalicelib.projections.points import POINTS
from chalicelib.projections.privacy import PRIVACY
from chalicelib.projections.problems import PROBLEMS
from chalicelib.projections.questionnaires import QUESTIONNAIRES
from chalicelib.projections.quotes import QUOTES
from chalicelib.projections.ratings import CASES, RATINGS
from chalicelib.projections.service_items import SERVICE_ITEMS
from chalicelib.projections.supervision import SUPERVISION
from chalicelib.projections.surveys import SURVEYS
from chalicelib.projections.upward import RECONCILIATIONS, REPORTS
from chalicelib.projections.violations import VIOLATIONS

_ALL = (
    AGENCIES, CALLBACK_PLANS, CALLBACK_TASKS, CAMPAIGNS, CASES, CASE_IMPORTS, CONTACTS, HALF_YEARS,
    HOTLINE, LIST_IMPORTS, NOMINATIONS, NOTICES, ORDERS, ORDER_TEXTS, PERIODS, POINTS, PRIVACY, PROBLEMS,
    QUESTIONNAIRES, QUOTES, RATINGS, RECONCILIATIONS, REPORTS, SERVICE_ITEMS, SUPERVISION, SURVEYS,
    VIOLATIONS,
)  # fmt: skip

PROJECTIONS = {projection.kind: projection for projection in _ALL}
