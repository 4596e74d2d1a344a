"""The regulator talks to a unit or praises it on a ground that is looked up; everybody knows the fact."""

from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.domain.satisfaction.statistics.half_years import (
    FrozenHalf,
    Month,
    freeze_half,
    ranking_document,
)
from chalicelib.domain.satisfaction.statistics.snapshot import shown_of
from chalicelib.kernel.actors import SYSTEM, Role
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from tests.unit.satisfaction.tallies import tally
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.order_desk import OrderDesk, rated_badly

API = "/api/v1/supervision"
WORDS = "长期不办理群众差评工单，请负责人到场说明原因和打算。"
OUTCOME = "负责人说明了人手不足的情况，要求一个月内理顺签收流程。"
PROMISE = "安排两名专人每日签收工单，由负责人每周检查一次。"
REASON = "到期以后现场核对，承诺的专人没有到位。"


class Supervision:
    """A unit that was criticised for an order, and the regulator who talks to it."""

    def __init__(self, hall: Hall) -> None:
        self.runtime, self.desk = hall.runtime, rated_badly(hall)
        self.unit = str(hall.case()["dept_code"])
        for _ in range(8):  # one card of the clock a day, the criticism the last of them
            self.runtime.advance(timedelta(days=2))
            self.runtime.drain()
        self.regulator, self.head = self.desk.regulator, self.desk.head

    def day(self, days: int) -> str:
        found = self.runtime.now().date() + timedelta(days=days)
        return self.runtime.house.calendar.roll_forward(found).isoformat()

    def open(self, **changes: Any) -> Answer:
        body = {
            "kind": "TALK", "unit": self.unit, "ground": "CRITICISM", "ref": self.desk.order_id,
            "words": WORDS, "meets_on": self.day(5), **changes,
        }  # fmt: skip
        return self.post("", body, self.regulator)

    def post(self, rest: str, body: dict[str, Any], who: DemoPerson) -> Answer:
        answer = self.runtime.post_json(API + rest, body, as_=who)
        self.runtime.drain()
        return answer

    def move_to(self, on: str) -> None:
        day = date.fromisoformat(on)
        self.runtime.move_to(datetime(day.year, day.month, day.day, 3, tzinfo=self.runtime.now().tzinfo))
        self.runtime.advance(timedelta(minutes=1))
        self.runtime.drain()

    def messages(self, who: DemoPerson) -> list[str]:
        items = self.runtime.get("/api/v1/messages", as_=who).json()["items"]
        return [item["code"] for item in items]

    def todos(self, who: DemoPerson) -> list[str]:
        return [one["code"] for one in self.runtime.get("/api/v1/workbench", as_=who).json()["todos"]]


def test_a_talk_goes_from_the_invitation_to_kept_commitments(hall: Hall) -> None:
    all_ = Supervision(hall)
    made = all_.open()
    assert made.status == 201, made.text
    talk, place = made.json(), f"/{made.json()['id']}"

    again, early = all_.open(), all_.post(place + "/hold", {"outcome": OUTCOME}, all_.regulator)
    stranger = all_.runtime.get(API + place, as_=all_.desk.handler)
    assert (again.status, early.json()["type"]) == (409, "/problems/talk-to-come")
    assert stranger.status == 403
    assert (all_.todos(all_.head)[-1], "talk-invited" in all_.messages(all_.head)) == ("attend-talk", True)
    assert all_.runtime.get("/api/v1/ratings/measures").json()["items"] == []

    all_.move_to(talk["meets_on"])
    held = all_.post(place + "/hold", {"outcome": OUTCOME}, all_.regulator)
    assert held.status == 200, held.text
    assert "answer-talk" in all_.todos(all_.head)
    all_.move_to(all_.day(9))
    assert "talk-answer-missed" in all_.messages(all_.regulator)

    promised = {"commitment_1": PROMISE, "done_by_1": all_.day(10)}
    lacking = all_.post(place + "/answer", {**promised, "done_by_2": all_.day(12)}, all_.head)
    answered = all_.runtime.post_form(f"/supervision{place}/answer", promised, as_=all_.head)
    soon = all_.post(place + "/miss", {"reason": REASON}, all_.regulator)
    assert lacking.json()["errors"][0]["pointer"] == "/commitment_2"
    assert (answered.status, soon.json()["type"]) == (303, "/problems/commitments-not-due")

    all_.move_to(all_.day(15))
    assert "commitments-due" in all_.messages(all_.regulator)
    missed = all_.post(place + "/miss", {"reason": REASON}, all_.regulator).json()
    done = all_.post(place + "/confirm", {}, all_.regulator).json()
    assert (missed["state"], done["state"], done["steps"]) == ("OVERDUE", "DONE", [])
    assert done["commitments"][0]["text"] == PROMISE
    page = all_.runtime.get(f"/supervision{place}", as_=all_.head).text
    assert OUTCOME in page
    assert all_.runtime.get("/supervision?facet=closed", as_=all_.head).text.count(talk["number"]) == 1


