from datetime import timedelta

from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.awards.answer_award import accept_award
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content
from tests.journeys.steps import Town, uscc


def test_a_purchase_by_draw_goes_from_notice_to_acceptance_and_anyone_can_recompute_it(
    runtime: Runtime, town: Town
) -> None:
    codes = [uscc(number) for number in range(4)]
    for code in codes:
        town.settle_agency(code)
    town.anchor()
    notice = town.publish(make_content(service_type=SURVEY))
    number = notice.notice_no or ""
    for code in codes:
        town.quote(code, notice, 48_500_00)
    runtime.drain()
    assert town.house.queries.notice_by_number(number).registered == 4
    assert town.house.queries.draw(number)[1]["status"] == "committed"

    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    frozen = town.house.queries.draw(number)[1]
    assert (frozen["status"], frozen["ids"]) == ("frozen", sorted(codes))

    runtime.move_to(runtime.now() + timedelta(hours=16))
    town.reveal()
    runtime.drain()
    drawn = town.house.queries.draw(number)[1]
    assert drawn["status"] == "drawn"
    assert verify(drawn).status is Verdict.RIGHT

    shown = town.house.queries.notice(notice.id).notice
    assert shown.state is NoticeState.PUBLICITY
    assert shown.publicity is not None
    runtime.move_to(shown.publicity.ends_at + timedelta(seconds=1))
    awarded = town.house.queries.notice(notice.id).notice
    assert awarded.state is NoticeState.AWARDED
    winner = drawn["order"][0]
    accept_award(town.house, Actor("w", winner, frozenset({Role.AGENCY_ADMIN})), notice.id)
    assert town.house.queries.notice(notice.id).notice.state is NoticeState.CONTRACTING
