"""A selection time after the deadline (§4.4): no more quotes after one, none opened before the other."""

from datetime import date, timedelta

import pytest

from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state, publication_of
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.openings.open_notice import open_notice
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import china, lowest_content
from tests.journeys.steps import Town, uscc

CLOSES_AT = china(2026, 3, 13, 17, 30)
SELECTION_AT = china(2026, 3, 16, 9)


def test_quotes_stay_sealed_between_the_deadline_and_the_selection_time(runtime: Runtime, town: Town) -> None:
    codes = [uscc(number) for number in range(3)]
    for code in codes:
        town.settle_agency(code)
    town.anchor()
    content = lowest_content(service_type=SURVEY, closes_on=date(2026, 3, 13), selection_at=SELECTION_AT)
    notice = town.publish(content)
    number = notice.notice_no or ""
    assert publication_of(notice).closes_at == CLOSES_AT
    for place, code in enumerate(codes[:2]):
        town.quote(code, notice, 40_000_00 + place)
    runtime.drain()

    runtime.move_to(CLOSES_AT + timedelta(minutes=5))
    waiting = town.house.queries.notice(notice.id).notice
    assert effective_state(waiting, runtime.now()) is NoticeState.REG_CLOSED
    assert waiting.opening is None
    with pytest.raises(Conflict, match="registration-closed"):
        town.quote(codes[2], notice, 39_000_00)
    assert open_notice(town.house, notice.id).state is NoticeState.REG_CLOSED
    shown = runtime.get(f"/notices/{number}").text
    assert "开启报价并选取" in shown
    assert "2026年3月16日 09:00" in shown
    assert runtime.get(f"/api/v1/notices/{number}").json()["opens_at"] == "2026-03-16T01:00:00.000Z"

    runtime.move_to(SELECTION_AT + timedelta(seconds=1))

    opened = town.house.queries.notice(notice.id).notice
    assert opened.opening is not None
    assert opened.opening.at >= SELECTION_AT
    assert opened.opening.received == 2
    assert opened.state is NoticeState.PUBLICITY
