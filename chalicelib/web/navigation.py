"""Audience navigation: at most five entries for each audience (roles: docs/rules.md §5)."""

from collections.abc import Collection

from chalicelib.kernel.actors import Role
from chalicelib.web.context import NavLink
from chalicelib.web.i18n import marked as _

MARKET = (
    NavLink(_("采购公告"), "/notices"),
    NavLink(_("中选公告"), "/awards"),
    NavLink(_("中介机构"), "/agencies"),
)
ITEMS, RATINGS = NavLink(_("服务事项"), "/service-items"), NavLink(_("好差评"), "/ratings")

WORKBENCH = NavLink(_("工作台"), "/workbench")
"""The one entry that signing in adds; it opens the workbench of the person's role."""

OF_RATINGS = frozenset(
    {
        Role.CLERK,
        Role.UNIT_HANDLER,
        Role.UNIT_HEAD,
        Role.CENTRE_SUPERVISOR,
        Role.REGULATOR,
        Role.APPEAL_REVIEWER,
        Role.DPO,
        Role.CALLBACK_AGENT,
        Role.CALLBACK_LEAD,
        Role.SURVEY_DESIGNER,
        Role.EXTERNAL_EVALUATOR,
        Role.HOTLINE_OPERATOR,
    }
)


def navigation_for(roles: Collection[Role] | None) -> tuple[NavLink, ...]:
    """Return the entries for a signed-in person's roles, or for the public when `roles` is None."""
    if roles is None:
        return (*MARKET, ITEMS, RATINGS)
    return (WORKBENCH, *MARKET, RATINGS if OF_RATINGS.intersection(roles) else ITEMS)
