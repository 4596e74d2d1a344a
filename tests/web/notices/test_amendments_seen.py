"""The operator decides about the amendment that was read, not about one that took its place."""

import re
from datetime import timedelta

from tests.web.notices.conftest import Desk
from tests.web.notices.test_amendments import content_of, propose
from tests.web.notices.test_desk import at_desk


def test_an_amendment_that_was_replaced_meanwhile_is_neither_approved_nor_sent_back(desk: Desk) -> None:
    address = desk.publish()
    desk_page = at_desk(address)
    reviewer = desk.reviewer
    assert propose(desk, address, **{"changes.title": "滨河路改造工程测绘服务（二次）"}).status == 303
    seen = re.findall('name="seen_at" value="([^"]+)"', desk.runtime.get(desk_page, as_=reviewer).text)
    desk.runtime.advance(timedelta(minutes=1))
    assert propose(desk, address, **{"changes.title": "只许本地机构参加的测绘服务"}).status == 303

    assert len(seen) == 2
    passed = desk.runtime.post_form(f"{desk_page}/amendment/approval", {"seen_at": seen[0]}, as_=reviewer)
    assert passed.status == 409
    assert "修改了同一条记录" in passed.text
    noted = {"seen_at": seen[1], "corrections.title": "请写清楚"}
    assert desk.runtime.post_form(f"{desk_page}/amendment/return", noted, as_=reviewer).status == 409
    assert content_of(desk, address).title == "滨河路改造工程测绘服务"
