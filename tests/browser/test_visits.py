"""Two people visit somebody: the form on paper, and on a telephone that loses its network on the way."""

from io import BytesIO

from pypdf import PdfReader

from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.kernel.actors import Role
from chalicelib.kernel.badges import badges_of
from infra.local.people import find_person
from infra.local.runtime import Runtime
from tests.browser.axe import broken_rules
from tests.browser.market import DESKTOP, PHONE, Market, Visitor

KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('visit:'))"
LIST, FORM = "上门走访", "打印或录入走访表"
TITLE = "走访表"


def order(market: Market) -> None:
    """Have the lead order a visit, which the printed list then has."""
    lead = market.visitor(find_person(Role.CALLBACK_LEAD), size=DESKTOP).go("/callbacks")
    lead.follow(LIST)
    lead.follow("未接通，可以安排走访")
    lead.press("安排走访")
    market.runtime.drain()
    assert broken_rules(lead.page) == []
    assert lead.complaints == []


def open_form(market: Market, size: dict[str, int]) -> Visitor:
    agent = market.visitor(find_person(Role.CALLBACK_AGENT), size=size).go("/callbacks")
    agent.follow(LIST)
    assert "1137" not in agent.text, "departments have names"
    agent.follow(FORM)
    assert TITLE in agent.text
    assert broken_rules(agent.page) == []
    assert agent.page.evaluate("document.documentElement.scrollWidth") == size["width"]
    return agent


def stored(runtime: Runtime, address: str) -> CallbackTask:
    found = runtime.house.callback_tasks.find(address.split("/")[2])
    assert found is not None
    return found


def second_badge() -> str:
    lead = find_person(Role.CALLBACK_LEAD)
    assert lead is not None
    return next(badges_of(lead.subject))


def test_a_visit_on_a_telephone_without_a_network_is_sent_once_there_is_one(market: Market) -> None:
    agent = open_form(market, PHONE)
    task = agent.address
    agent.page.context.set_offline(True)
    assert "没有网络" in agent.text

    agent.fill({"同行人工号": second_badge(), "对方同意接受走访": True, "3 基本满意": True})
    agent.fill({"您还有什么建议": "楼梯太陡，想要扶手。"})
    agent.main.get_by_role("button", name="提交走访表").click()
    assert stored(market.runtime, task).state is TaskState.VISIT
    assert agent.address == task

    with agent.page.expect_navigation():
        agent.page.context.set_offline(False)

    assert "走访表已经提交" in agent.text
    done = stored(market.runtime, task)
    assert done.answer is not None
    assert (done.state, done.answer.level) == (TaskState.DONE, 3)
    assert agent.page.evaluate(KEPT) == []
    assert agent.complaints == []


def test_what_was_typed_outlives_the_page_until_it_is_sent(market: Market) -> None:
    order(market)
    agent = open_form(market, PHONE)
    agent.fill({"同行人工号": second_badge(), "2 不满意": True, "您还有什么建议": "周末也来。"})

    agent.page.close()
    agent.page = agent.page.context.new_page()
    agent.go(f"/callbacks/{task_of(market)}/visit")

    assert agent.main.get_by_label("您还有什么建议").input_value() == "周末也来。"
    assert agent.main.get_by_label("2 不满意").is_checked()
    assert len(agent.page.evaluate(KEPT)) == 1


def task_of(market: Market) -> str:
    """Return the task that is still to be visited."""
    visit = market.visitor(find_person(Role.CALLBACK_AGENT)).go("/callbacks")
    visit.follow(LIST)
    visit.follow(FORM)
    return visit.address.split("/")[2]


def test_the_form_on_paper_has_the_case_and_boxes_to_tick_and_fits_two_sheets(market: Market) -> None:
    order(market)
    agent = open_form(market, DESKTOP)

    agent.page.emulate_media(media="print")
    boxes = agent.main.locator("input[type=radio], input[type=checkbox], textarea")
    sheets = PdfReader(BytesIO(agent.page.pdf(format="A4"))).pages

    assert "370700-2026" in agent.text
    assert "199" not in agent.text, "nobody's number stands on paper"
    assert all(box.bounding_box() for box in boxes.all())
    assert not agent.main.get_by_role("button").filter(visible=True).count()
    assert len(sheets) == 2
