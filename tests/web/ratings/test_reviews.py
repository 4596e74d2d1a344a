"""Flagged ratings over pages and API: who judges, what the resident and the unit learn, what counts then."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.reviews import reviewing
from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.dumps import dump
from tests.web.ratings.order_desk import REASON, everybody, rated_badly

LIST, API = "/staff/ratings/signals", "/api/v1/flagged-ratings"
KEEP = {"decision": "keep", "reason": REASON}
OUT = {"decision": "invalidate", "category": "BRUSHED_GOOD", "reason": REASON}
REVIEWERS = everybody(Role.APPEAL_REVIEWER)


@dataclass
class Reviewed:
    """One flagged rating and those who deal with it."""

    hall: Hall
    link: str
    id: str

    def take(self, who: DemoPerson, step: str, body: dict[str, Any]) -> Answer:
        """Take a step over the API and let everything happen that follows at once."""
        answer = self.hall.runtime.post_json(f"{API}/{self.id}/{step}", body, as_=who)
        self.hall.runtime.drain()
        return answer

    def vote(self, *bodies: dict[str, Any]) -> dict[str, Any]:
        """Have one reviewer after the other judge; return what the last one sees."""
        for reviewer, body in zip(REVIEWERS, bodies, strict=False):
            answer = self.take(reviewer, "vote", body)
            assert answer.status == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    def read(self, who: DemoPerson | None = None) -> dict[str, Any]:
        shown: dict[str, Any] = self.hall.runtime.get(
            f"{API}/{self.id}", as_=who or person_of(Role.REGULATOR)
        ).json()
        return shown

    def say(self, step: str, **said: str) -> int:
        """Do something by the resident's link."""
        answer = self.hall.runtime.post_form(f"{self.link}/{step}", said)
        self.hall.runtime.drain()
        return answer.status

    def tracking(self) -> str:
        return self.hall.runtime.get(self.link).text


def flagged(hall: Hall, level: str = "5", text: str = "办事很顺利") -> Reviewed:
    """Three persons rate from one device; return the last of the three ratings."""
    for number in range(3):
        phone = f"1380536{number + 1101:04d}"
        hall.serve(number + 1, phone=phone)
        link = hall.link(phone)
        assert hall.answer(link, level=level, text=text, page_ms="30000").status == 303
        hall.runtime.drain()
    return Reviewed(hall, link, listed(hall)[0]["id"])


def listed(hall: Hall, facet: str = "open") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = hall.runtime.get(
        f"{API}?facet={facet}", as_=person_of(Role.REGULATOR)
    ).json()["items"]
    return items


def counts(hall: Hall) -> dict[str, int]:
    found: dict[str, int] = json.loads(hall.runtime.get("/api/v1/ratings").text)["total"]["counts"]
    return found


@pytest.mark.parametrize("level", ["5", "1"])
def test_two_reviewers_take_a_brushed_rating_out_of_the_figures_praise_and_blame_alike(
    hall: Hall, level: str
) -> None:
    one = flagged(hall, level)
    hall.serve(9, phone="13805369999")
    for number in range(4, 9):
        hall.serve(number, phone=f"1380536{number + 1101:04d}")
        hall.answer(hall.link(f"1380536{number + 1101:04d}"), level="4")
    hall.runtime.drain()
    before = counts(hall)

    shown = one.vote(OUT, OUT)

    after = counts(hall)
    assert (shown["state"], shown["rating_state"], shown["category"]) == (
        "INVALIDATED",
        "INVALIDATED",
        "BRUSHED_GOOD",
    )
    assert (before[f"effective_{level}"], after[f"effective_{level}"]) == (3, 2)
    assert after[f"invalidated_{level}"] == 1
    assert [card["id"] for card in listed(hall, "invalidated")] == [one.id]
    assert one.id not in {card["id"] for card in listed(hall)}
    page = hall.runtime.get(f"/ratings/units/{hall.case()['dept_code']}").text
    assert "认定无效的评价：1 条" in page


def test_a_rating_that_is_kept_counts_on_and_leaves_the_open_list(hall: Hall) -> None:
    one = flagged(hall)

    shown = one.vote(KEEP, KEEP)

    assert (shown["state"], shown["rating_state"]) == ("KEPT", "EFFECTIVE")
    assert [card["id"] for card in listed(hall, "settled")] == [one.id]
    assert len(listed(hall)) == 2
    assert one.take(REVIEWERS[2], "vote", OUT).json()["type"].rsplit("/", 1)[-1] == "wrong-state"


