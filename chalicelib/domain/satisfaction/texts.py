"""The texts that residents get, and what they cost (evaluation.md §3.6, §7.9)."""

from chalicelib.domain.satisfaction.rules import SatisfactionRules

LINK_TEXT = "【{signature}】您的业务已办结,请评价:{link},5日内有效,拒收回R"
"""The invitation with a link: one segment with a signature of four and an address of fourteen characters."""


def invitation_text(base: str, token: str, signature: str) -> str:
    """Return the invitation's text; `base` is the address of the site without a final slash."""
    return LINK_TEXT.format(signature=signature, link=f"{base}/r/{token}")


def segments_of(text: str, rules: SatisfactionRules) -> int:
    """Return how many segments a text takes: one up to 70 characters, else one for each 67.

    Characters beyond the basic plane count twice, as they do in UCS-2.
    """
    units, limits = len(text.encode("utf-16-be")) // 2, rules.text
    if units <= limits.segment_chars:
        return 1
    return -(-units // limits.long_segment_chars)
