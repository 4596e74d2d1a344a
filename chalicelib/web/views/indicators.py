"""Indicators in words: a code alone says nothing to whoever is not of the trade (evaluation.md §3.3)."""

from collections.abc import Iterable

from chalicelib.domain.satisfaction.codes.indicators import Indicator, Indicators
from chalicelib.web.i18n import ENGLISH, translate
from chalicelib.web.i18n import marked as _


def words_of(indicator: Indicator, locale: str) -> str:
    """Return what an indicator in use says."""
    return indicator.text_en if locale == ENGLISH else indicator.text


def indicator_words(codes: Iterable[str], indicators: Indicators, locale: str) -> list[str]:
    """Return the words of codes, each with its code; one that is out of use says that it is."""
    return [_with_code(code, indicators, locale) for code in codes]


def _with_code(code: str, indicators: Indicators, locale: str) -> str:
    found = indicators.by_code.get(code)
    if found is None or not found.is_active:
        return translate(_("已停用指标 %(code)s"), locale, {"code": code})
    return (
        f"{words_of(found, locale)}（{code}）" if locale != ENGLISH else f"{words_of(found, locale)} ({code})"
    )
