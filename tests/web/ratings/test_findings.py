"""A finding of the self-evaluation is mended like a bad rating, with nobody to ask and in no figure."""

import json
from typing import Any

from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.order_desk import MEASURE, REASON, OrderDesk, rated_badly
from tests.web.ratings.test_supervision import next_saturday

SAID = "三个联办事项仍要求企业分别提交同样的材料。"


def finding(hall: Hall, **changes: Any) -> Answer:
    body = {
        "indicator": "BE15", "policy_measure": "一件事一次办", "unit": str(hall.case()["dept_code"]),
        "said": SAID, **changes,
    }  # fmt: skip
    answer = hall.runtime.post_json("/api/v1/findings", body, as_=person_of(Role.REGULATOR))
    hall.runtime.drain()
    return answer


def mend(desk: OrderDesk, **more: Any) -> dict[str, Any]:
    desk.must(desk.handler, "start-rectifying")
    desk.must(desk.handler, "submit-measure", **{**MEASURE, **more})
    return desk.must(desk.head, "approve-measure")


def test_a_finding_goes_to_its_unit_and_is_closed_by_the_regulator_without_a_resident(hall: Hall) -> None:
    hall.serve(1)
    before = figures(hall)
    desk = OrderDesk(hall, "", finding(hall).json()["order_id"])

    desk.find()
    mended = mend(desk)
    centre = desk.take(desk.centre, "send-feedback")
    desk.must(desk.regulator, "reopen", reason=REASON)
    again = mend(desk, measure="三个联办事项的材料清单已经合并，系统自动共享，不再重复提交。")
    shown = desk.page(desk.regulator)
    closed = desk.must(desk.regulator, "close")
    todos = hall.runtime.get("/api/v1/workbench", as_=desk.centre).json()["todos"]

    assert (mended["state"], again["state"], closed["state"]) == ("RECTIFIED", "RECTIFIED", "CLOSED_OK")
    assert centre.json()["type"] == "/problems/not-contactable"
    assert (SAID in shown, "政务服务" in shown, "回访" in shown) == (True, True, False)
    assert mended["source"] == "FINDING"
    assert not [one for one in todos if one["code"] in ("send-feedback", "revisit-resident")]
    assert figures(hall) == before
    (card,) = hall.runtime.get("/api/v1/findings").json()["items"]
    assert (card["task_code"], card["state"]) == ("BE15", "CLOSED_OK")
    assert SAID not in hall.runtime.get("/findings").text


def figures(hall: Hall) -> Any:
    return json.loads(hall.runtime.get("/api/v1/ratings").text)["total"]["counts"]


def test_a_bad_rating_cannot_be_closed_before_its_resident_was_told(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find()
    mend(desk)

    assert desk.take(desk.regulator, "close").json()["type"] == "/problems/wrong-state"


def test_a_table_is_taken_whole_or_not_and_the_same_row_once(hall: Hall) -> None:
    hall.serve(1)
    unit, admin = str(hall.case()["dept_code"]), person_of(Role.SYSADMIN)
    right = f"BE15,一件事一次办,{unit},{SAID},"
    wrong = f"BE99,一件事一次办,{unit},{SAID},{next_saturday(hall.runtime.now().date())}"
    heading = "指标,改革举措,承办单位,问题,期限"

    refused = hall.runtime.post_json(
        "/api/v1/findings/import", {"table": f"{heading}\n{right}\n{wrong}"}, as_=admin
    )
    taken = [
        hall.runtime.post_json("/api/v1/findings/import", {"table": f"{heading}\n{right}"}, as_=admin).json()
        for _ in range(2)
    ]
    page = hall.runtime.post_form("/supervision/findings/import", {"table": wrong}, as_=admin)

    errors = refused.json()["errors"]
    assert [(one["pointer"], one["detail"].partition("：")[0].partition("不对")[0]) for one in errors] == [
        ("/table", "第 3 行的指标代码"),
        ("/table", "第 3 行的整改期限"),
    ]
    assert taken == [{"added": 1}, {"added": 0}]
    assert (page.status, wrong in page.text) == (422, True)


def test_a_row_is_never_taken_for_a_heading_and_every_error_names_its_own_line(hall: Hall) -> None:
    hall.serve(1)
    unit, admin = str(hall.case()["dept_code"]), person_of(Role.SYSADMIN)

    def told(*rows: str) -> list[str]:
        table = {"table": "\r\n".join(rows)}
        answer = hall.runtime.post_json("/api/v1/findings/import", table, as_=admin)
        return [one["detail"] for one in answer.json().get("errors", ())]

    short = told(f"BE15,一件事一次办,{unit[:17]},{SAID},")
    quoted = f'BE15,一件事一次办,{unit},"{SAID}\r\n另见附件。",'
    broken = told(quoted, "", f"BE77,一件事一次办,{unit},{SAID},")
    saturday = told(f"BE15,一件事一次办,{unit},{SAID},{next_saturday(hall.runtime.now().date())}")
    longer = told(
        f"BE15,一件事一次办,{unit},{SAID},2026-04-01,并且要公开", f"BE15,一件事一次办,{unit},{SAID},,,"
    )

    assert [one.startswith("第 1 行的承办单位") for one in short] == [True]
    assert [one.startswith("第 4 行的指标代码") for one in broken] == [True]
    assert ["工作日" in one and one.startswith("第 1 行的整改期限") for one in saturday] == [True]
    assert [one.startswith("第 1 行的格子太多") for one in longer] == [True]


def test_a_deadline_is_a_working_day_to_come(hall: Hall) -> None:
    hall.serve(1)

    weekend = finding(hall, deadline=next_saturday(hall.runtime.now().date()))
    given = finding(hall, deadline="2026-04-01").json()["order_id"]

    assert weekend.json()["errors"][0]["code"] == "finding-deadline"
    order = hall.runtime.house.orders.find(given)
    assert order is not None
    assert order.dues.rectify.at.isoformat() == "2026-04-01T16:00:00+00:00"
