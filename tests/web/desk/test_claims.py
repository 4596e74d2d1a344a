"""Claims, absence and delegation at the operator's desk, by page and by API (ADR 0065)."""

from datetime import timedelta

import pytest

from chalicelib.kernel.actors import Role
from infra.local.capacity import meter
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.store.shop import at_once
from tests.web.agencies.applicant import Applicant
from tests.web.notices.conftest import Desk, another, person, settle_item

REVIEWER = person(Role.OPERATOR_REVIEWER)
COLLEAGUE = another(Role.OPERATOR_REVIEWER, REVIEWER)
PUBLISHER = person(Role.OPERATOR_PUBLISHER)
TODAY = MONDAY.date().isoformat()


@pytest.fixture
def notice_id(runtime: Runtime) -> str:
    """A notice that waits for its review."""
    settle_item(runtime)
    for one in (REVIEWER, COLLEAGUE, PUBLISHER):
        runtime.visit(one).get("/account")
    found = Desk(runtime).submit().rpartition("/")[2]
    runtime.drain()
    return found


def badge(runtime: Runtime, one: DemoPerson) -> str:
    return runtime.house.epochs.get(one.subject).badge


def claim(runtime: Runtime, notice_id: str, by: DemoPerson = REVIEWER) -> Answer:
    return runtime.post_json(f"/api/v1/claims/notice/{notice_id}", {}, as_=by)


def give_back(runtime: Runtime, notice_id: str, by: DemoPerson = REVIEWER) -> Answer:
    return runtime.post_json(f"/api/v1/claims/notice/{notice_id}/return", {}, as_=by)


def send_back(runtime: Runtime, notice_id: str, by: DemoPerson) -> Answer:
    body = {"corrections": {"title": "请写明路段起止点。"}}
    return runtime.post_json(f"/api/v1/notices/{notice_id}/return", body, as_=by)


def away(runtime: Runtime, days: dict[str, str] | None = None, stands_in: DemoPerson = COLLEAGUE) -> Answer:
    body = {"from_on": TODAY, "until_on": TODAY, "deputy": badge(runtime, stands_in)} | (days or {})
    return runtime.post_json("/api/v1/absence", body, as_=REVIEWER)


def queue(runtime: Runtime, by: DemoPerson, query: str = "") -> list[str]:
    answer = runtime.get_json(f"/api/v1/desk/notices?facet=review{query}", as_=by)
    return [item["id"] for item in answer.json()["items"]]


def test_the_page_says_who_is_at_work_on_it_and_offers_what_one_may_do(
    runtime: Runtime, notice_id: str
) -> None:
    place, form = f"/desk/notices/{notice_id}", f'action="/claims/notice/{notice_id}"'
    offered = runtime.get(place, as_=REVIEWER).text
    assert "无人领取" in offered
    assert form in offered
    assert form not in runtime.get(place, as_=PUBLISHER).text

    taken = runtime.post_form(f"/claims/notice/{notice_id}", as_=REVIEWER)

    assert taken.location == place
    own = runtime.get(place, as_=REVIEWER).text
    assert "您正在办理" in own
    assert f'action="/claims/notice/{notice_id}/return"' in own
    other = runtime.get(place, as_=COLLEAGUE).text
    assert f"工号 {badge(runtime, REVIEWER)} 正在办理" in other
    assert f'action="/claims/notice/{notice_id}"' not in other
    listed = runtime.get("/desk/notices?facet=review", as_=COLLEAGUE).text
    assert f"工号 {badge(runtime, REVIEWER)} 正在办理" in listed
    assert "您正在办理" in runtime.get("/desk/notices?facet=review", as_=REVIEWER).text
    assert notice_id in runtime.get("/claims", as_=REVIEWER).text


def test_of_two_who_claim_at_once_one_holds_it_and_the_other_is_told(
    runtime: Runtime, notice_id: str
) -> None:
    answers = at_once(lambda by=by: claim(runtime, notice_id, by) for by in (REVIEWER, COLLEAGUE))

    statuses = sorted(answer.status for answer in answers if isinstance(answer, Answer))
    assert statuses == [200, 409]
    (refused,) = (answer.json() for answer in answers if isinstance(answer, Answer) and answer.status == 409)
    assert refused["type"] == "/problems/claimed-by-another"
    holder = next(
        by for by, answer in zip((REVIEWER, COLLEAGUE), answers, strict=True) if answer.status == 200
    )
    assert refused["badge"] == badge(runtime, holder)
    assert "正在办理" in refused["detail"]


