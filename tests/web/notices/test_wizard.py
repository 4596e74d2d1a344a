"""The wizard: any order, nothing typed is lost, everything wrong at once, clauses shown where they stand."""

import re
from datetime import timedelta

from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.contact import known_contact
from chalicelib.usecases.notices.fill_step import fill_step
from infra.local.http_event import Answer
from infra.local.people import people
from tests.web.notices.conftest import ITEM_NAME, Desk, complete
from tests.web.shell.markup import find_faults, parse


def test_a_draft_is_filled_step_by_step_and_submitted_with_a_number(desk: Desk) -> None:
    address = desk.begin()
    desk.fill(address)

    check = desk.runtime.get(f"{address}/check", as_=desk.agent)
    assert "滨河路改造工程测绘服务" in check.text
    assert "肆万捌仟伍佰元整" in check.text

    sent = desk.runtime.post_form(f"{address}/submission", as_=desk.agent)
    done = desk.runtime.get(sent.location, as_=desk.agent)
    assert "ZJ-370700-2026-000001" in done.text
    assert "2026年3月10日 24:00" in done.text


def test_steps_can_be_filled_in_any_order(desk: Desk) -> None:
    address = desk.begin()

    for step, fields in reversed(complete(desk.item_id).items()):
        assert desk.save(address, step, fields, then="later").location == address

    assert "提交审核" in desk.runtime.get(f"{address}/check", as_=desk.agent).text


def test_a_step_that_comes_before_another_is_not_called_done_for_that(desk: Desk) -> None:
    address = desk.begin()
    desk.save(address, "requirements", complete(desk.item_id)["requirements"], then="later")

    page = desk.runtime.get(f"{address}/dates", as_=desk.agent).text

    assert re.findall(r"已完成：</span></span>\s*<span class=\"step-label\">([^<]+)", page) == [
        "对机构的要求"
    ]


def test_a_faulty_step_is_saved_and_shows_every_error_at_its_field(desk: Desk) -> None:
    address = desk.begin()

    answer = desk.save(address, "project", {"title": "测绘", "contact_name": "联系人甲"})

    assert answer.status == 422
    for field in ("f-title-error", "f-division-error", "f-contact_phone-error", "f-complaint_phone-error"):
        assert f'id="{field}"' in answer.text
    later = desk.runtime.get(f"{address}/project", as_=desk.agent)
    assert 'value="测绘"' in later.text
    assert 'value="联系人甲"' in later.text


def test_what_cannot_be_read_stands_in_the_form_as_it_was_typed(desk: Desk) -> None:
    address = desk.begin()
    fields = complete(desk.item_id)["price"] | {"price.amount_fen": "四万八"}

    answer = desk.save(address, "price", fields)

    assert answer.status == 422
    assert 'value="四万八"' in answer.text
    assert "请以元为单位填写金额" in answer.text


def test_a_form_field_left_empty_is_emptied(desk: Desk) -> None:
    address = desk.begin()
    desk.save(address, "project", {"title": "滨河路测绘", "zone": "滨海经济技术开发区"}, then="later")

    desk.save(address, "project", {"title": "滨河路测绘", "zone": ""}, then="later")

    assert '滨海经济技术开发区"' not in desk.runtime.get(f"{address}/project", as_=desk.agent).text


def test_money_is_typed_as_people_type_it_and_echoed_in_capitals(desk: Desk) -> None:
    address = desk.begin()
    desk.save(address, "price", complete(desk.item_id)["price"])

    page = desk.runtime.get(f"{address}/price", as_=desk.agent).text

    assert 'value="48500.00"' in page
    assert "肆万捌仟伍佰元整" in page


def test_the_service_is_chosen_from_published_items_and_brings_the_lawful_requirements(desk: Desk) -> None:
    address = desk.begin()
    assert ITEM_NAME in desk.runtime.get(f"{address}/service", as_=desk.agent).text

    desk.save(address, "service", complete(desk.item_id)["service"])

    page = desk.runtime.get(f"{address}/requirements", as_=desk.agent).text
    assert "测绘资质" in page
    assert "法律法规规定从事该项服务应当具备的资质。" in page


def test_a_wrong_code_among_the_excluded_is_said_at_its_own_field(desk: Desk) -> None:
    wrong = {"exclusions": ["91370700", "91370701"], "exclusion_reason": "正在与本单位进行合同诉讼"}
    answer = desk.save(desk.begin(), "requirements", complete(desk.item_id)["requirements"] | wrong)

    page = parse(answer.text)
    assert answer.status == 422
    assert find_faults(page) == []
    fields = [field for field in page.iter("input") if field.attrib.get("name") == "exclusions"][:2]
    assert [field.attrib["aria-invalid"] for field in fields] == ["true", "true"]
    assert [f"{field.attrib['id']}-error" for field in fields] == [
        field.attrib["aria-describedby"] for field in fields
    ]


