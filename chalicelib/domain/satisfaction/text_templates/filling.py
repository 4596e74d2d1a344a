"""A template with its places filled, and what it costs when the longest values stand in them (§7.9)."""

import re
from collections.abc import Mapping

from chalicelib.domain.satisfaction.invitations.replies import CHOICES
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.texts import segments_of, units_of
from chalicelib.kernel.records import dataclass

PLACE = re.compile(r"\{([a-z_]+)\}")
_NOT_QUOTED = re.compile(r"[【】]|(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/][!-~]*)?", re.IGNORECASE)
LONGEST_UNIT, LONGEST_SERVICE = "某某省级经济技术开发区行政审批服务局", "建设工程规划许可证核发一"
LONGEST_NUMBER, LONGEST_DAY = "HP-370700-2026-000042-Y", "12月31日"
LONGEST_LEVEL = "非常不满意"


@dataclass(frozen=True, slots=True)
class Measured:
    """A text with the longest values: its words, its characters as they are paid for, its segments."""

    words: str
    units: int
    segments: int


def places_in(text: str) -> tuple[str, ...]:
    """Name the placeholders of a text, each once."""
    return tuple(dict.fromkeys(PLACE.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values into their places, each as it is: braces in a value are no places.

    >>> fill("【{signature}】{link}", {"signature": "潍坊政务", "link": "{days}"})
    '【潍坊政务】{days}'
    """
    return PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def quoted(said: str, most: int) -> str:
    """Return the beginning of what somebody wrote, without line breaks, brackets or addresses of others.

    >>> quoted("样表已补齐。 见 http://a.cn/x 或【窗口】", 16)
    '样表已补齐。 见 或窗口'
    """
    plain = " ".join(_NOT_QUOTED.sub("", said).split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def measure(text: str, longest: Mapping[str, str], rules: SatisfactionRules) -> Measured:
    """Return what a text comes to with the longest values."""
    words = fill(text, longest)
    return Measured(words, units_of(words), segments_of(words, rules))


def longest_values(link_base: str, signature: str, rules: SatisfactionRules) -> dict[str, str]:
    """Return the longest value that each place is ever given."""
    services = ";".join(f"{letter}{LONGEST_SERVICE}" for letter in CHOICES)
    return {
        "signature": signature,
        "link": f"{link_base}/r/{'0' * rules.invitation.token_chars_sms}",
        "item_link": f"{link_base}/items/{'0' * rules.hotline.token_chars}",
        "days": str(rules.invitation.open_workdays),
        "count": str(len(CHOICES)),
        "services": services,
        "wo_no": LONGEST_NUMBER,
        "unit": LONGEST_UNIT,
        "due": LONGEST_DAY,
        "said": LONGEST_LEVEL,
        "hours": str(rules.callback.correction_hours),
        "until": LONGEST_DAY,
        "done": "字" * rules.text.done_chars,
    }
