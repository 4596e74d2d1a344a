"""The pages of cases and conduct: forms, confirmations, the public list, the agency's credit (pages §3)."""

import re

import pytest

from chalicelib.kernel.clock import format_instant
from infra.local.people import DemoPerson
from tests.factories.agencies import SURVEY
from tests.web.conduct.conftest import Court

FACTS = "外业由另一家机构完成，有现场记录为证。"


def test_a_case_runs_by_its_pages_alone(court: Court) -> None:
    send, first, second = court.runtime.post_form, *court.officials
    report = {
        "uscc": court.uscc,
        "basis": "subcontracting",
        "service_type": SURVEY,
        "text": "中选后把外业全部转给别家完成。",
        "_key": "k1",
    }

    begun = send("/cases", report, as_=court.owner)
    page = begun.location.split("?")[0]
    assert "举报已收到" in court.runtime.get(begun.location, as_=court.owner).text
    assert "办理违规案件" in court.runtime.get("/workbench", as_=first).text
    send(f"{page}/investigation", {"_key": "k2"}, as_=first)
    send(f"{page}/words/notice", {"text": "经查涉嫌转包，拟暂停六个月。", "_key": "k3"}, as_=first)
    assert "陈述申辩" in court.runtime.get("/workbench", as_=court.agency).text
    send(f"{page}/words/answer", {"text": "我单位没有转包。", "_key": "k4"}, as_=court.agency)
    decided = send(f"{page}/decision", {"text": FACTS, "suspension_months": "6", "_key": "k5"}, as_=second)
    document = court.runtime.get(decided.location, as_=second).text
    assert "处理决定书" in document
    assert "决定机关：自然资源和规划局" in document
    assert re.search(r"决定日期：2026年\d+月\d+日", document)
    assert "依据：本市场规则第 2.6 节；参照《政府采购法实施条例》第七十二条第四项" in document
    assert "(D)" not in document
    in_force = send(f"{page}/delivery", {"_key": "k6"}, as_=second)

    assert "决定已经生效" in court.runtime.get(in_force.location, as_=second).text
    public = court.runtime.get("/conduct").text
    assert "转包或擅自变更" in public
    assert "暂停参加采购" in public


@pytest.mark.parametrize(
    ("path", "people"), [("words/notice", 0), ("decision", 1), ("evidence", 0), ("words/answer", "agency")]
)
def test_a_step_that_is_not_open_says_so_instead_of_a_dead_form(
    court: Court, path: str, people: int | str
) -> None:
    case = court.in_force()
    reader = court.agency if people == "agency" else court.officials[int(people)]

    page = court.runtime.get(f"/cases/{case}/{path}", as_=reader)

    assert page.status == 200
    assert "<textarea" not in page.text
    assert 'type="file"' not in page.text


def test_what_was_typed_into_a_refused_decision_is_still_there(court: Court) -> None:
    case = court.heard()

    refused = court.runtime.post_form(
        f"/cases/{case}/decision", {"text": FACTS, "suspension_months": "1"}, as_=court.officials[1]
    )

    assert refused.status == 422
    assert FACTS in refused.text
    assert "6 到 36" in refused.text


def test_a_decision_has_a_public_page_with_basis_number_dates_and_document(court: Court) -> None:
    case = court.in_force()
    number = court.read(case, court.officials[0]).json()["number"]

    page = court.runtime.get(f"/conduct/{number}").text
    answer = court.runtime.get_json(f"/api/v1/conduct/{number.lower()}").json()

    assert FACTS in page
    assert "自然资源和规划局" in page
    assert answer["decision"]["measures"][0]["runs"] is True
    assert answer["document"]["wording"] == "WF-MARKET-1/2"
    assert f'href="/conduct/{number}"' in court.runtime.get(f"/agencies/{court.uscc}").text


def test_credit_is_explained_line_by_line_to_the_agency_in_two_reads(court: Court) -> None:
    from infra.local.capacity import meter

    court.in_force()
    court.runtime.get("/agency/conduct", as_=court.agency)

    with meter() as measured:
        page = court.runtime.get("/agency/conduct", as_=court.agency).text
    answer = court.runtime.get_json("/api/v1/agency/conduct", as_=court.agency).json()

    assert "减 20 分：转包或擅自变更" in page
    assert "80.00" in page
    assert (answer["credit"]["score"], answer["credit"]["grade"]) == ("80.00", "B")
    assert sum(answer["credit"]["lines"][0][name] for name in ("points",)) == 20
    assert [one["state"] for one in answer["cases"]] == ["IN_FORCE"]
    assert measured.calls <= 3, "two reads and the session's own"


def test_the_public_list_separates_what_runs_from_what_is_over(court: Court) -> None:
    court.in_force("illegal-fees", suspension_months=3)
    (sanction,) = court.now().conduct.sanctions
    assert court.runtime.get_json("/api/v1/conduct?phase=running").json()["count"] == 1
    end = sanction.measures[0].ends_at
    assert end is not None

    court.runtime.move_to(end)

    assert court.runtime.get_json("/api/v1/conduct?phase=running").json()["count"] == 0
    assert court.runtime.get_json("/api/v1/conduct?phase=ended").json()["count"] == 1
    page = court.runtime.get("/conduct").text
    assert "已结束" in page
    assert "执行中" not in re.sub("(?s)<form.*?</form>", "", page)
    (card,) = court.runtime.get_json("/api/v1/conduct").json()["items"]
    assert (card["ends_at"], card["points_end_at"]) == (
        format_instant(end),
        format_instant(sanction.points_end_at or end),
    )
    assert card["ends_at"] < card["points_end_at"]
    profile = court.runtime.get(f"/agencies/{court.uscc}").text
    assert "扣分计入到" in profile


def test_a_persons_list_of_cases_holds_its_own_and_no_others(court: Court) -> None:
    case = court.report()
    court.runtime.drain()

    def lists(reader: DemoPerson) -> bool:
        return f"/cases/{case}" in court.runtime.get("/cases", as_=reader).text

    assert all(lists(one) for one in (court.owner, *court.officials, court.supervisor))
    assert not lists(court.stranger)
    assert not lists(court.agency)
