"""Text messages: to the contact of a registration, and to the phone beside an inbox (design §3).

The contact of a registration hears what nothing else may say before the opening. One message is at most 70
characters, signature first, without a name or a link (pages.md, SMS rules): it says which notice, contract or
case, what happened and where to look. SNS does not deliver to mainland numbers; a deployment there runs with
`none` until its provider's gateway stands beside this one, and everything is read on its own page.
"""

from datetime import datetime, timedelta
from typing import Final

from chalicelib.domain.marketplace.messages.quiet import deadline_of
from chalicelib.gateways.clients import Clients
from chalicelib.gateways.sns import publish
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.notifier_ports import TextMessage
from chalicelib.usecases.text_ports import TextNotTakenError, TextRefusedError

TEXTS: Final = {
    "notice-amended": "公告{notice_no}已更正，截止时间{closes_at}。请登录核对，必要时更换报价。",
    "notice-withdrawn": "公告{notice_no}已被业主撤销，您的报名和报价不再开启。",
    "notice-failed": "公告{notice_no}采购失败，您的报价不再有效。原因见公告页。",
}
"""Message code to words, for registrations."""

GROUP_TEXTS: Final = {
    "todo": "{about}有待办事项{until}，请登录办理。",
    "decision": "{about}有结果或决定，请登录查看。",
    "matching": "{about}可以报名{until}，请登录查看。",
    "other": "{about}有新消息，请登录查看。",
}
"""Group to words, for whoever reads the message itself in the inbox."""

ABOUT: Final = {"contract_no": "合同{}", "notice_no": "公告{}", "case_no": "案件{}"}
"""What a text may be about: numbers only, since the name of a small business can be a person's."""


def text_of(message: TextMessage, signature: str) -> str | None:
    """Return the words of a message, or None for one that is only told inside the house."""
    if message.group:
        return f"【{signature}】" + GROUP_TEXTS[message.group].format_map(_said(message))
    words = TEXTS.get(message.code)
    if words is None:
        return None
    figures = {name: _shown(name, value) for name, value in message.params.items()}
    return f"【{signature}】" + words.format_map(figures)


def _said(message: TextMessage) -> dict[str, str]:
    named = (words.format(message.params[name]) for name, words in ABOUT.items() if message.params.get(name))
    deadline = deadline_of(message.params)
    until = "" if deadline is None else f"，期限{_moment(deadline)}"
    return {"about": next(named, "您"), "until": until}


def _shown(name: str, value: Json) -> str:
    return _moment(parse_instant(str(value))) if name.endswith("_at") else str(value)


def _moment(instant: datetime) -> str:
    """Write an instant as it is said in China: the first of a day is the 24:00 of the day before."""
    at = instant.astimezone(CHINA)
    if (at.hour, at.minute) == (0, 0):
        day = at - timedelta(days=1)
        return f"{day.month}月{day.day}日24:00"
    return f"{at.month}月{at.day}日{at:%H:%M}"


class SnsTexts:
    """Amazon SNS, where it serves the numbers."""

    is_connected = True

    def __init__(self, clients: Clients, signature: str) -> None:
        """Sign every message with the site's name."""
        self._clients, self._signature = clients, signature

    def send(self, message: TextMessage) -> None:
        """Send one message; one of which nobody can say whether it went counts as sent, as the inbox has it.

        Raises:
            Unavailable: when SNS has certainly not taken it.
        """
        words = text_of(message, self._signature)
        if words is None:
            return
        try:
            publish(self._clients, message.phone, words)
        except (TextRefusedError, TextNotTakenError) as error:
            raise Unavailable from error
        except Unavailable:
            return


class NoTexts:
    """A deployment without a provider: what happened stands in the inbox and on the registrant's own page."""

    is_connected = False

    def send(self, message: TextMessage) -> None:
        """Send nothing."""
