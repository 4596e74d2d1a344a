"""What a desk's queue costs with who is at work on what: one call more than the queue alone (ADR 0065)."""

from bench.figures import Figure
from bench.stage import Stage
from chalicelib.domain.desk import Colleague, Task
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.desk.claim_task import claim_task
from chalicelib.usecases.notices.submit_notice import submit_notice
from infra.local.capacity import meter
from infra.local.people import find_person
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content

WAITING, CLAIMED = 20, 10


def measure(stage: Stage) -> list[Figure]:
    """Show a reviewer's queue of twenty notices, ten of which somebody is at work on."""
    town, reviewer = stage.new_town(), find_person(Role.OPERATOR_REVIEWER)
    if reviewer is None:
        raise ValueError("the demo directory has no reviewer")
    colleague = Actor("colleague", reviewer.org.uscc, frozenset({Role.OPERATOR_REVIEWER}))
    for number in range(WAITING):
        notice = town.draft(
            make_content(service_type=SURVEY, title=f"滨河路第{number + 1}段改造工程测绘服务")
        )
        submit_notice(town.house, town.owner, notice.id)
        if number < CLAIMED:
            claim_task(town.house, Colleague("colleague", "XHKD47"), colleague, Task.NOTICE, notice.id)
    stage.runtime.drain()
    stage.page("/desk/notices", as_=reviewer)
    with meter(this_thread_only=True) as usage:
        stage.page("/desk/notices", as_=reviewer)
    return [Figure(f"queue_page_with_claims@{WAITING}", items=WAITING, calls=usage.calls, rcu=usage.rcu)]
