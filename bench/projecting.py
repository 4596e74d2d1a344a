"""What the lists cost to keep up with the ledger (design §1): units a ledger event, a hundred a batch.

The budget is about the rows of aggregates and the counters. List rows, one for every facet in which a card
stands and one for each catalogue, are the price of being found with one Query, and stand apart.
"""

from collections.abc import Sequence

from bench.figures import Figure
from bench.stage import AMOUNT_FEN, Stage
from bench.units_seen import units_by_part
from chalicelib import bootstrap
from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.agencies import reviewing
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.agencies.changing import noted
from chalicelib.usecases.notices.publish_notice import publish_notice
from chalicelib.usecases.notices.review_notice import pass_notice
from chalicelib.usecases.notices.submit_notice import submit_notice
from infra.local.capacity import meter
from tests.factories import agencies as make_agencies
from tests.factories.agencies import ASSESSMENT, SURVEY
from tests.factories.notices import make_content
from tests.journeys.steps import Town, uscc

EVENTS = 100


def measure(stage: Stage) -> list[Figure]:
    """Project a hundred events of each kind: one of each of many aggregates, and two of each of fewer."""
    town = stage.new_town(EVENTS // 2)
    notices = [_reviewed(town) for _ in range(EVENTS)]
    reviewed = [_form_passed(town, uscc(number)) for number in range(EVENTS, EVENTS + EVENTS // 2)]
    stage.runtime.drain()
    published = [publish_notice(town.house, town.publisher, notice.id) for notice in notices]
    figures = [_figure("projection_of_notices@100", [f"NOTICE#{notice.id}" for notice in published])]
    quotes = [town.quote(uscc(number), published[0], AMOUNT_FEN) for number in range(EVENTS // 2)]
    figures.append(_figure("projection_of_quotes@100", [f"QUOTE#{quote.sealed.id}" for quote in quotes]))
    for agency in reviewed:
        _approve(town, agency)
    figures.append(_figure("projection_of_agencies@100", [f"AGENCY#{agency.id}" for agency in reviewed]))
    return figures


def _figure(operation: str, aggregates: Sequence[str]) -> Figure:
    """Project one batch of hints.

    Raises:
        RuntimeError: when they stood for another number of events.
    """
    with meter(this_thread_only=True) as usage, units_by_part() as units:
        events = bootstrap.projector().catch_up(aggregates)
    if events != EVENTS:
        raise RuntimeError(f"{operation}: {events} events instead of {EVENTS}")
    parts = {f"{part}_wcu": number / events for part, number in sorted(units.items())}
    parts["wcu_per_event"] = (units["row"] + units["counter"]) / events
    return Figure(operation, items=events, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=parts)


def _reviewed(town: Town) -> Notice:
    notice = town.draft(make_content(service_type=SURVEY))
    submit_notice(town.house, town.owner, notice.id)
    return pass_notice(town.house, town.reviewer, notice.id, ())


def _form_passed(town: Town, code: str) -> Agency:
    """Put an agency into the house that waits for the departments of its two service types."""
    organisation = make_agencies.organisation(
        name=f"测试机构{code[-4:]}", licence_name=f"测试机构{code[-4:]}"
    )
    draft = make_agencies.draft_agency(code, organisation=organisation)
    agency = make_agencies.form_passed(draft)
    decision = noted(town.house, Decision(agency, Event("agency.form_passed", {"uscc": code, "moves": []})))
    town.house.transact(lambda uow, _: uow.agencies.add(decision, SYSTEM))
    return agency


def _approve(town: Town, agency: Agency) -> None:
    """Let both departments approve: two events, the admission to the public list and what follows."""
    for service_type in (SURVEY, ASSESSMENT):
        actor = make_agencies.department_for(service_type)

        def attempt(uow, now, service_type=service_type, actor=actor):  # type: ignore[no-untyped-def]
            found = uow.agencies.load(agency.id)
            decision = reviewing.approve(found, service_type, actor, now, town.house.service_types)
            uow.agencies.save(noted(town.house, decision), actor)

        town.house.transact(attempt)
