"""What the day of each role costs, with all that waits for it and ten open notices judged for an agency."""

from collections import Counter
from datetime import timedelta

from bench.figures import Figure
from bench.quote_request import quoting_agents
from bench.stage import Stage
from chalicelib import bootstrap
from chalicelib.entrypoints.benches import OWNER, SEATS
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.numbers import format_notice_number
from chalicelib.projections.rows import Showing, waits
from chalicelib.store.reporting import ReportingStore
from chalicelib.store.tables import define_tables
from chalicelib.usecases.projection_ports import CardChange, RowChange
from infra.local.capacity import meter
from infra.local.people import DemoPerson, people
from tests.factories.agencies import SURVEY
from tests.factories.notices import MONDAY, make_content

NOTICES = 10
WAITING = 1_000
GENERATION = 1
DESKS: dict[str, tuple[Role, str]] = {
    "owner_agent_workbench": (Role.OWNER_AGENT, "question-price"),
    "operator_reviewer_workbench": (Role.OPERATOR_REVIEWER, "review"),
    "operator_publisher_workbench": (Role.OPERATOR_PUBLISHER, "publish"),
    "department_workbench": (Role.DEPARTMENT, "decide-objection"),
    "supervisor_workbench": (Role.SUPERVISOR, "settle-dispute"),
}
"""Whose workbench is measured, and what waits at it a thousand times."""


def measure(stage: Stage) -> list[Figure]:
    """Show the first workbench of a session: an agency's, and everybody's with a desk."""
    return [_agency(stage), *(_desk(stage, name) for name in DESKS)]


def _agency(stage: Stage) -> Figure:
    agent = quoting_agents()[0]
    town = stage.new_town()
    town.settle_agency(agent.org.uscc)
    for number in range(NOTICES):
        town.publish(make_content(service_type=SURVEY, title=f"滨河路第{number + 1}段改造工程测绘服务"))
    stage.runtime.drain()
    stage.page("/messages", as_=agent)  # signs in, and asks which generation of the lists is in use
    return _shown(stage, agent, f"agency_workbench@{NOTICES}")


def _desk(stage: Stage, name: str) -> Figure:
    stage.new_town()
    role, todo = DESKS[name]
    seat = SEATS.get(role, OWNER)
    person = next(person for person in people() if person.roles == (role,))
    _fill(seat.board.format(org=person.org.uscc), todo)
    stage.page("/messages", as_=person)
    return _shown(stage, person, f"{name}@{WAITING}")


def _shown(stage: Stage, person: DemoPerson, operation: str) -> Figure:
    with meter(this_thread_only=True) as usage:
        stage.page("/workbench", as_=person)
    return Figure(operation, calls=usage.calls, rcu=usage.rcu)


def _fill(board: str, todo: str) -> None:
    """Write what waits at one seat, and how much it is, as the projector would."""
    settings = bootstrap.settings()
    store = ReportingStore(define_tables(settings.table_prefix, settings.region))
    shown = [_waiting(board, todo, number) for number in range(WAITING)]
    for start in range(0, WAITING, 50):
        store.commit(GENERATION, [_change(one) for one in shown[start : start + 50]], {})
    store.commit(GENERATION, [], Counter(one.counters(board) for one in shown))


def _waiting(board: str, todo: str, number: int) -> Showing:
    until = format_instant(MONDAY + timedelta(minutes=number))
    card = {
        "id": f"n_{number:026d}",
        "notice_no": format_notice_number("370700", 2026, number + 1),
        "title": f"滨河路第{number + 1}段改造工程测绘服务",
        "state": "REVIEWING",
        "updated_at": format_instant(MONDAY),
    }
    return waits(board, todo, until, card)


def _change(shown: Showing) -> RowChange:
    card = CardChange(shown.list_name, shown.facets[0], shown.sort, shown.data)
    return RowChange("notice", str(shown.data["id"]), 0, 1, {}, (card,))
