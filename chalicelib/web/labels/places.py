"""Weifang's divisions (行政区划) as pages name them; the codes are those of `kernel.identifiers`.

Places elsewhere are known in Chinese only, and so they stay on English pages.
"""

from chalicelib.web.i18n import ENGLISH, translate
from chalicelib.web.i18n import marked as _

PLACES = {
    "370700": _("潍坊市"),
    "370702": _("潍城区"),
    "370703": _("寒亭区"),
    "370704": _("坊子区"),
    "370705": _("奎文区"),
    "370772": _("滨海经济技术开发区"),
}


def place(code: str, chinese: str, locale: str) -> str:
    """Return what the reader calls a place that is called `chinese`, its code included.

    >>> place("110105", "北京市（110105）", "en")
    '北京市（110105）'
    """
    if locale != ENGLISH or code not in PLACES:
        return chinese
    return f"{translate(PLACES[code], locale)} ({code})"
