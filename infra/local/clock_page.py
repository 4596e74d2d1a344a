"""`/dev/clock`: shows product time and moves it forward, by form or by JSON (issue: fixed addresses)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from html import escape
from urllib.parse import urlencode

from chalicelib.kernel.clock import CHINA, format_instant, parse_instant
from chalicelib.kernel.workdays import Calendar
from infra.local.clock import BackwardsError
from infra.local.clock_moves import ClockMoves
from infra.local.dev_http import NO_STORE, DevAnswer, DevRequest, json_answer, problem_answer
from infra.local.dev_layout import dev_page

FORM = "application/x-www-form-urlencoded"
MORNING = time(9, 0)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
"""Beyond it no date of the product means anything, and arithmetic on dates would run out of years."""


class BadTargetError(ValueError):
    """The text names no instant to which the clock could be moved."""


class ClockPage:
    """The page and the command behind it."""

    def __init__(self, now: Callable[[], datetime], moves: ClockMoves, calendar: Calendar) -> None:
        """Show one clock and move it."""
        self._now, self._moves, self._calendar = now, moves, calendar

    def show(self, request: DevRequest) -> DevAnswer:
        """Answer a GET with the page."""
        fired = request.query().get("fired")
        return self._page(f'<p role="status">已移动，途中办理 {escape(fired)} 项。</p>' if fired else "")

    def move(self, request: DevRequest) -> DevAnswer:
        """Answer a POST: move the clock; JSON in, JSON out, a form back to the page."""
        # Whoever tries it with curl rarely names the type of the JSON.
        is_form = (request.header("Content-Type") or "").startswith(FORM)
        if is_form and not request.body.lstrip().startswith(b"{"):
            return self._moved_by_form(request.form())
        try:
            target = _read_json(request.body)
            fired = self._moves.move_to(target)
        except BadTargetError as error:
            errors = [{"pointer": "/to", "code": "not-an-instant"}]
            return problem_answer(422, "invalid-fields", "时间无效。", detail=str(error), errors=errors)
        except BackwardsError:
            now = format_instant(self._now())
            return problem_answer(409, "clock-backwards", "业务时钟只能向前。", now=now)
        return json_answer(200, {"now": format_instant(self._now()), "fired": fired})

    def _moved_by_form(self, form: dict[str, str]) -> DevAnswer:
        try:
            fired = self._moves.move_to(self._target(form))
        except BadTargetError as error:
            return self._page(f'<p role="alert">{escape(str(error))}</p>', status=422)
        except BackwardsError:
            return self._page('<p role="alert">业务时钟只能向前。</p>', status=409)
        return DevAnswer(303, (("Location", "/dev/clock?" + urlencode({"fired": fired})), NO_STORE))

    def _target(self, form: dict[str, str]) -> datetime:
        now = self._now()
        step = form.get("step", "")
        if step == "hour":
            return now + timedelta(hours=1)
        if step == "workday":
            morning = self._calendar.next_workday(now.astimezone(CHINA).date())
            return datetime.combine(morning, MORNING, CHINA).astimezone(UTC)
        if step == "due":
            return self._moves.next_due() or now
        return _read_local(form.get("to", ""))

    def _page(self, notice: str, *, status: int = 200) -> DevAnswer:
        now, due = self._now(), self._moves.next_due()
        body = _BODY.format(
            notice=notice,
            now=_readable(now),
            now_utc=format_instant(now),
            due=_readable(due) if due else "没有待办事项",
            earliest=now.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M"),
        )
        return dev_page("业务时钟", body, status=status)


def _read_json(body: bytes) -> datetime:
    try:
        wish = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadTargetError('正文应为 {"to": "2026-03-02T09:00:00+08:00"}。') from error
    if not isinstance(wish, dict) or not isinstance(wish.get("to"), str) or set(wish) != {"to"}:
        raise BadTargetError('正文应为 {"to": "2026-03-02T09:00:00+08:00"}。')
    return _in_range(wish["to"])


def _read_local(text: str) -> datetime:
    """Read what `datetime-local` sends as Beijing time."""
    return _in_range(f"{text}+08:00")


def _in_range(text: str) -> datetime:
    try:
        at = parse_instant(text)
    except (ValueError, OverflowError) as error:
        raise BadTargetError("应为带时区的 RFC 3339 时间，例如 2026-03-02T09:00:00+08:00。") from error
    if at > LATEST:
        raise BadTargetError("时间不能晚于 2100 年。")
    return at


def _readable(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y年%m月%d日 %H:%M:%S 北京时间")


_BODY = """{notice}
<p class="now"><time datetime="{now_utc}">{now}</time></p>
<p>下一项到期：{due}</p>
<p>期限、公告和状态都按业务时钟计算；它只能向前移动，途中到期的事项会依次办理。登录和签名按本机时钟。</p>
<form method="post" action="/dev/clock">
<button name="step" value="hour">前进 1 小时</button>
<button name="step" value="workday">到下一个工作日 9:00</button>
<button name="step" value="due">到下一项到期</button>
</form>
<form method="post" action="/dev/clock">
<label for="to">到指定时间（北京时间）</label>
<input id="to" name="to" type="datetime-local" min="{earliest}" required>
<button>前进</button>
</form>"""
