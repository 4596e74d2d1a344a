"""The workbench of each role: what waits, by deadline, with its figures."""

import pytest

from chalicelib.kernel.actors import Role
from infra.local.capacity import meter
from tests.web.notices.conftest import Desk, person


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_workbench_and_messages(desk: Desk, role: Role) -> None:
    assert desk.runtime.get("/workbench", as_=person(role)).status == 200
    assert desk.runtime.get("/messages", as_=person(role)).status == 200


def test_the_reviewer_finds_the_notice_to_review_and_the_figure(desk: Desk) -> None:
    desk.submit()

    page = desk.runtime.get("/workbench", as_=desk.reviewer).text

    assert "审核公告" in page
    assert "滨河路改造工程测绘服务" in page


def test_the_owner_is_told_of_the_publication_in_words(desk: Desk) -> None:
    desk.publish()

    page = desk.runtime.get("/workbench", as_=desk.agent).text

    assert "公告 ZJ-370700-2026-000001 已发布，报名于 2026年3月20日 17:30 截止。" in page


def test_a_signed_out_person_is_sent_to_sign_in(desk: Desk) -> None:
    assert desk.runtime.get("/workbench").location.startswith("/sign-in")


SESSION_CHECK = 1
"""Whether the person signed out everywhere is read once with every page."""


@pytest.mark.parametrize("address", ["/workbench", "/owner/notices", "/messages"])
def test_a_list_of_the_owner_costs_three_calls_beside_the_sessions_own(desk: Desk, address: str) -> None:
    desk.publish()
    desk.runtime.get(address, as_=desk.agent)

    with meter() as usage:
        assert desk.runtime.get(address, as_=desk.agent).status == 200

    assert usage.calls - SESSION_CHECK <= 3
