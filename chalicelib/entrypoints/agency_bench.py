"""An agency's day: what it may enter and why, what waits for it, where each purchase stands (pages §3).

Three reads: its board, what the open notices ask, and the agency itself together with the session. Its
sealed registrations are not here, because this duty cannot name them: a link leads to the page that can.
"""

from chalicelib.entrypoints.benches import AGENCY, entry_todos, read_board, todo_at
from chalicelib.entrypoints.call import Call
from chalicelib.usecases.quotes.matching import Match, matching_notices
from chalicelib.web.i18n import marked as _
from chalicelib.web.views.matching import matching_json, matching_rows
from chalicelib.web.views.workbench import Bench

SHORTCUTS = (
    (_("我的报名和报价"), "/agency/notices"),
    (_("我的合同"), "/agency/contracts"),
    (_("入驻资料"), "/agency/onboarding"),
    (_("信用记录"), "/agency/conduct"),
    (_("举报违规"), "/cases/new"),
    (_("正在报名的公告"), "/notices?state=PUBLISHED"),
)


def agency_bench(call: Call) -> Bench:
    """Return the workbench of an agency."""
    agency = call.agency
    matches: tuple[Match, ...] = () if agency is None else matching_notices(call.house, agency)
    own = [todo_at(card, AGENCY) for card in read_board(call.house, call.actor, call.now, AGENCY).cards]
    return Bench(
        todos=[*own, *entry_todos(call, agency)],
        shortcuts=list(SHORTCUTS),
        matching=matching_rows(matches, call.types, call.context.locale),
        matching_data=matching_json(matches),
        may_match=agency is not None and bool(agency.admissions),
    )
