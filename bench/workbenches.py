"""What the day of an agency costs: ten notices judged, what waits for it, its messages."""

from bench.figures import Figure
from bench.quote_request import quoting_agents
from bench.stage import Stage
from infra.local.capacity import meter
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content

NOTICES = 10


def measure(stage: Stage) -> list[Figure]:
    """Show the workbench of an agency for which ten notices are open, first cold and then remembered."""
    agent = quoting_agents()[0]
    town = stage.new_town()
    town.settle_agency(agent.org.uscc)
    for number in range(NOTICES):
        town.publish(make_content(service_type=SURVEY, title=f"滨河路第{number + 1}段改造工程测绘服务"))
    stage.runtime.drain()
    with meter(this_thread_only=True) as first:
        stage.page("/workbench", as_=agent)
    with meter(this_thread_only=True) as usage:
        stage.page("/workbench", as_=agent)
    apart = {"first_calls": float(first.calls), "first_rcu": first.rcu}
    return [Figure(f"agency_workbench@{NOTICES}", calls=usage.calls, rcu=usage.rcu, apart=apart)]
