"""What a contract's life does to the agency's credit, and what the department sees of it (§2.2, §2.6)."""

from datetime import timedelta
from typing import Any

from infra.local.people import DemoPerson
from tests.factories.conduct import decided_case
from tests.web.contracts.conftest import SCORES, Bargain, acting
from tests.web.contracts.test_course import REASON, SECOND, messages


def own_credit(bargain: Bargain) -> dict[str, Any]:
    answer = bargain.runtime.get_json("/api/v1/agency/conduct", as_=bargain.agency_admin)
    credit: dict[str, Any] = answer.json()["credit"]
    return credit


def test_an_evaluation_counts_once_its_window_is_closed_and_no_more_once_it_is_set_aside(
    bargain: Bargain,
) -> None:
    bargain.sign()
    bargain.done("owner", "publication", bargain.owner)
    bargain.deliver()
    bargain.done("owner", "acceptance", bargain.owner)
    bargain.done("owner", "evaluation", bargain.owner, {"scores": dict.fromkeys(SCORES, 1)})
    bargain.done("desk", "evaluation", bargain.reviewer, {"scores": dict.fromkeys(SCORES, 5)})
    objected = {"party": "owner", "reason": "验收记录显示按期完成，评分与事实不符。"}
    bargain.done("agency", "objection", bargain.agency_admin, objected)
    assert own_credit(bargain)["score"] == "100.00"
    before = bargain.runtime.get(f"/agencies/{bargain.agency.org.uscc}").text
    assert "服务评价在评价期满后计入" in before
    evaluation = bargain.notice.evaluation
    assert evaluation is not None

    bargain.runtime.move_to(evaluation.closes_at + SECOND)

    # 50 : 20 is five sevenths of 1 and two sevenths of 5, 15/7; 0.7 x 100 + 0.3 x 20 x 15/7 = 82.857...
    credit = own_credit(bargain)
    assert (credit["score"], credit["grade"], credit["evaluation_part"]) == ("82.85", "B", "42.85")
    assert [one["notice_no"] for one in credit["evaluations"]] == [bargain.number]
    public_one = bargain.runtime.get_json(f"/api/v1/agencies/{bargain.agency.org.uscc}").json()
    assert public_one["credit"]["score"] == "82.85"
    for path, who in ((f"/agencies/{bargain.agency.org.uscc}", None), ("/agency/conduct", bargain.agency)):
        page = bargain.runtime.get(path, as_=who).text
        assert "42.85" in page
        assert "平均分按精确值计算，显示为 2.14" in page
        assert f"/contracts/{bargain.number}" in page

    decided = {"outcome": "set-aside", "reason": "评分没有事实依据，予以撤销。"}
    bargain.done("department", "decision", bargain.official, decided)
    after = own_credit(bargain)
    assert (after["score"], after["evaluation_mean"]) == ("100.00", "5.00")
    assert after["evaluations"][0]["ends_at"] == credit["evaluations"][0]["ends_at"]


def test_a_result_that_comes_late_costs_points_once_and_by_the_tenth(bargain: Bargain) -> None:
    bargain.sign()
    bargain.runtime.advance(timedelta(days=38))
    bargain.deliver()
    bargain.done("owner", "result-return", bargain.owner, REASON)
    assert own_credit(bargain)["points"] == 0
    bargain.deliver()

    bargain.done("owner", "acceptance", bargain.owner)

    # The service takes the days 0 to 29; day 38 is nine days late, three tenths of thirty.
    assert [(one["basis"], one["points"]) for one in own_credit(bargain)["lines"]] == [("late-delivery", 9)]
    assert "points-deducted" in messages(bargain, bargain.agency)


def test_the_department_sees_with_the_case_which_contracts_run_on(bargain: Bargain) -> None:
    signed = bargain.sign()["contract"]
    case = decided_case(bargain.runtime.house, bargain.agency.org.uscc, acting(bargain.owner))
    bargain.runtime.drain()

    def seen(who: DemoPerson) -> Any:
        answer = bargain.runtime.get_json(f"/api/v1/violations/{case.id}", as_=who)
        assert answer.status == 200, answer.text
        return answer.json().get("running_contracts")

    (running,) = seen(bargain.official)
    assert (running["contract_no"], running["state"]) == (signed["contract_no"], "IN_SERVICE")
    assert seen(bargain.supervisor) == [running]
    assert seen(bargain.owner) is None
    assert seen(bargain.agency_admin) is None
    page = bargain.runtime.get(f"/cases/{case.id}", as_=bargain.official).text
    assert signed["contract_no"] in page
    assert "仍在履行的合同" not in bargain.runtime.get(f"/cases/{case.id}", as_=bargain.agency_admin).text

    bargain.deliver()
    bargain.done("owner", "acceptance", bargain.owner)
    assert seen(bargain.official) == []
