"""An agent calls people back by the keys alone; what somebody who went away has entered is not lost."""

from datetime import timedelta

from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.kernel.actors import Role
from infra.local.people import people
from infra.local.runtime import Runtime
from tests.browser.keyboard import Keyboard
from tests.browser.market import DESKTOP, PHONE, Market

CAMPAIGN, NEXT, OVERALL = "十月办事回访", "领取下一个任务", "总体上是"
REFUSED = "422 (Unprocessable Entity)"
LOOKS = 4
"""A look sees five shards of sixteen at the most, and the button says to press it again."""


def sit_down(market: Market, place: int = 0, size: dict[str, int] = DESKTOP) -> Keyboard:
    """Let one of the agents sign in, who then has no mouse."""
    agents = [one for one in people() if Role.CALLBACK_AGENT in one.roles]
    return Keyboard.of(market.visitor(agents[place], size=size))


def claim(agent: Keyboard) -> str:
    """Press the one button until a task is there; return the task."""
    agent.start("/callbacks")
    for _ in range(LOOKS):
        agent.press(NEXT)
        if "done=none" not in agent.visitor.address:
            return agent.visitor.address.rsplit("/", 1)[1]
        assert "请再点一次" in agent.visitor.text
    raise AssertionError("nobody is left to call")


def stored(runtime: Runtime, task: str) -> CallbackTask:
    found = runtime.house.callback_tasks.find(task)
    assert found is not None
    return found


def answer_by_digits(agent: Keyboard) -> None:
    """Go through the questions: a digit answers and goes on, numbers and words are typed."""
    agent.choose(agent.group(OVERALL), "4 满意")
    for digit in "2111114":
        assert agent.focused().role == "radio", agent.focused()
        agent.page.keyboard.press(digit)
    assert agent.focused().fits("textbox", "为了这件事您一共跑了几趟？")
    agent.page.keyboard.type("2")
    agent.tab()
    agent.page.keyboard.press("1")
    assert agent.focused().fits("textbox", "遇到了什么问题？怎样算解决？")
    agent.page.keyboard.type("第二次才说缺一张表。")


def test_a_call_goes_from_the_next_task_to_the_confirmation_by_keyboard(market: Market) -> None:
    agent = sit_down(market)
    task = claim(agent)
    said = agent.visitor.text
    assert "念一遍给对方听" in said
    assert "199****" in said

    answer_by_digits(agent)
    agent.reach("checkbox", "对方同意承办单位联系")
    agent.page.keyboard.press("Space")
    agent.choose("通话结果", "接通，问完")
    agent.type({"通话秒数": "140"})
    agent.press("提交结果")

    assert "本次通话已经记下" in agent.visitor.text
    ended = stored(market.runtime, task)
    assert ended.answer is not None
    assert (ended.state, ended.answer.level, ended.answer.may_contact) == (TaskState.DONE, 2, True)
    assert market.runtime.house.orders.find(ended.answer.order_id) is not None
    assert agent.visitor.complaints == []


def test_an_answer_that_is_missing_is_heard_and_nothing_typed_is_lost_on_a_telephone(market: Market) -> None:
    agent = sit_down(market, size=PHONE)
    claim(agent)

    agent.type({"您还有什么建议？": "周末也开门。"})
    agent.choose("通话结果", "接通，问完")
    agent.press("提交结果")

    assert len(agent.hear_errors()) == 1
    agent.reach("textbox", "您还有什么建议？")
    assert agent.page.evaluate("document.activeElement.value") == "周末也开门。"
    assert agent.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    agent.press("退回任务")
    assert "任务已退回" in agent.visitor.text
    assert [said for said in agent.visitor.complaints if REFUSED not in said] == []


def test_what_an_answer_skips_is_folded_away_until_another_answer_asks_it(market: Market) -> None:
    agent = sit_down(market)
    claim(agent)
    what = agent.page.get_by_label("遇到了什么问题？怎样算解决？")
    assert what.is_visible()

    agent.choose(agent.group("遇到问题了吗"), "2 没有")
    agent.page.keyboard.press("2")

    assert not what.is_visible()
    assert agent.focused().fits("textbox", "您还有什么建议？")
    agent.page.keyboard.press("Shift+Tab")
    agent.page.keyboard.press("1")
    assert what.is_visible()


def test_the_task_of_an_agent_who_went_away_comes_back_with_what_was_entered(market: Market) -> None:
    gone, other = sit_down(market, 0), sit_down(market, 1)
    task = claim(gone)
    gone.choose(gone.group(OVERALL), "3 基本满意")
    gone.press("暂存")
    assert "已经暂存" in gone.visitor.text

    while (claimed := claim(other)) != task:
        assert stored(market.runtime, claimed).lease is not None
        other.choose("通话结果", "明确拒访")
        other.press("提交结果")
        market.move_to(market.runtime.now() + timedelta(minutes=10))

    lease = stored(market.runtime, task).lease
    assert lease is not None
    other.reach("radio", "3 基本满意")
    assert other.focused().is_checked
    gone.start(f"/callbacks/{task}")
    assert "不在您手上" in gone.visitor.text