def test_an_item_that_is_not_in_force_is_refused(desk: Desk) -> None:
    fields = complete("item_none")["service"]

    answer = desk.save(desk.begin(), "service", fields)

    assert answer.status == 422
    assert "没有这个中介服务事项" in answer.text


def test_a_blocking_clause_is_cited_with_its_words_marked_in_place(desk: Desk) -> None:
    address = desk.begin()
    scope = complete(desk.item_id)["service"]["scope"] + "投标人须在本市注册的企业。"

    answer = desk.save(address, "service", complete(desk.item_id)["service"] | {"scope": scope})

    assert answer.status == 422
    assert re.search("<mark>[^<]*本市注册[^<]*</mark>", answer.text)
    assert "《政府采购法实施条例》第二十条" in answer.text
    assert "[L2" not in answer.text
    assert desk.runtime.post_form(f"{address}/submission", as_=desk.agent).status == 422


def test_every_method_is_offered_and_direct_selection_names_the_law_that_shuts_it(desk: Desk) -> None:
    address = desk.begin()
    page = desk.runtime.get(f"{address}/price", as_=desk.agent).text
    assert "尚未开放" not in page
    fields = {
        "method": "direct",
        "method_terms.agency": "91350100M000100Y43",
        "method_terms.agency_reason": "只有这一家具备资质",
        "price.basis": "fixed",
        "price.amount_fen": "5万",
    }

    for purpose, article in (("own-approval", "第四十三条第三款"), ("for-applicant", "第四十三条第二款")):
        answer = desk.save(address, "price", {**fields, "method_terms.purpose": purpose})
        assert answer.status == 422
        assert article in answer.text
    assert desk.save(address, "price", {**fields, "method_terms.purpose": "own-project"}).status == 303


def test_the_dates_step_shows_the_instants_that_follow(desk: Desk) -> None:
    address = desk.begin()
    desk.save(address, "price", complete(desk.item_id)["price"])

    desk.save(address, "dates", {"closes_on": "2026-03-20"}, then="again")
    page = desk.runtime.get(f"{address}/dates", as_=desk.agent).text

    assert "2026年3月20日 17:30" in page


def test_witnesses_are_kept_for_the_owner_and_are_nowhere_else(desk: Desk) -> None:
    address = desk.begin()
    fields = complete(desk.item_id)["price"] | {
        "witnesses.0.name": "见证人乙",
        "witnesses.0.phone": "13800000000",
    }

    assert desk.save(address, "price", fields).status == 303

    assert "见证人乙" in desk.runtime.get(f"{address}/price", as_=desk.agent).text
    notice = desk.runtime.house.queries.notice(address.rsplit("/", 1)[1]).notice
    assert len(notice.content.witnesses) == 1
    assert "见证人乙" not in repr(notice)


def test_an_administrator_reads_the_draft_and_cannot_write_it(desk: Desk) -> None:
    address = desk.begin()

    assert desk.runtime.get(address, as_=desk.admin).status == 200
    assert desk.runtime.get(f"{address}/project", as_=desk.admin).status == 403


def test_somebody_elses_draft_is_closed(desk: Desk) -> None:
    address = desk.begin()
    own = desk.agent.org.uscc
    other = next(one for one in people() if "owner_agent" in one.roles and one.org.uscc != own)

    assert desk.runtime.get(address, as_=other).status == 403


def test_a_copy_keeps_the_words_and_the_contact_and_leaves_the_dates_open(desk: Desk) -> None:
    address = desk.submit()

    copy = desk.runtime.post_form(f"{address}/copies", as_=desk.agent).location

    assert copy != address
    page = desk.runtime.get(f"{copy}/project", as_=desk.agent).text
    assert "滨河路改造工程测绘服务" in page
    assert "0536-8000001" in page
    assert 'value="2026-03-20"' not in desk.runtime.get(f"{copy}/dates", as_=desk.agent).text


def test_a_copy_stands_in_the_list_under_its_title_before_it_is_edited(desk: Desk) -> None:
    address = desk.submit()

    desk.runtime.post_form(f"{address}/copies", as_=desk.agent)

    page = desk.runtime.get("/owner/notices", as_=desk.agent).text
    assert "草稿 (1)" in page
    assert page.count("滨河路改造工程测绘服务") == 2


