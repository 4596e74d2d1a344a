"""An agency's day: what it may enter and why, what waits for it, where each purchase stands (pages §3).

Three reads beside the session's own: one list of all that waits, the inbox, the agency itself. The open
notices are remembered for half a minute. Its sealed registrations are not here, because this duty cannot name
them: a link leads to the page that can.
"""

from chalicelib.entrypoints.benches import entry_todos
from chalicelib.entrypoints.call import Call
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.ports import Card
from chalicelib.usecases.quotes.matching import Match, matching_notices
from chalicelib.web.i18n import marked as _
from chalicelib.web.views.matching import matching_json, matching_rows
from chalicelib.web.views.workbench import Bench, Todo, todo_of

WAITING = PageRequest(limit=20)
PLACES = {"contract": "/agency/contracts/{notice_no}", "case": "/cases/{id}"}
"""Where a thing to do leads, by the phase of its card."""
AWARD = "/agency/awards/{notice_no}"
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
    agency = call.house.queries.agencies([call.actor.org]).get(call.actor.org)
    matches: tuple[Match, ...] = () if agency is None else matching_notices(call.house, agency)
    page = call.house.lists.page("agency-todo", call.actor.org, WAITING, newest_first=False)
    return Bench(
        todos=[*(_todo(card) for card in page.cards if _is_waiting(call, card)), *entry_todos(call, agency)],
        shortcuts=list(SHORTCUTS),
        matching=matching_rows(matches, call.types, call.context.locale),
        matching_data=matching_json(matches),
        may_match=agency is not None and bool(agency.admissions),
    )


def _todo(card: Card) -> Todo:
    phase = str(card.data.get("phase", ""))
    state = "" if phase == "case" else str(card.data.get("state", ""))
    return todo_of(card.data, str(card.data["todo"]), PLACES.get(phase, AWARD), "until_at", state)


def _is_waiting(call: Call, card: Card) -> bool:
    """Tell whether a card still asks for something; a price can be explained until its instant only."""
    is_late = str(card.data.get("until_at", "")) <= format_instant(call.now)
    return not (is_late and card.data["todo"] == "explain-price")
