"""What a stranger reads of a draw: the page, the file and the list, in every way a notice can end (§3.2)."""

import re
from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.usecases.awards.answer_award import refuse_award
from chalicelib.usecases.notices.withdraw_notice import withdraw_notice
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import ADMIN, lowest_content, make_content
from tests.journeys.steps import Town, uscc

A_NIGHT = timedelta(hours=16)


def publish(town: Town, content: NoticeContent, *amounts_yuan: int) -> Notice:
    """Publish, and let one agency an amount quote."""
    town.anchor()
    for number in range(len(amounts_yuan)):
        town.settle_agency(uscc(number))
    notice = town.publish(content)
    for number, amount in enumerate(amounts_yuan):
        town.quote(uscc(number), notice, amount * 100)
    return notice


def close(runtime: Runtime, notice: Notice) -> None:
    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))


def draw(town: Town, runtime: Runtime) -> None:
    runtime.advance(A_NIGHT)
    town.reveal()
    runtime.drain()


def page(runtime: Runtime, notice: Notice) -> str:
    """Return the words of the page of a draw."""
    answer = runtime.get(f"/draws/{number_of(notice)}")
    assert answer.status == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_two_tied_groups_are_shown_in_their_final_order_and_nobody_is_called_first(
    town: Town, runtime: Runtime
) -> None:
    content = lowest_content(service_type=SURVEY)
    notice = publish(town, content, 42_000, 40_000, 41_000, 42_000, 40_000)
    close(runtime, notice)
    draw(town, runtime)

    words = page(runtime, notice)
    view, record, _ = town.house.queries.draw(number_of(notice))
    pairs = [(uscc(1), uscc(4)), (uscc(0), uscc(3))]
    cheapest, dearest = (sorted(pair, key=record["order"].index) for pair in pairs)

    assert view.notice.selection is not None
    assert view.notice.selection.winner.uscc == cheapest[0]
    assert "第 1 至 2 名报价相同" in words
    assert "第 4 至 5 名报价相同" in words
    places = [words.index(f"测试机构{code[-4:]}") for code in (*cheapest, *dearest)]
    assert places == sorted(places)
    assert "第一名 " not in words
    assert words.index("拟中选机构") < places[1]


def test_the_page_of_a_random_draw_names_the_agencies_and_every_input(town: Town, runtime: Runtime) -> None:
    notice = publish(town, make_content(service_type=SURVEY), 48_500, 48_500, 48_500)
    close(runtime, notice)
    draw(town, runtime)

    words, (view, record, _) = page(runtime, notice), town.house.queries.draw(number_of(notice))

    first, publication = record["order"][0], publication_of(view.notice)
    assert f"测试机构{first[-4:]} {first} 拟中选机构 第一名" in words
    beacon = record["beacon"]
    for known in (record["commitment"], record["root"], record["secret"], record["seed"], beacon["value"]):
        assert known in words
    assert f"{beacon['commitment']} 随机源轮次（从承诺到随机数的链节数） {beacon['round']} " in words
    assert ("draw/1" in words, publication.profile in words) == (True, True)
    assert f'href="/beacon/{publication.chain}"' in runtime.get(f"/draws/{number_of(notice)}").text


def test_a_lowest_price_without_a_tie_says_that_there_was_nothing_to_draw(
    town: Town, runtime: Runtime
) -> None:
    notice = publish(town, lowest_content(service_type=SURVEY), 42_000, 40_000, 41_000)
    assert "已承诺，等待报名截止" in page(runtime, notice)

    close(runtime, notice)
    words = page(runtime, notice)

    assert "没有需要抽取的并列" in words
    assert "等待报名截止" not in words
    assert "公布公共随机数并抽取" not in words


@pytest.mark.parametrize("amounts_yuan", [(), (48_500,)])
def test_a_notice_that_failed_before_its_draw_says_why(
    town: Town, runtime: Runtime, amounts_yuan: tuple[int, ...]
) -> None:
    notice = publish(town, make_content(service_type=SURVEY), *amounts_yuan)
    close(runtime, notice)

    words = page(runtime, notice)

    assert "未经抽取即告结束" in words
    assert "报名的合格机构不足" in words
    assert "等待报名截止" not in words


def test_a_withdrawn_notice_says_why_there_is_no_draw(town: Town, runtime: Runtime) -> None:
    notice = publish(town, make_content(service_type=SURVEY), 48_500)
    withdraw_notice(town.house, town.owner.actor, notice.id, "项目资金计划调整，不再采购")
    runtime.drain()

    words = page(runtime, notice)

    assert "未经抽取即告结束" in words
    assert "项目资金计划调整" in words


PROMISES = ("抽取时公布", "抽取时算出", "报名截止后公布", "尚未公布", "尚未抽取")


def raw(runtime: Runtime, notice: Notice) -> str:
    return runtime.get(f"/draws/{number_of(notice)}").text


def test_the_draw_of_a_withdrawn_notice_promises_no_value(town: Town, runtime: Runtime) -> None:
    notice = publish(town, make_content(service_type=SURVEY), 48_500)
    assert any(promise in raw(runtime, notice) for promise in PROMISES)
    withdraw_notice(town.house, town.owner.actor, notice.id, "项目资金计划调整，不再采购")
    runtime.drain()

    assert not [promise for promise in PROMISES if promise in raw(runtime, notice)]
    assert "没有抽取，不公布" in page(runtime, notice)
    record = runtime.get(f"/draws/{number_of(notice)}.json").json()
    assert (record["status"], record["root"], record["secret"]) == ("committed", None, None)