def test_everybody_knows_the_fact_and_its_ground_and_nothing_that_was_said(hall: Hall) -> None:
    all_ = Supervision(hall)
    talk = all_.open().json()
    all_.move_to(talk["meets_on"])
    all_.post(f"/{talk['id']}/hold", {"outcome": OUTCOME}, all_.regulator)

    shown = all_.runtime.get("/api/v1/ratings/measures")
    page = all_.runtime.get("/ratings/measures").text

    (card,) = shown.json()["items"]
    assert (card["kind"], card["ground"], "ref" in card) == ("TALK", "CRITICISM", False)
    assert talk["number"] in page
    for said in (WORDS, OUTCOME, all_.desk.order_id, all_.regulator.display_name):
        assert said not in shown.text + page


def test_a_ground_that_is_not_there_is_refused_and_a_frozen_rank_is_stamped(hall: Hall) -> None:
    all_ = Supervision(hall)
    unresolved = all_.open(ground="ORDER_UNRESOLVED")
    running = all_.open(ground="RANKING", ref="2026-H1")
    praise = all_.open(kind="PRAISE")
    weekend = all_.open(meets_on=next_saturday(all_.runtime.now().date()))
    freeze(all_, {all_.unit: (600, 1000), "b": (950, 1000), "c": (999, 1000)})
    last = all_.open(ground="RANKING", ref="2025-H2")
    first = all_.open(ground="RANKING", ref="2025-H2", kind="PRAISE")

    errors = [one.json()["errors"][0] for one in (unresolved, running, praise, weekend, first)]
    assert [(one["pointer"], one["code"]) for one in errors] == [
        ("/ref", "ground-not-there"),
        ("/ref", "ranking-not-frozen"),
        ("/ground", "not-for-this-measure"),
        ("/meets_on", "not-a-workday"),
        ("/ref", "unit-not-in-group"),
    ]
    assert last.status == 201, last.text
    rank = last.json()["rank"]
    assert (rank["place"], rank["ranked"], rank["ratings"], rank["is_clear"]) == (3, 3, 1000, True)


def test_a_talk_can_be_moved_and_called_off_and_the_ground_is_free_again(hall: Hall) -> None:
    all_ = Supervision(hall)
    place = f"/{all_.open().json()['id']}"

    moved = all_.post(place + "/move", {"meets_on": all_.day(8), "reason": REASON}, all_.regulator)
    off = all_.post(place + "/cancel", {"reason": REASON}, all_.regulator)

    assert (moved.json()["meets_on"], off.json()["state"]) == (all_.day(8), "CANCELLED")
    assert all_.open().status == 201


def test_a_unit_that_mended_a_guide_is_praised_in_public(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find()
    desk.mend(guide_before="提交三份复印件。", guide_after="提交一份复印件，可以现场复印。")

    made = praise(hall, desk)
    form = hall.runtime.get("/supervision/new?kind=PRAISE&ground=GUIDE_CHANGED", as_=desk.regulator)

    assert made.status == 201, made.text
    assert made.json()["state"] == "PRAISED"
    assert "checked" in form.text
    hall.runtime.drain()
    assert "因群众评价修改并公开了办事指南" in hall.runtime.get("/ratings/measures?facet=kind=PRAISE").text


def praise(hall: Hall, desk: OrderDesk) -> Answer:
    body = {
        "kind": "PRAISE", "unit": str(hall.case()["dept_code"]), "ground": "GUIDE_CHANGED",
        "ref": f"https://example.cn/orders/{desk.order_id}", "words": "及时修改办事指南，群众少跑了腿。",
    }  # fmt: skip
    return hall.runtime.post_json(API, body, as_=person_of(Role.REGULATOR))


def freeze(all_: Supervision, units: dict[str, tuple[int, int]]) -> None:
    """Freeze a half-year's ranking of units of which so many of so many were satisfied."""
    house, now = all_.runtime.house, all_.runtime.now()
    tallies = [
        tally(unit=unit, period="2025-12", effective=(n - good, 0, 0, 0, good))
        for unit, (good, n) in units.items()
    ]
    months = [Month("2025-12", shown_of(tallies, 5), "ab" * 32)]
    document = ranking_document("2025-H2", months, house.rating_rules.load(), now, is_frozen=True)

    def attempt(uow: Any, _now: datetime) -> None:
        page = uow.put_page("RATINGS#2025-H2", [dict(document.body)])
        made = FrozenHalf("2025-H2", "SD-WF", now, document.sha256, page, len(units), len(units))
        uow.half_years.add(freeze_half(made), SYSTEM)

    house.transact(attempt)


def next_saturday(on: date) -> str:
    later = on + timedelta(days=14)
    return (later + timedelta(days=(5 - later.weekday()) % 7)).isoformat()
