"""Money is an integer of fen (分), a rate an integer of basis points; no float ever touches either.

Amounts are read as people write them (元, 万元, 亿元, thousands separators, full-width digits) and
refused rather than guessed. The capital form (大写) follows the Basic Accounting Rules (会计基础工作规范
art 52) and the payment rules of the People's Bank: 零 where a zero stands between digits, 整 after 元 and
角. Rounding is half-up to the fen (docs/rules.md §3.7).
"""

import re
from collections.abc import Sequence

from chalicelib.kernel.entered import Unreadable, plain

MAX_FEN = 10**14 - 1
"""9999 亿 9999 万 9999.99 元: what the capital form can write and the reader takes."""

FULL_RATE_BP = 10_000

_TYPED = re.compile(r"¥? ?(?P<minus>-)?(?P<whole>[0-9][0-9,]*)(\.(?P<part>[0-9]+))? ?(?P<unit>[亿万]?元?)")
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+")
_RATE = re.compile(r"(?P<whole>[0-9]{1,3})(\.(?P<part>[0-9]+))? ?%?")
_PLACES = {"": 2, "元": 2, "万": 6, "万元": 6, "亿": 10, "亿元": 10}
_DIGITS = "零壹贰叁肆伍陆柒捌玖"


class BadAmount(Unreadable):
    """Typed text that is no amount or rate we take."""


def parse_yuan(text: str) -> int:
    """Read an amount of yuan that a person typed and return it in fen.

    Raises:
        BadAmount: `required`, `not-an-amount` (exponents, other scripts, anything else), `negative-amount`,
            `misplaced-comma`, `too-many-decimals` (finer than a fen) or `amount-too-large`.

    >>> parse_yuan("12,000.50"), parse_yuan("4.85万")
    (1200050, 4850000)
    """
    typed = plain(text)
    if not typed:
        raise BadAmount("required")
    match = _TYPED.fullmatch(typed)
    if match is None:
        raise BadAmount("not-an-amount")
    if match["minus"]:
        raise BadAmount("negative-amount")
    if not _GROUPED.fullmatch(match["whole"]):
        raise BadAmount("misplaced-comma")
    return _scaled(match["whole"].replace(",", ""), match["part"] or "", _PLACES[match["unit"]])


def format_yuan(fen: int) -> str:
    """Write fen as yuan with thousands separators and two decimals.

    >>> format_yuan(1200050)
    '12,000.50'
    """
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02}"


def parse_rate(text: str) -> int:
    """Read a rate in per cent that a person typed and return it in basis points, 0 to 10,000.

    Raises:
        BadAmount: `required`, `not-a-rate`, `too-many-decimals` (finer than a basis point) or
            `rate-too-large`.

    >>> parse_rate("3.5%")
    350
    """
    typed = plain(text)
    if not typed:
        raise BadAmount("required")
    match = _RATE.fullmatch(typed)
    if match is None:
        raise BadAmount("not-a-rate")
    if len(match["part"] or "") > 2:
        raise BadAmount("too-many-decimals")
    rate_bp = int(match["whole"] + (match["part"] or "").ljust(2, "0"))
    if rate_bp > FULL_RATE_BP:
        raise BadAmount("rate-too-large")
    return rate_bp


def apply_rate(control_fen: int, rate_bp: int) -> int:
    """Return the control price less the discount rate (下浮率), rounded half-up to the fen.

    Raises:
        ValueError: when the price is negative or the rate is not between 0 and 10,000.

    >>> apply_rate(100_001, 500)
    95001
    """
    if control_fen < 0 or not 0 <= rate_bp <= FULL_RATE_BP:
        raise ValueError("a discount needs a price and a rate of 0 to 100 per cent")
    return _half_up(control_fen * (FULL_RATE_BP - rate_bp), FULL_RATE_BP)


def mean_half_up(figures: Sequence[int]) -> int:
    """Return the arithmetic mean of fen or basis points, rounded half-up to a whole one.

    Raises:
        ValueError: when there is no figure.
    """
    if not figures:
        raise ValueError("a mean needs at least one figure")
    return _half_up(sum(figures), len(figures))


def capital_form(fen: int) -> str:
    """Write an amount in capital characters (大写), without the currency's name in front.

    Raises:
        ValueError: when the amount is negative or above `MAX_FEN`.

    >>> capital_form(1640902), capital_form(1200050), capital_form(0)
    ('壹万陆仟肆佰零玖元零贰分', '壹万贰仟元伍角整', '零元整')
    """
    if not 0 <= fen <= MAX_FEN:
        raise ValueError("the amount has no capital form")
    yuan, rest = divmod(fen, 100)
    jiao, odd_fen = divmod(rest, 10)
    written = f"{_capital_whole(yuan)}元" if yuan or not rest else ""
    if jiao:
        written += f"{_DIGITS[jiao]}角"
    elif odd_fen and yuan:
        written += "零"
    return written + (f"{_DIGITS[odd_fen]}分" if odd_fen else "整")


def _scaled(whole: str, part: str, places: int) -> int:
    if len(part) > places:
        raise BadAmount("too-many-decimals")
    digits = (whole + part.ljust(places, "0")).lstrip("0")
    if len(digits) > len(str(MAX_FEN)):
        raise BadAmount("amount-too-large")
    return int(digits or "0")


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _capital_whole(yuan: int) -> str:
    """Join the groups of four digits; a group that is missing or below 1,000 is announced by one 零."""
    written, gap = "", False
    for exponent, unit in ((8, "亿"), (4, "万"), (0, "")):
        group = yuan // 10**exponent % 10_000
        if group:
            zero = "零" if written and (gap or group < 1_000) else ""
            written += f"{zero}{_capital_group(group)}{unit}"
        gap = not group
    return written or "零"


def _capital_group(group: int) -> str:
    written, gap = "", False
    for place, unit in ((1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = group // place % 10
        if digit:
            written += f"{'零' if written and gap else ''}{_DIGITS[digit]}{unit}"
        gap = not digit
    return written