def discard(desk: Desk, address: str) -> Answer:
    return desk.runtime.post_form(f"{address}/discard", as_=desk.agent)


def test_a_draft_that_was_never_handed_in_can_be_thrown_away(desk: Desk) -> None:
    address = desk.begin()
    desk.save(address, "project", complete(desk.item_id)["project"])
    assert "删除草稿" in desk.runtime.get(address, as_=desk.agent).text

    answer = discard(desk, address)

    assert answer.location == "/owner/notices"
    assert desk.runtime.get(address, as_=desk.agent).status == 404
    listed = desk.runtime.get("/owner/notices", as_=desk.agent).text
    assert "滨河路改造工程测绘服务" not in listed
    assert "这里还没有公告" in listed
    notice_id = address.rsplit("/", 1)[1]
    assert not known_contact(desk.runtime.house, notice_id)


def test_what_was_handed_in_once_cannot_be_thrown_away(desk: Desk) -> None:
    address = desk.submit()
    note = {"corrections.title": "请写全名"}
    desk.runtime.post_form(f"{address.replace('/owner/', '/desk/')}/return", note, as_=desk.reviewer)

    assert "删除草稿" not in desk.runtime.get(address, as_=desk.agent).text
    assert discard(desk, address).status == 409


def test_a_second_attempt_can_be_begun_again_after_its_draft_was_thrown_away(desk: Desk) -> None:
    address = desk.publish()
    desk.runtime.advance(timedelta(days=12))
    draft = desk.runtime.post_form(f"{address}/renotices", as_=desk.agent).location

    discard(desk, draft)

    assert desk.runtime.post_form(f"{address}/renotices", as_=desk.agent).status == 303


def test_a_second_tab_cannot_write_over_the_first_and_nothing_typed_is_lost(desk: Desk) -> None:
    address = desk.begin()
    fields = complete(desk.item_id)["project"]
    seen = desk.runtime.get(f"{address}/project", as_=desk.agent).text.split('name="_seen" value="')[1][:64]
    first = desk.save(address, "project", fields | {"title": "第一个页面的项目名称", "_seen": seen})

    second = desk.save(address, "project", fields | {"title": "第二个页面的项目名称", "_seen": seen})

    assert first.status == 303
    assert second.status == 409
    assert "第一个页面的项目名称" in second.text
    assert 'value="第二个页面的项目名称"' in second.text
    seen_now = second.text.split('name="_seen" value="')[1][:64]
    assert desk.save(address, "project", fields | {"_seen": seen_now}).status == 303


def test_tabs_on_different_steps_do_not_disturb_each_other(desk: Desk) -> None:
    address = desk.begin()
    seen = desk.runtime.get(f"{address}/dates", as_=desk.agent).text.split('name="_seen" value="')[1][:64]
    desk.save(address, "project", complete(desk.item_id)["project"])

    assert desk.save(address, "dates", {"closes_on": "2026-03-20", "_seen": seen}).status == 303


def test_another_service_brings_its_own_requirements_unless_somebody_wrote_some(desk: Desk) -> None:
    address = desk.begin()
    notice_id, house = address.rsplit("/", 1)[1], desk.runtime.house
    actor = Actor(desk.agent.subject, desk.agent.org.uscc, frozenset(desk.agent.roles))
    person = SignedIn(actor, desk.agent.display_name, desk.agent.org.name)
    fill_step(house, person, notice_id, Step.SERVICE, {"service_type": "CH01"})

    notice, _ = fill_step(house, person, notice_id, Step.SERVICE, {"service_type": "CH04"})
    assert [need.code for need in notice.content.qualifications] == ["real-estate-appraisal"]

    fill_step(house, person, notice_id, Step.REQUIREMENTS, {"practitioner_note": "另有说明"})
    kept, _ = fill_step(house, person, notice_id, Step.SERVICE, {"service_type": "CH01"})
    assert [need.code for need in kept.content.qualifications] == ["real-estate-appraisal"]


def test_requirements_that_nobody_has_opened_are_not_shown_as_done(desk: Desk) -> None:
    address = desk.begin()
    desk.save(address, "service", complete(desk.item_id)["service"])

    before = desk.runtime.get(address, as_=desk.agent).text
    desk.save(address, "requirements", complete(desk.item_id)["requirements"])
    after = desk.runtime.get(address, as_=desk.agent).text

    assert (before.count("已完成"), after.count("已完成")) == (1, 2)
