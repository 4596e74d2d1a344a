"""The texts that residents get, and what they cost (evaluation.md §3.6, §7.9)."""

from chalicelib.domain.satisfaction.invitations.replies import CHOICES
from chalicelib.domain.satisfaction.rules import SatisfactionRules

LINK_TEXT = "【{signature}】您的业务已办结,请评价:{link},5日内有效,拒收回R"
"""The invitation with a link: one segment with a signature of four and an address of fourteen characters."""


def invitation_text(base: str, token: str, signature: str) -> str:
    """Return the invitation's text; `base` is the address of the site without a final slash."""
    return LINK_TEXT.format(signature=signature, link=f"{base}/r/{token}")


WHICH_TEXT = "【{signature}】您有{count}次办件待评价,请回复字母加数字(如A5):{services}"


def which_text(services: list[str], signature: str) -> str:
    """Return the question which of several services a digit was about; nobody's name stands in it."""
    named = ";".join(f"{letter}{name}" for letter, name in zip(CHOICES, services, strict=False))
    return WHICH_TEXT.format(signature=signature, count=len(services), services=named)


def segments_of(text: str, rules: SatisfactionRules) -> int:
    """Return how many segments a text takes: one up to 70 characters, else one for each 67.

    Characters beyond the basic plane count twice, as they do in UCS-2.
    """
    units, limits = len(text.encode("utf-16-be")) // 2, rules.text
    if units <= limits.segment_chars:
        return 1
    return -(-units // limits.long_segment_chars)
