"""What asking somebody and taking the answer cost (evaluation.md §2.1, §2.2): index writes are counted."""

from collections.abc import Callable
from urllib.parse import urlencode

from bench.calls_seen import TRANSACTION, counted, reads, transaction_items, watched
from bench.figures import Figure
from bench.stage import Stage
from chalicelib.domain.satisfaction.cases.served_case import Source
from chalicelib.domain.satisfaction.ratings.rating import Arrival
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.cases.take_in_case import take_in_case
from chalicelib.usecases.invitations.answer_invitation import answer_invitation
from chalicelib.usecases.invitations.links import token_of
from chalicelib.usecases.invitations.plan_invitation import plan_invitation
from chalicelib.usecases.ports import House
from chalicelib.web.schema_files import load_schema
from infra.local.capacity import meter
from infra.local.http_event import Request

GOOD = {"level": 5, "indicators": ["517"], "text": "窗口人员很热情，一次就办好了。"}
BAD = {"level": 1, "indicators": ["110"], "text": "说好三天，等了两周，没有人解释。", "may_contact": True}

NAMES = {
    "task_name": "建筑业企业资质（施工总承包二级、专业承包一级及以下）首次申请、增项、升级、延续核准",
    "dept_name": "潍坊高新技术产业开发区管理委员会行政审批服务局",
}
"""Names as long as they get in a hall: each kilobyte of an item is paid."""


def measure(stage: Stage) -> list[Figure]:
    """Plan an invitation, take a good and a bad answer with a comment each, and one over HTTP."""
    stage.new_town()
    house = stage.runtime.house
    cases = [_served(house, number) for number in range(3)]
    planned = _figure("planned_invitation@1", lambda: plan_invitation(house, cases[0]))
    for case in cases[1:]:
        plan_invitation(house, case)
    return [
        planned,
        _figure("good_answer@1", lambda: _answer(house, cases[1], GOOD)),
        _figure("bad_answer@1", lambda: _answer(house, cases[2], BAD)),
        _figure("answer_from_the_network@1", lambda: _post(stage, cases[0])),
    ]


def _served(house: House, number: int) -> str:
    example = load_schema("take-in-case")["examples"][0]
    body = {**example, **NAMES, "project_no": f"370700-{number}", "phone": f"1380536010{number}"}
    return take_in_case(house, SYSTEM, body, Source.API).id


def _answer(house: House, case: str, body: dict[str, object]) -> None:
    answer_invitation(house, token_of(house, case), body, Arrival(7, "", "ab" * 12, "203.0.113", 9_000))


def _post(stage: Stage, case: str) -> None:
    path = f"/r/{token_of(stage.runtime.house, case)}"
    said = urlencode({"level": "5", "text": GOOD["text"]}).encode()
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    answer = stage.runtime.request(Request("POST", path, "", form, said, "203.0.113.7"))
    if answer.status != 303:
        raise RuntimeError(f"the answer was answered {answer.status}")


def _figure(operation: str, run: Callable[[], None]) -> Figure:
    with meter(this_thread_only=True) as usage, watched() as seen:
        run()
    parts = {"reads": float(len(reads(seen))), "transactions": float(counted(seen, TRANSACTION))}
    items = transaction_items(seen)
    return Figure(operation, items=items, calls=usage.calls, rcu=usage.rcu, wcu=usage.wcu, apart=parts)
