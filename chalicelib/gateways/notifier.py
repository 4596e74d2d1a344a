"""Text messages to the contact of a registration, before anything else may name it (design §3).

One message is at most 70 characters, signature first, without a name (pages.md, SMS rules): it says which
notice, what happened and where to look. SNS does not deliver to mainland numbers; a deployment there runs
with `none` until its provider's gateway stands beside this one, and registrants read the change on their own
page.
"""

from datetime import datetime
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.gateways.clients import Clients
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.notifier_ports import TextMessage

TEXTS: Final = {
    "notice-amended": "公告{notice_no}已更正，截止时间{closes_at}。请登录核对，必要时更换报价。",
    "notice-withdrawn": "公告{notice_no}已被业主撤销，您的报名和报价不再开启。",
    "notice-failed": "公告{notice_no}采购失败，您的报价不再有效。原因见公告页。",
}
"""Message code to words."""

CHINESE_DIALLING_CODE = "+86"


def text_of(message: TextMessage, signature: str) -> str | None:
    """Return the words of a message, or None for one that is only told inside the house."""
    words = TEXTS.get(message.code)
    if words is None:
        return None
    figures = {name: _shown(name, value) for name, value in message.params.items()}
    return f"【{signature}】" + words.format_map(figures)


def _shown(name: str, value: Json) -> str:
    if not name.endswith("_at"):
        return str(value)
    at: datetime = parse_instant(str(value)).astimezone(CHINA)
    return f"{at.month}月{at.day}日{at:%H:%M}"


class SnsTexts:
    """Amazon SNS, where it serves the numbers."""

    def __init__(self, clients: Clients, signature: str) -> None:
        """Sign every message with the site's name."""
        self._clients, self._signature = clients, signature

    def send(self, message: TextMessage) -> None:
        """Send one message.

        Raises:
            Unavailable: when SNS does not take it.
        """
        words = text_of(message, self._signature)
        if words is None:
            return
        try:
            self._clients.sns.publish(PhoneNumber=CHINESE_DIALLING_CODE + message.phone, Message=words)
        except (BotoCoreError, ClientError) as error:
            raise Unavailable from error


class NoTexts:
    """A deployment without a provider: what happened stands on the registrant's own page."""

    def send(self, message: TextMessage) -> None:
        """Send nothing."""