def test_reviewers_see_the_measure_and_the_words_and_neither_the_other_vote_nor_who_rated(hall: Hall) -> None:
    one = flagged(hall)
    one.vote({**OUT, "reason": "第一个人的理由，写得足够长。"})

    second = hall.runtime.get(f"{LIST}/{one.id}", as_=REVIEWERS[1]).text
    regulator = hall.runtime.get(f"{LIST}/{one.id}", as_=person_of(Role.REGULATOR)).text

    for page in (second, regulator):
        assert "同一设备一天内为多人评价" in page
        assert "办事很顺利" in page
        assert "第一个人的理由" not in page
        assert not any(word in page for word in ("王小明", "1380536", "370700-2026"))
    assert "提交复核意见" in second
    assert "提交复核意见" not in regulator
    assert one.read()["findings"] == [{"signal": "device-per-day", "measured": 3, "limit": 3}]
    one.take(REVIEWERS[1], "vote", KEEP)
    assert "第一个人的理由" not in json.dumps(one.read(REVIEWERS[2]), ensure_ascii=False)
    one.take(REVIEWERS[2], "vote", KEEP)
    assert one.read()["words"]["vote-1"] == "第一个人的理由，写得足够长。"


def test_the_same_person_does_not_judge_twice_and_others_not_at_all(hall: Hall) -> None:
    one = flagged(hall)
    one.vote(OUT)

    again, regulator = one.take(REVIEWERS[0], "vote", OUT), one.take(person_of(Role.REGULATOR), "vote", OUT)
    head = hall.runtime.get(f"{LIST}/{one.id}", as_=person_of(Role.UNIT_HEAD))

    assert (again.json()["type"].rsplit("/", 1)[-1], regulator.status, head.status) == (
        "same-person-judged",
        403,
        403,
    )


def test_everything_missing_in_a_verdict_is_said_on_the_page_and_what_was_typed_stays(hall: Hall) -> None:
    one = flagged(hall)
    typed = {"decision": "invalidate", "reason": "理由写在这里，已经足够长了。"}

    bare = hall.runtime.post_form(f"{LIST}/{one.id}/vote", typed, as_=REVIEWERS[0])
    malice = hall.runtime.post_form(
        f"{LIST}/{one.id}/vote", {**typed, "category": "MALICIOUS"}, as_=REVIEWERS[0]
    )

    assert (bare.status, malice.status) == (422, 422)
    assert "理由写在这里" in bare.text
    assert 'criteria-error"' in malice.text


def test_the_resident_reads_category_and_reason_and_objects_without_an_order(hall: Hall) -> None:
    one = flagged(hall)
    one.vote(OUT, {**OUT, "reason": "三条评价出自同一部手机，文字完全相同。"})
    told = one.tracking()

    short = one.say("objection", text="不")
    objected = one.say("objection", text="我和家人共用一部手机，都是自己办的事。")
    waiting = one.tracking()
    own = one.take(REVIEWERS[0], "decide-objection", KEEP)
    final = one.take(REVIEWERS[2], "decide-objection", KEEP)

    assert "评价被认定无效" in told
    assert "刷评" in told
    assert "三条评价出自同一部手机" in told
    assert (short, objected, own.status) == (422, 303, 403)
    assert "您的异议已收到" in waiting
    assert (final.json()["state"], final.json()["rating_state"]) == ("OVERTURNED", "EFFECTIVE")
    assert "您的异议成立，评价恢复有效。" in one.tracking()
    assert listed(hall, "invalidated") == []
    assert [(card["review"], card.get("category")) for card in listed(hall, "settled")] == [
        ("OVERTURNED", None)
    ]
    assert "家人共用" not in dump(hall)["satisfaction"] + dump(hall)["ledger"]


def test_an_objection_that_comes_too_late_is_not_taken(hall: Hall) -> None:
    one = flagged(hall)
    one.vote(OUT, OUT)
    hall.runtime.advance(timedelta(days=20))

    assert one.say("objection", text="我当天确实在这个窗口办理。") == 409
    assert "提出异议的期限已过" in one.tracking()


