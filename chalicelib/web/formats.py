"""How the house writes instants, periods, money, rates and masked values, in both languages.

Instants are shown in the legal time of China. A deadline is half-open (docs/rules.md §2): it is stored as the
first instant after the period, so one that falls on midnight is shown as 24:00 of the day before.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant, parse_instant
from chalicelib.kernel.identifiers import mask_mobile, mask_ric
from chalicelib.kernel.money import BadAmount, capital_form, format_yuan, parse_yuan
from chalicelib.web.i18n import CHINESE, translate
from chalicelib.web.i18n import marked as _

_MONTHS: Final = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def instant(at: datetime, locale: str = CHINESE) -> str:
    """Write the instant at which something happened.

    >>> instant(datetime(2026, 11, 30, 17, 30, tzinfo=CHINA))
    '2026年11月30日 17:30'
    """
    local = at.astimezone(CHINA)
    return f"{day(local.date(), locale)} {local:%H:%M}"


def exact_instant(at: datetime, locale: str = CHINESE) -> str:
    """Write an instant to the millisecond, for receipts and draws, where the order of events matters."""
    local = at.astimezone(CHINA)
    return f"{day(local.date(), locale)} {local:%H:%M:%S}.{local.microsecond // 1000:03d}"


def deadline(at: datetime, locale: str = CHINESE) -> str:
    """Write the end of a period; midnight belongs to the day that ends.

    >>> deadline(datetime(2026, 11, 30, 0, 0, tzinfo=CHINA))
    '2026年11月29日 24:00'
    """
    local = at.astimezone(CHINA)
    if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return f"{day(local.date() - timedelta(days=1), locale)} 24:00"
    return instant(at, locale)


def day(on: date, locale: str = CHINESE) -> str:
    """Write a date in full."""
    if locale == CHINESE:
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def countdown(at: datetime, now: datetime, locale: str = CHINESE) -> str:
    """Say how long a deadline is away, in the two largest units that matter."""
    minutes = int((at - now).total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    figures = {"days": days, "hours": hours, "minutes": minutes % 60}
    if now >= at:
        return translate(_("已截止"), locale)
    if days:
        return translate(_("还剩 %(days)s 天 %(hours)s 小时"), locale, figures)
    if hours:
        return translate(_("还剩 %(hours)s 小时 %(minutes)s 分"), locale, figures)
    return translate(_("还剩 %(minutes)s 分") if minutes else _("还剩不到 1 分钟"), locale, figures)


def money(fen: int, locale: str = CHINESE) -> str:
    """Write an amount of fen in yuan, with its unit.

    >>> money(1200050)
    '12,000.50 元'
    """
    return translate(_("%(yuan)s 元"), locale, {"yuan": format_yuan(fen)})


def typed_capital(text: str) -> str:
    """Write the amount that stands in a field in capital form; nothing when it is no amount."""
    try:
        return capital_form(parse_yuan(text))
    except BadAmount:
        return ""


def percent(rate_bp: int) -> str:
    """Write basis points as per cent, without digits that say nothing.

    >>> percent(1250), percent(10000)
    ('12.5%', '100%')
    """
    whole, rest = divmod(abs(rate_bp), 100)
    digits = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return f"{'-' if rate_bp < 0 else ''}{digits}%"


def number(value: int) -> str:
    """Write a count with thousands separators."""
    return f"{value:,}"


def hundredths(value: int) -> str:
    """Write a measure kept in hundredths, without idle zeros.

    >>> hundredths(50000000), hundredths(1250)
    ('500,000', '12.5')
    """
    whole, rest = divmod(value, 100)
    return f"{whole:,}" + (f".{rest:02d}".rstrip("0") if rest else "")


def masked(value: str) -> str:
    """Hide all but the first character of a name.

    >>> masked("张三丰")
    '张**'
    """
    return value[:1] + "*" * (len(value) - 1)


def file_size(size: int) -> str:
    """Write a number of bytes as people read it on a download link.

    >>> file_size(20 * 1024 * 1024), file_size(900)
    ('20.0 MB', '900 B')
    """
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def readable_figures(params: Mapping[str, Json], locale: str = CHINESE) -> dict[str, Json]:
    """Write the figures of an error or a gate for people, by the unit that stands in each name.

    >>> readable_figures({"ceiling_fen": 100000, "closes_at": "2026-01-05T16:00:00.000Z", "max": 3})
    {'ceiling_fen': '1,000.00 元', 'closes_at': '2026年1月5日 24:00', 'max': 3}
    """
    unit = "_" + str(params.get("unit", ""))
    return {name: _readable(name, value, unit, locale) for name, value in params.items()}


def _readable(name: str, value: Json, unit: str, locale: str) -> Json:
    if isinstance(value, int) and not isinstance(value, bool):
        if name.endswith("_fen") or unit == "_fen":
            return money(value, locale)
        return percent(value) if name.endswith("_bp") or unit == "_basis-points" else value
    if isinstance(value, list):
        return "、".join(map(str, value)) if locale == CHINESE else ", ".join(map(str, value))
    if isinstance(value, str) and name.endswith("_at"):
        return deadline(parse_instant(value), locale)
    if isinstance(value, str) and name.endswith("_on"):
        return day(date.fromisoformat(value), locale)
    return value


LOCALISED: Final[Mapping[str, Callable[..., str]]] = {
    "countdown": countdown,
    "day": day,
    "deadline": deadline,
    "exact_instant": exact_instant,
    "instant": instant,
    "money": money,
}
"""Template filters that need to know the language."""

PLAIN: Final[Mapping[str, Callable[..., str]]] = {
    "capital_form": capital_form,
    "file_size": file_size,
    "hundredths": hundredths,
    "machine_instant": format_instant,
    "masked": masked,
    "masked_mobile": mask_mobile,
    "masked_ric": mask_ric,
    "number": number,
    "percent": percent,
    "typed_capital": typed_capital,
    "typed_yuan": format_yuan,
}
"""Template filters that write the same in every language."""
