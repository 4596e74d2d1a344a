"""The resident's page after a bad rating: how far it is, the reply, what can be done by the link."""

import gzip
from datetime import timedelta

from chalicelib.kernel.actors import Role
from chalicelib.usecases.invitations.links import id_of
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.order_desk import MEASURE, REASON, OrderDesk, rated_badly

BUDGET_BYTES = 14 * 1024


def step(desk: OrderDesk, name: str, **said: str) -> int:
    answer = desk.hall.runtime.post_form(f"{desk.link}/{name}", said)
    desk.hall.runtime.drain()
    return answer.status


def test_the_page_shows_the_way_with_its_days_and_who_is_late(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    begun = desk.tracking()

    hall.runtime.advance(timedelta(days=4))
    late = desk.tracking()

    assert all(name in begun for name in ("签收", "联系您", "整改", "回访", "期限"))
    assert "责任方" not in begun
    assert "已超期，责任方：" in late


def test_the_resident_reads_the_reply_and_says_that_it_is_solved(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find()
    early = step(desk, "outcome", result="SATISFIED")
    desk.mend()

    page = desk.tracking()
    sent, again = step(desk, "outcome", result="SATISFIED"), step(desk, "outcome", result="NOT_SATISFIED")

    assert MEASURE["public_reply"] in page
    assert "问题解决了吗？" in page
    assert (early, sent, again) == (409, 303, 409)
    assert desk.must(desk.regulator, "close")["state"] == "CLOSED_OK"
    assert len(gzip.compress(page.encode())) < BUDGET_BYTES
    assert "<script" not in page


def test_whoever_says_that_it_is_not_solved_reads_what_follows(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find()
    desk.mend()
    step(desk, "outcome", result="NOT_SATISFIED")

    said = desk.tracking()
    desk.must(desk.regulator, "reopen", reason=REASON)
    redone = desk.tracking()

    assert "由监管人员退回重办" in said
    assert "监管人员已退回重办" not in said
    assert "监管人员已退回重办" in redone
    assert "由监管人员退回重办，" not in redone


def test_a_rating_is_withdrawn_with_its_order_until_it_is_verified(hall: Hall) -> None:
    desk, other = rated_badly(hall, 1, may_contact="true"), rated_badly(hall, 2, may_contact="true")
    desk.must(desk.handler, "sign")
    other.find()

    assert step(desk, "withdrawal") == 303
    assert desk.read(desk.regulator)["state"] == "ANNULLED"
    assert "评价已撤回" in desk.tracking()
    assert step(other, "withdrawal") == 409
    assert other.read(other.regulator)["rating_state"] == "EFFECTIVE"


def test_a_rating_is_added_to_once_and_the_first_stays(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")

    assert step(desk, "follow-up", level="9") == 422
    assert step(desk, "follow-up", level="4", text="后来办好了。") == 303
    assert step(desk, "follow-up", level="5") == 409
    page = desk.tracking()
    assert "追加评价：满意" in page
    assert "您的评价：非常不满意" in page


def test_an_addition_that_lacks_a_face_is_shown_again_as_it_was_typed(hall: Hall) -> None:
    hall.serve()
    link = hall.link()
    hall.answer(link, level="1")

    again = hall.runtime.post_form(f"{link}/follow-up", {"text": "后来有人打电话来了"})

    assert again.status == 422
    assert "请选择您的满意程度。" in again.text
    assert "<details open><summary>追加评价" in again.text
    assert again.text.count("后来有人打电话来了") == 1


def test_an_invalidated_rating_says_why_and_a_third_reviewer_can_reinstate_it(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.appeal()
    for reviewer in desk.reviewers[:2]:
        desk.must(reviewer, "vote", decision="uphold", reason=REASON)
    told = desk.tracking()

    short = step(desk, "objection", text="不")
    objected = step(desk, "objection", text="我当天确实在这个窗口办理，有排队号。")
    own = desk.take(desk.reviewers[0], "decide-objection", decision="reject", reason=REASON)
    final = desk.must(desk.reviewers[2], "decide-objection", decision="reject", reason=REASON)

    assert "评价被认定无效" in told
    assert "误评" in told
    assert (short, objected, own.status) == (422, 303, 403)
    assert (final["state"], final["rating_state"]) == ("SIGNED", "EFFECTIVE")
    assert "您的异议成立" in desk.tracking()
    rated = hall.runtime.house.invitations.find(id_of(desk.link.removeprefix("/r/")))
    assert rated
    assert rated.rating
    assert rated.rating.ended_at is None


def test_whoever_wants_to_stay_unknown_is_looked_up_and_called_by_nobody_and_mended_for(hall: Hall) -> None:
    desk = rated_badly(hall, stays_unknown="true", may_contact="true")

    looked_up = desk.take(desk.regulator, "identity", reason="COMPLAINT")
    desk.must(desk.handler, "sign")
    called = [desk.take(who, "contact") for who in (desk.handler, desk.centre)]
    read = desk.read(desk.regulator)

    assert looked_up.json()["type"] == "/problems/stays-unknown"
    assert {one.json()["type"] for one in called} <= {"/problems/not-contactable", "/problems/centre-calls"}
    assert (read["is_anonymous"], read["phone"], read["disclosures"]) == (True, "", [])
    assert len(hall.texts("13805360001")) == 1
    desk.must(desk.handler, "propose-finding", finding="CLEAR_REASONABLE", cause="QUEUE")


def test_whoever_opens_the_identity_gives_a_reason_and_the_resident_reads_it(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    address = f"/api/v1/orders/{desk.order_id}/identity"
    before = desk.tracking()

    bare = hall.runtime.post_json(address, {}, as_=desk.regulator)
    unit = hall.runtime.post_json(address, {"reason": "COMPLAINT"}, as_=desk.head)
    opened = hall.runtime.post_json(address, {"reason": "COMPLAINT"}, as_=desk.regulator)

    assert "没有人查看过" in before
    assert (bare.status, unit.status) == (422, 403)
    assert opened.json()["phone"] == "13805360001"
    assert "监管人员" in desk.tracking()
    assert desk.regulator.org.name in desk.tracking()
    assert "核查投诉" in desk.tracking()
    assert desk.read(person_of(Role.DPO))["disclosures"][0]["reason"] == "COMPLAINT"