def test_the_order_of_an_invalid_rating_ends_with_it_and_goes_on_when_the_rating_is_back(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.must(desk.handler, "sign")
    one = Reviewed(hall, desk.link, _rating_of(desk.page(desk.regulator)))
    one.take(desk.regulator, "mark", {"reason": "MISTAKEN"})

    one.vote({**OUT, "category": "MISTAKEN"}, {**OUT, "category": "MISTAKEN"})
    ended = desk.read(desk.regulator)
    one.say("objection", text="我当天确实在这个窗口办理，有排队号。")
    one.take(REVIEWERS[2], "decide-objection", KEEP)
    back = desk.read(desk.regulator)

    assert (ended["state"], ended["rating_state"]) == ("ANNULLED", "INVALIDATED")
    assert (back["state"], back["rating_state"]) == ("SIGNED", "EFFECTIVE")
    assert "工单继续办理" in desk.tracking()
    assert "appeal" not in desk.read(desk.handler)["steps"]
    refused = desk.take(
        desk.handler, "appeal", category="MISTAKEN", reason=REASON, evidence=[desk.evidence()]
    )
    assert refused.json()["type"].rsplit("/", 1)[-1] == "reviewed-already"


def test_a_rating_under_appeal_is_judged_there_and_the_signal_is_settled_by_it(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    one = Reviewed(hall, desk.link, _rating_of(desk.page(desk.regulator)))
    one.take(desk.regulator, "mark", {"reason": "MALICIOUS"})
    desk.appeal()

    meanwhile = one.take(REVIEWERS[2], "vote", OUT)
    for reviewer in desk.reviewers[:2]:
        desk.must(reviewer, "vote", decision="reject", reason=REASON)

    assert meanwhile.json()["type"].rsplit("/", 1)[-1] == "under-appeal"
    assert (one.read()["state"], one.read()["rating_state"]) == ("KEPT", "EFFECTIVE")
    assert listed(hall) == []


def test_a_unit_that_appeals_while_the_last_reviewer_judges_is_not_judged_twice(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = rated_badly(hall, may_contact="true")
    one = Reviewed(hall, desk.link, _rating_of(desk.page(desk.regulator)))
    one.take(desk.regulator, "mark", {"reason": "MALICIOUS"})
    one.vote(KEEP)
    desk.must(desk.handler, "sign")
    judge, said = reviewing.vote, {"category": "MISTAKEN", "reason": REASON, "evidence": [desk.evidence()]}

    def appealed_meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(reviewing, "vote", judge)
        desk.must(desk.handler, "appeal", **said)
        return judge(*given)

    monkeypatch.setattr(reviewing, "vote", appealed_meanwhile)
    answer = one.take(REVIEWERS[1], "vote", KEEP)

    assert answer.json()["type"].rsplit("/", 1)[-1] == "under-appeal"
    assert one.read()["state"] == "OPEN"


def test_an_appeal_whose_verdict_falls_settles_the_signal_too(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    one = Reviewed(hall, desk.link, _rating_of(desk.page(desk.regulator)))
    one.take(desk.regulator, "mark", {"reason": "MALICIOUS"})
    desk.appeal()
    for reviewer in desk.reviewers[:2]:
        desk.must(reviewer, "vote", decision="uphold", reason=REASON)

    assert one.say("objection", text="我当天确实在这个窗口办理，有排队号。") == 303
    desk.must(desk.reviewers[2], "decide-objection", decision="reject", reason=REASON)

    assert (one.read()["state"], one.read()["rating_state"]) == ("KEPT", "EFFECTIVE")


def test_a_regulator_marks_by_the_case_for_a_reason_and_takes_it_back(hall: Hall) -> None:
    hall.serve()
    hall.answer(hall.link(), level="5")
    hall.runtime.drain()
    regulator, said = person_of(Role.REGULATOR), {"project_no": "370700-2026-000001", "service_no": "1"}

    nothing = hall.runtime.post_form(f"{LIST}/mark", said, as_=regulator)
    unknown = hall.runtime.post_form(
        f"{LIST}/mark", {**said, "project_no": "370700-2026-0099", "reason": "COAXED"}, as_=regulator
    )
    marked = hall.runtime.post_form(f"{LIST}/mark", {**said, "reason": "COAXED"}, as_=regulator)
    hall.runtime.drain()
    one = Reviewed(hall, hall.link(), listed(hall)[0]["id"])

    assert (nothing.status, unknown.status, marked.status) == (422, 422, 303)
    assert "这个办件没有评价" in unknown.text
    assert "370700-2026-0099" in unknown.text
    assert "监管人员标记：疑似诱导好评" in hall.runtime.get(LIST, as_=regulator).text
    assert (
        one.take(regulator, "mark", {"reason": "COAXED"}).json()["type"].rsplit("/", 1)[-1] == "wrong-state"
    )
    assert one.take(regulator, "unmark", {}).json()["state"] == "UNMARKED"
    assert listed(hall, "all") == []


def test_reviewers_have_it_on_the_workbench_and_the_unit_learns_only_the_outcome(hall: Hall) -> None:
    one = flagged(hall)
    bench = hall.runtime.get("/workbench", as_=REVIEWERS[1]).text
    one.vote(OUT, OUT)
    head = person_of(Role.UNIT_HEAD, person_of(Role.UNIT_HANDLER).org.name)

    own = hall.runtime.get(f"/staff/ratings/units/{head.org.uscc}", as_=head).text
    heard = hall.runtime.get("/messages", as_=head).text

    assert "待复核的异常评价" in bench
    assert "复核异常评价" in bench
    assert f"{LIST}/{one.id}" in bench
    assert "复核认定无效：刷评" in own
    assert REASON not in own
    assert "办事很顺利" not in own
    assert "复核后认定无效，不再计入" in heard
    assert "一条评价有异常信号" in hall.runtime.get("/messages", as_=REVIEWERS[0]).text


def _rating_of(page: str) -> str:
    """Return the rating that the order's page leads a regulator to."""
    return page.partition(f"{LIST}/")[2].partition('"')[0]