def test_the_draw_of_a_failed_notice_promises_no_value(town: Town, runtime: Runtime) -> None:
    notice = publish(town, make_content(service_type=SURVEY), 48_500)
    close(runtime, notice)

    assert not [promise for promise in PROMISES if promise in raw(runtime, notice)]


def test_a_pool_whose_value_never_came_keeps_its_root_and_promises_no_draw(
    town: Town, runtime: Runtime
) -> None:
    notice = publish(town, make_content(service_type=SURVEY), 48_500, 48_500)
    close(runtime, notice)
    root = town.house.queries.draw(number_of(notice))[1]["root"]
    runtime.advance(timedelta(days=8))

    words = page(runtime, notice)

    assert str(root) in words
    assert not [promise for promise in PROMISES if promise in raw(runtime, notice)]
    assert "没有抽取，没有使用" in words


def test_where_there_was_nothing_to_draw_no_value_is_promised(town: Town, runtime: Runtime) -> None:
    notice = publish(town, lowest_content(service_type=SURVEY), 42_000, 40_000, 41_000)
    close(runtime, notice)

    assert not [promise for promise in PROMISES if promise in raw(runtime, notice)]


def test_a_draw_whose_award_the_owner_refused_names_the_award(town: Town, runtime: Runtime) -> None:
    notice = publish(town, make_content(service_type=SURVEY), 48_500, 48_500)
    close(runtime, notice)
    draw(town, runtime)
    shown = town.house.queries.notice(notice.id).notice.publicity
    assert shown is not None
    runtime.move_to(shown.ends_at + timedelta(seconds=1))
    award = town.house.queries.notice(notice.id).notice.award
    assert award is not None
    refuse_award(town.house, ADMIN, notice.id, "资金没有落实，本单位不再采购。")
    runtime.drain()

    for words in (page(runtime, notice), runtime.get("/draws").text):
        assert f"曾生成中选编号 {award.award_no}" in words
        assert "未产生中选机构" not in words


def test_a_frozen_pool_is_named_and_waits_for_the_beacon(town: Town, runtime: Runtime) -> None:
    notice = publish(town, make_content(service_type=SURVEY), 48_500, 48_500)
    close(runtime, notice)

    words = page(runtime, notice)

    assert "名单已冻结，等待公共随机数" in words
    assert all(f"测试机构{uscc(number)[-4:]}" in words for number in range(2))
    assert "拟中选机构" not in words


def test_the_list_of_draws_tells_how_far_each_came_when_and_who_was_drawn(
    town: Town, runtime: Runtime
) -> None:
    notice = publish(town, make_content(service_type=SURVEY), 48_500, 48_500)
    close(runtime, notice)
    runtime.drain()
    waiting = runtime.get("/draws").text
    draw(town, runtime)
    drawn = runtime.get("/draws").text

    record = town.house.queries.draw(number_of(notice))[1]
    assert ("等待公共随机数" in waiting, "最迟公布" in waiting, "拟中选机构" in waiting) == (
        True,
        True,
        False,
    )
    assert ("已抽取，可复算" in drawn, "2026年3月" in drawn) == (True, True)
    assert f'<a href="/agencies/{record["order"][0]}">测试机构{record["order"][0][-4:]}</a>' in drawn


@pytest.mark.parametrize("number", ["ZJ-370700-2026-999999", "nonsense", ".json"])
def test_the_file_of_an_unknown_number_is_a_problem_in_json(runtime: Runtime, number: str) -> None:
    answer = runtime.get(f"/draws/{number}.json")

    assert answer.status == 404
    assert (answer.header("Content-Type") or "").startswith("application/problem+json")
    assert answer.json()["type"] == "/problems/not-found"


def test_the_file_of_a_draft_is_as_unknown_and_that_of_a_live_notice_is_the_record(
    town: Town, runtime: Runtime
) -> None:
    draft = town.draft(make_content(service_type=SURVEY))
    notice = publish(town, make_content(service_type=SURVEY))

    hidden = runtime.get(f"/draws/{draft.notice_no or draft.id}.json")
    record = runtime.get(f"/draws/{notice.notice_no}.json")

    assert (hidden.status, hidden.json()["type"]) == (404, "/problems/not-found")
    assert (record.status, record.json()["status"]) == (200, "committed")
    assert record.json() == runtime.get_json(f"/api/v1/draws/{notice.notice_no}").json()


def test_the_home_page_shows_the_draws_of_today_and_says_when_there_are_none(
    town: Town, runtime: Runtime
) -> None:
    notice = publish(town, make_content(service_type=SURVEY), 48_500, 48_500, 48_500)
    close(runtime, notice)

    today = runtime.get("/").text
    assert "今天的抽取" in today
    assert f'href="/draws/{number_of(notice)}"' in today

    draw(town, runtime)
    runtime.advance(timedelta(days=1))

    later = runtime.get("/").text
    assert "今天没有抽取，下面是最近几场。" in later
    assert f'href="/draws/{number_of(notice)}"' in later