def test_what_another_holds_is_not_decided_and_a_decision_releases_it(
    runtime: Runtime, notice_id: str
) -> None:
    claim(runtime, notice_id)

    refused = send_back(runtime, notice_id, COLLEAGUE)
    assert (refused.status, refused.json()["type"]) == (409, "/problems/claimed-by-another")
    form = Desk(runtime, reviewer=COLLEAGUE).approve(f"/desk/notices/{notice_id}")
    assert form.status == 409
    assert badge(runtime, REVIEWER) in form.text

    assert send_back(runtime, notice_id, REVIEWER).status == 201
    assert runtime.get_json("/api/v1/claims", as_=REVIEWER).json()["claims"] == []


def test_nobody_needs_a_claim_and_the_lease_lapses_by_itself(runtime: Runtime, notice_id: str) -> None:
    claim(runtime, notice_id)

    runtime.advance(timedelta(hours=4))

    assert claim(runtime, notice_id, COLLEAGUE).json()["claim"]["state"] == "own"
    assert give_back(runtime, notice_id, COLLEAGUE).json() == {"claim": None}
    assert send_back(runtime, notice_id, REVIEWER).status == 201


def test_the_filters_find_what_is_mine_and_what_is_nobodys(runtime: Runtime, notice_id: str) -> None:
    assert queue(runtime, REVIEWER, "&claims=free") == [notice_id]
    claim(runtime, notice_id)

    assert queue(runtime, REVIEWER, "&claims=mine") == [notice_id]
    assert queue(runtime, REVIEWER, "&claims=free") == []
    assert queue(runtime, COLLEAGUE, "&claims=mine") == []
    assert "没有待办的公告" in runtime.get("/desk/notices?facet=review&claims=mine", as_=COLLEAGUE).text


def test_only_what_waits_for_the_person_can_be_claimed(runtime: Runtime, notice_id: str) -> None:
    assert claim(runtime, notice_id, PUBLISHER).json()["type"] == "/problems/role-needed"
    assert claim(runtime, "nonesuch").status == 404
    draft = Desk(runtime).begin().rpartition("/")[2]
    assert claim(runtime, draft).status == 404
    send_back(runtime, notice_id, REVIEWER)
    assert claim(runtime, notice_id).status in {404, 409}


def test_a_reviewer_who_passed_it_cannot_claim_its_publication(runtime: Runtime, notice_id: str) -> None:
    assert Desk(runtime).approve(f"/desk/notices/{notice_id}").status == 303

    assert claim(runtime, notice_id, REVIEWER).status == 403
    assert claim(runtime, notice_id, PUBLISHER).status == 200


def test_a_deputy_handles_what_was_claimed_and_decides_as_themselves(
    runtime: Runtime, notice_id: str
) -> None:
    claim(runtime, notice_id)

    registered = away(runtime).json()

    assert registered["absence"]["deputy"] == badge(runtime, COLLEAGUE)
    assert registered["claims"][0]["state"] == "handed-over"
    mine = runtime.get_json("/api/v1/claims", as_=COLLEAGUE).json()
    assert [one["id"] for one in mine["deputised"]] == [notice_id]
    assert mine["standing_in"][0]["badge"] == badge(runtime, REVIEWER)
    assert queue(runtime, COLLEAGUE, "&claims=mine") == [notice_id]
    page = runtime.get(f"/desk/notices/{notice_id}", as_=COLLEAGUE).text
    assert "由您代办" in page
    assert "您代办的" in runtime.get("/claims", as_=COLLEAGUE).text
    assert (
        f"由工号 {badge(runtime, COLLEAGUE)} 代办"
        in runtime.get("/desk/notices?facet=review", as_=PUBLISHER).text
    )

    assert Desk(runtime, reviewer=COLLEAGUE).approve(f"/desk/notices/{notice_id}").status == 303
    reviewed = runtime.house.queries.notice_alone(notice_id).review
    assert reviewed is not None
    assert reviewed.by == COLLEAGUE.subject


