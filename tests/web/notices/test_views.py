"""What the public reads of a notice in each phase, and that nothing else is ever in it."""

import json
from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.notices import amendments
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.errors import NotFound
from chalicelib.projections.effects import ENTRANTS, TELLINGS
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.labels.messages import MESSAGES, message_address, message_text
from chalicelib.web.views.notices import notice_json, notice_page
from tests.factories.notices import (
    AGENCY,
    AGENT,
    CALENDAR,
    CLOSES_AT,
    DRAWN_AT,
    MONDAY,
    OWNER,
    PUBLISHER,
    REVIEWER,
    awarded,
    in_publicity,
    make_content,
    make_draft,
    published,
    rules,
    submitted,
)

CONTACT = {
    "owner_name": "滨河建设投资有限公司",
    "contact_name": "联系人甲",
    "contact_phone": "0536-0000000",
    "complaint_phone": "0536-0000001",
}


def view_of(notice: Notice) -> NoticeView:
    return NoticeView(notice, 3, CONTACT, registered=2)


@pytest.mark.parametrize("notice", [make_draft(), submitted()])
def test_what_was_never_published_is_not_there(notice: Notice) -> None:
    with pytest.raises(NotFound):
        notice_page(view_of(notice), MONDAY, rules())


def test_an_open_notice_shows_its_text_its_contact_and_the_count_only() -> None:
    page = notice_page(view_of(published()), MONDAY, rules())

    assert page["is_open"]
    assert page["contact"]["complaint_phone"] == "0536-0000001"
    assert page["registered"] == 2
    assert page["content"]["scope"].startswith("滨河路")
    assert page["opening"] is None
    assert page["selection"] is None
    assert [phase["code"] for phase in page["phases"] if phase["state"] == "now"] == ["registration"]


def test_at_the_deadline_the_notice_is_closed_although_no_timer_ran() -> None:
    page = notice_page(view_of(published()), CLOSES_AT, rules())

    assert page["state"] == "REG_CLOSED"
    assert not page["is_open"]


@pytest.mark.parametrize("notice", [published(), in_publicity(), awarded()])
def test_the_json_names_no_person_and_no_secret(notice: Notice) -> None:
    text = json.dumps(notice_json(view_of(notice), DRAWN_AT, rules()), ensure_ascii=False)

    assert not any(actor.person in text for actor in (AGENT, REVIEWER, PUBLISHER))
    assert "sealed" not in text


def test_the_exclusion_list_is_public_as_a_number_only() -> None:
    content = make_content(exclusions=(AGENCY,), exclusion_reason="正在接受本单位的合同纠纷诉讼")

    answer = notice_json(view_of(published(content=content)), MONDAY, rules())

    assert answer["content"]["exclusion_count"] == 1
    assert AGENCY not in json.dumps(answer)
    assert "诉讼" not in json.dumps(answer, ensure_ascii=False)


def test_an_amendment_is_shown_with_both_texts_and_of_the_exclusions_with_their_number() -> None:
    later = MONDAY + timedelta(hours=1)
    changes = {"scope": "滨河路改造工程全长五公里,需完成地形图测绘并提交成果报告。", "exclusions": (AGENCY,)}
    changes["exclusion_reason"] = "正在接受合同纠纷诉讼"
    proposed = amendments.propose(
        published(), changes, "道路长度填写有误", AGENT, later, rules(), CALENDAR
    ).state
    amended = amendments.amend(proposed, (), REVIEWER, later, rules(), CALENDAR).state

    shown = notice_page(view_of(amended), later, rules())["amendments"][0]

    assert [change["field"] for change in shown["changes"]] == [
        "scope",
        "exclusion_count",
        "exclusion_reason",
    ]
    assert "三公里" in shown["changes"][0]["old"]
    assert "五公里" in shown["changes"][0]["new"]
    assert (shown["changes"][1]["old"], shown["changes"][1]["new"]) == (0, 1)
    assert AGENCY not in str(shown)
    assert "诉讼" not in str(shown)


def test_the_winner_is_shown_from_the_publicity_on() -> None:
    page = notice_page(view_of(in_publicity()), DRAWN_AT, rules())

    assert page["selection"]["winner"].uscc == AGENCY
    assert page["owner"] == {"uscc": OWNER, "name": "滨河建设投资有限公司"}


def test_every_message_of_the_table_has_words() -> None:
    every = (telling for tellings in TELLINGS.values() for telling in tellings)
    codes = {telling.code for telling in every if telling.to is not ENTRANTS}

    assert codes <= set(MESSAGES)


def test_a_message_writes_its_figures_for_people_and_leads_somewhere() -> None:
    message = {
        "code": "notice-failed",
        "params": {"notice_no": "ZJ-370700-2026-000042", "code": "TOO_FEW"},
    }

    assert message_text(message) == "公告 ZJ-370700-2026-000042 流选：报名的合格机构不足。"
    assert message_address(message) == "/notices/ZJ-370700-2026-000042"
