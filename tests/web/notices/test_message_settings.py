"""The page and the operation of message settings: choose, see it confirmed, never see the whole number."""

import re
from dataclasses import replace

import pytest

from chalicelib.kernel.actors import Role
from infra.local.visits import json_request
from tests.web.meta.roles import FOLLOWERS
from tests.web.notices.conftest import Desk, person

PAGE, API = "/messages/settings", "/api/v1/messages/settings"
MOBILE = "13812345678"
WISH = {"texts": ["todo"], "alerts": True, "phone": MOBILE, "quiet_from": 21, "quiet_until": 8}


def put(desk: Desk, body: dict, version: int, who=None):
    runtime = desk.runtime
    request = json_request("PUT", API, body, token=runtime.identity.access_token(who or desk.admin))
    headers = (*request.headers, ("If-Match", f'"{version}"'))
    return runtime.request(replace(request, headers=headers))


def form(desk: Desk, **changes):
    page = desk.runtime.get(PAGE, as_=desk.admin).text
    version = re.search(r'name="_version" value="(\d+)"', page)
    assert version
    fields = {"texts": ["todo", "decision"], "phone": MOBILE, "quiet_from": "20", "quiet_until": "9"}
    hidden = {"alerts": "true", "_version": version[1]}
    return {**fields, **hidden, **changes}


@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_how_messages_arrive(desk: Desk, role: Role) -> None:
    page = desk.runtime.get(PAGE, as_=person(role))

    assert page.status == 200
    can_change = role not in FOLLOWERS
    assert ("保存设置" in page.text) is can_change
    assert ("由本单位的管理员修改" in page.text) is not can_change


def test_hints_at_opportunities_are_offered_to_agencies_only(desk: Desk) -> None:
    assert "接收可以报名的公告的提醒" in desk.runtime.get(PAGE, as_=person(Role.AGENCY_ADMIN)).text
    assert "接收可以报名的公告的提醒" not in desk.runtime.get(PAGE, as_=desk.admin).text


def test_the_administrator_saves_sees_it_confirmed_and_the_number_masked(desk: Desk) -> None:
    saved = desk.runtime.post_form(PAGE, form(desk), as_=desk.admin)

    assert saved.status == 303
    page = desk.runtime.get(saved.location, as_=desk.admin).text
    assert "消息设置已保存" in page
    assert "138****5678" in page
    assert MOBILE not in page
    assert len(re.findall(r'name="texts"[^>]* checked', page)) == 2


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(desk: Desk) -> None:
    answer = desk.runtime.post_form(PAGE, form(desk, phone="12345", quiet_from="21"), as_=desk.admin)

    assert answer.status == 422
    assert "请填写 11 位手机号码。" in answer.text
    assert '<option value="21" selected>' in answer.text
    missing = desk.runtime.post_form(PAGE, form(desk, phone=""), as_=desk.admin)
    assert missing.status == 422
    assert 'href="#f-phone"' in missing.text


def test_two_pages_do_not_write_over_each_other(desk: Desk) -> None:
    early = form(desk)
    assert desk.runtime.post_form(PAGE, form(desk), as_=desk.admin).status == 303

    assert desk.runtime.post_form(PAGE, {**early, "_key": "other"}, as_=desk.admin).status in (409, 412)


def test_a_form_sent_twice_is_one_change(desk: Desk) -> None:
    fields = form(desk, _key="k")

    assert [desk.runtime.post_form(PAGE, fields, as_=desk.admin).status for _ in range(2)] == [303, 303]
    assert dict(desk.runtime.get_json(API, as_=desk.admin).headers)["ETag"] == '"1"'


def test_the_api_reads_and_replaces_with_the_version_it_gave(desk: Desk) -> None:
    before = desk.runtime.get_json(API, as_=desk.admin)
    assert (dict(before.headers)["ETag"], before.json()["quiet_is_default"]) == ('"0"', True)
    assert (before.json()["quiet_from"], before.json()["quiet_until"]) == (20, 9)

    after = put(desk, WISH, 0)

    assert after.status == 200, after.text
    assert after.json() | {"recipient": ""} == {
        "recipient": "",
        "texts": ["todo"],
        "alerts": True,
        "phone": "138****5678",
        "quiet_from": 21,
        "quiet_until": 8,
        "quiet_is_default": False,
        "may_change": True,
    }
    assert put(desk, WISH, 0).status == 412
    kept = put(desk, {"alerts": True, "texts": ["decision"]}, 1).json()
    assert (kept["phone"], kept["quiet_is_default"]) == ("138****5678", True)
    gone = put(desk, {"alerts": False, "forget_phone": True}, 2).json()
    assert (gone["phone"], gone["texts"], gone["alerts"]) == (None, [], False)


def test_an_agent_reads_what_the_administrator_chose_and_changes_nothing(desk: Desk) -> None:
    assert put(desk, WISH, 0).status == 200

    read = desk.runtime.get_json(API, as_=desk.agent).json()
    assert (read["texts"], read["may_change"]) == (["todo"], False)
    assert put(desk, WISH, 1, desk.agent).status == 403


def test_the_page_of_messages_leads_to_the_settings_and_the_page_speaks_english(desk: Desk) -> None:
    assert f'href="{PAGE}"' in desk.runtime.get("/messages", as_=desk.admin).text
    visit = desk.runtime.visit(desk.admin)
    visit.get("/preferences?lang=en")
    assert "Quiet hours begin" in visit.get(PAGE).text


def test_an_owners_agent_reads_nothing_about_hints_for_agencies(desk: Desk) -> None:
    assert "接收可以报名的公告的提醒" not in desk.runtime.get(PAGE, as_=desk.agent).text
    assert "接收可以报名的公告的提醒" in desk.runtime.get(PAGE, as_=person(Role.AGENCY_AGENT)).text
