"""What a first sealed quote costs (design §3): the notice's number, one read of the rest, one transaction.

A browser's request reads one item more, the session's epoch, by which signing out everywhere works; it
stands apart.
"""

from collections.abc import Callable, Sequence

from bench.calls_seen import TRANSACTION, counted, is_epoch, reads, transaction_items, watched
from bench.figures import Figure
from bench.quote_request import quote_request, quoting_agents
from bench.stage import AMOUNT_FEN, Stage
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.quotes.quote import Quote
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.ports import Once
from chalicelib.usecases.quotes.entry import EnterNotice
from chalicelib.usecases.quotes.submit_quote import submit_quote
from infra.local.calls import Call
from infra.local.capacity import Usage, meter
from infra.local.people import DemoPerson
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content
from tests.journeys.steps import Town, clean_declaration


def measure(stage: Stage) -> list[Figure]:
    """Let one agency quote by the use case and another by the API."""
    agents = quoting_agents()[:3]
    town = stage.new_town()
    for agent in agents:
        town.settle_agency(agent.org.uscc)
    notice = town.publish(make_content(service_type=SURVEY))
    send(stage, notice, agents[0])  # wakes the process: catalogue, schemas, keys of the issuer
    return [
        _figure("sealed_quote@1", lambda: quote(town, notice, agents[1].org.uscc)),
        _figure("sealed_quote_http@1", lambda: send(stage, notice, agents[2])),
    ]


def quote(town: Town, notice: Notice, code: str) -> None:
    """Put a quote in by the use case, repeatable as every quote is."""
    actor = Actor(f"agent-of-{code}", code, frozenset({Role.AGENCY_AGENT}))
    command = EnterNotice(notice.id, "业务授权人", "0536-0000002", clean_declaration())
    offer = Quote(notice.id, code, amount_fen=AMOUNT_FEN, validity_days=60)
    submit_quote(town.house, actor, command, offer, Once(actor.person, "key", "body"))


def send(stage: Stage, notice: Notice, person: DemoPerson) -> None:
    """Put a quote in through the API.

    Raises:
        RuntimeError: when it is refused.
    """
    answer = stage.runtime.request(quote_request(stage.runtime, notice, person))
    if answer.status not in (200, 201):
        raise RuntimeError(f"a quote was answered {answer.status}: {answer.text}")


def _figure(operation: str, run: Callable[[], None]) -> Figure:
    with meter(this_thread_only=True) as usage, watched() as seen:
        run()
    return _summed(operation, usage, seen)


def _summed(operation: str, usage: Usage, seen: Sequence[Call]) -> Figure:
    parts = {
        "reads": float(len(reads(seen))),
        "transactions": float(counted(seen, TRANSACTION)),
        "epoch_reads": float(sum(map(is_epoch, seen))),
        **{name: float(count) for name, count in usage.other_calls.items()},
    }
    items = transaction_items(seen)
    return Figure(operation, items=items, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=parts)
