"""What it costs to tell everybody who can enter a notice: reads by the page, one put an agency told."""

from bench.budgets import ALERTED
from bench.calls_seen import counted, watched
from bench.figures import Figure
from bench.stage import Stage
from chalicelib.kernel.paging import PageRequest
from chalicelib.usecases.alert_agencies import MATCHING, alert_agencies
from infra.local.capacity import meter
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content
from tests.journeys.steps import uscc


def measure(stage: Stage) -> list[Figure]:
    """Publish a notice that a hundred listed agencies can enter, and do its one page of alerts."""
    town = stage.new_town()
    for number in range(ALERTED):
        town.list_agency(uscc(number))
    stage.runtime.drain()
    notice = town.publish(lowest_content(service_type=SURVEY))
    (entry,) = (
        one for one in town.house.queries.entries(f"NOTICE#{notice.id}") if one.type == "notice.published"
    )
    body = {
        "event": f"NOTICE#{notice.id}#{entry.seq}",
        "at": entry.at,
        "to": f"{MATCHING}{notice.notice_no}",
        "code": "you-may-enter",
        "params": {},
    }
    with meter(this_thread_only=True) as usage, watched() as seen:
        alert_agencies(town.house, body)
    if not town.house.inbox.page(f"org:{uscc(ALERTED - 1)}", PageRequest(limit=1)).cards:
        raise RuntimeError("nobody was alerted")
    apart = {
        "query_pages": float(counted(seen, "Query")),
        "reads": float(counted(seen, "GetItem")),
        "batch_gets": float(counted(seen, "BatchGetItem")),
        "puts": float(counted(seen, "PutItem")),
    }
    name = f"matching_alerts@{ALERTED}"
    return [Figure(name, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=apart)]
