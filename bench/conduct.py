"""What conduct costs: an interception on top of a command, the credit explained, a decision's public page."""

from collections.abc import Callable
from datetime import timedelta

from bench.figures import Figure
from bench.public_pages import page_figure
from bench.quote_request import quoting_agents
from bench.quoting import quote
from bench.stage import Stage
from infra.local.capacity import meter
from tests.factories.agencies import SURVEY
from tests.factories.conduct import decided_case, put_on_list
from tests.factories.notices import make_content

ENDED = 10
"""Sanctions on record that are over: as many as an agency that is still in the market may have collected."""


def measure(stage: Stage) -> list[Figure]:
    """Quote without and with a record, and read the pages about it."""
    agents = quoting_agents()[:3]
    town = stage.new_town()
    for agent in agents:
        town.settle_agency(agent.org.uscc)
    notice = town.publish(make_content(service_type=SURVEY))
    for number in range(ENDED):
        put_on_list(
            town.house, agents[2].org.uscc, number=f"SX-{number}", days=1, document_no=f"潍失信{number}号"
        )
    stage.runtime.advance(timedelta(days=1))
    case = decided_case(town.house, agents[0].org.uscc, town.owner.actor)
    stage.runtime.drain()
    plain = _rcu(lambda: quote(town, notice, agents[1].org.uscc))
    recorded = _rcu(lambda: quote(town, notice, agents[2].org.uscc))
    own = "/agency/conduct"
    stage.page(own, as_=agents[0])
    with meter(this_thread_only=True) as usage:
        stage.page(own, as_=agents[0])
    return [
        Figure("interception@10", rcu=recorded - plain, remark="on top of a quote without a record"),
        Figure("credit_page@1", calls=usage.calls, rcu=usage.rcu),
        page_figure(stage, "decision_page@1", f"/conduct/{case.number}"),
    ]


def _rcu(run: Callable[[], None]) -> float:
    with meter(this_thread_only=True) as usage:
        run()
    return usage.rcu