def test_standing_in_breaks_no_separation(runtime: Runtime, notice_id: str) -> None:
    refused = away(runtime, stands_in=PUBLISHER)

    assert refused.status == 422
    assert refused.json()["errors"] == [
        {"pointer": "/deputy", "code": "deputy-unfit", "detail": refused.json()["errors"][0]["detail"]}
    ]
    assert claim(runtime, notice_id, PUBLISHER).status == 403


def test_an_absence_ends_by_itself_and_can_be_ended_early(runtime: Runtime, notice_id: str) -> None:
    claim(runtime, notice_id)
    away(runtime)
    assert away(runtime).status == 200
    longer = away(runtime, {"until_on": "2026-03-10"})
    assert (longer.status, longer.json()["type"]) == (409, "/problems/absence-registered")

    ended = runtime.post_json("/api/v1/absence/end", {}, as_=REVIEWER)
    assert ended.json()["absence"] is None
    assert ended.json()["claims"][0]["state"] == "own"
    assert runtime.post_json("/api/v1/absence/end", {}, as_=REVIEWER).json() == ended.json()

    away(runtime)
    runtime.advance(timedelta(days=1))
    assert runtime.get_json("/api/v1/claims", as_=REVIEWER).json()["absence"] is None
    assert queue(runtime, COLLEAGUE, "&claims=free") == [notice_id]


@pytest.mark.parametrize(
    ("days", "pointer", "code"),
    [
        ({"deputy": "R5SAEN"}, "/deputy", "deputy-unknown"),
        ({"deputy": "QQ"}, "/deputy", "not-a-badge"),
        ({"from_on": "2026-03-08"}, "/from_on", "past-date"),
        ({"until_on": "2026-06-30"}, "/until_on", "absence-too-long"),
    ],
)
def test_everything_wrong_with_an_absence_is_said(
    runtime: Runtime, notice_id: str, days: dict[str, str], pointer: str, code: str
) -> None:
    refused = away(runtime, days)

    assert refused.status == 422
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [(pointer, code)]


def test_the_page_registers_and_ends_an_absence(runtime: Runtime, notice_id: str) -> None:
    wrong = runtime.post_form(
        "/absence", {"from_on": TODAY, "until_on": TODAY, "deputy": badge(runtime, REVIEWER)}, as_=REVIEWER
    )
    assert wrong.status == 422
    assert "代办人不能是您自己" in wrong.text

    fields = {"from_on": TODAY, "until_on": TODAY, "deputy": badge(runtime, COLLEAGUE).lower()}
    assert runtime.post_form("/absence", fields, as_=REVIEWER).location == "/absence"
    assert "请假中" in runtime.get("/absence", as_=REVIEWER).text
    assert "由您代办" in runtime.get("/absence", as_=COLLEAGUE).text
    assert runtime.post_form("/absence/end", as_=REVIEWER).location == "/absence"
    assert "登记请假" in runtime.get("/absence", as_=REVIEWER).text


def test_a_queue_page_with_claims_is_three_calls_and_the_session(runtime: Runtime, notice_id: str) -> None:
    claim(runtime, notice_id)
    visit = runtime.visit(REVIEWER)
    visit.get("/desk/notices?facet=review")

    with meter() as usage:
        assert "您正在办理" in visit.get("/desk/notices?facet=review").text

    found = {name: tally.calls for name, tally in usage.by_operation.items()}
    assert found == {"GetItem": 1, "Query": 3}


def test_a_filing_is_claimed_by_each_body_for_itself(runtime: Runtime) -> None:
    applicant = Applicant(runtime)
    applicant.fill()
    applicant.submit()
    runtime.drain()
    uscc = applicant.uscc

    taken = runtime.post_json(f"/api/v1/claims/agency/{uscc}", {}, as_=REVIEWER)
    assert taken.status == 200, taken.text
    refused = runtime.post_json(f"/api/v1/agencies/{uscc}/filing/pass", {}, as_=COLLEAGUE)
    assert refused.json()["type"] == "/problems/claimed-by-another"
    assert f"工号 {badge(runtime, REVIEWER)}" in runtime.get(f"/desk/agencies/{uscc}", as_=COLLEAGUE).text
    assert runtime.post_json(f"/api/v1/agencies/{uscc}/filing/pass", {}, as_=REVIEWER).status < 300
