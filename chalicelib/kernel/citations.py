"""Where a rule comes from, in words: the profile's short tags become names of statutes (docs/rules.md §1).

    [L2 art 20(4)]            《政府采购法实施条例》第二十条第四项
    analogue [L1 art 77]      参照《政府采购法》第七十七条
    (D) §2.6                  本市场规则第 2.6 节

What the tags say beside the places themselves, as which figure is whose, stands in the rule book. Decisions
carry these words in Chinese; the web says them in either language.
"""

import re
from collections.abc import Callable, Iterator, Mapping

Say = Callable[[str, Mapping[str, str]], str]
"""Fills the figures into one of the texts below, in a language."""

_ = str
"""Marks a text for the catalogue of translations."""

LAWS = {
    "L1": _("《政府采购法》"),
    "L2": _("《政府采购法实施条例》"),
    "L3": _("《招标投标法》"),
    "L4": _("《招标投标法实施条例》"),
    "L5": _("《山东省社会信用条例》"),
    "L6": _("《优化营商环境条例》"),
    "L7": _("《民法典》"),
    "L8b": _("《济南市优化营商环境条例》"),
    "L9": _("《行政许可法》"),
    "L10": _("《广东省优化营商环境条例》"),
}
BY_PARAGRAPH = frozenset({"L6"})
"""Whose numbers in brackets count paragraphs (款); those of the others count items (项)."""

ARTICLE = _("%(law)s第%(article)s条")
ITEM = _("%(law)s第%(article)s条第%(number)s项")
PARAGRAPH = _("%(law)s第%(article)s条第%(number)s款")
BY_ANALOGY = _("参照%(place)s")
POLICY = _("“一窗受理·一次办好”改革方案%(place)s")
RULE_BOOK = _("本市场规则第 %(section)s 节")
BETWEEN = _("；")

_PLACE = re.compile(
    r"(?P<analogue>analogues? )?\[(?P<law>L\d+b?) arts? (?P<articles>[^\]]+)\]"
    r"|\[policy\] (?P<policy>[^\s;,]+)|§(?P<section>\d+(?:\.\d+)*)"
)
_OTHER_LAW = re.compile(r"(?:(?P<law>L\d+b?) arts? )?(?P<article>\d+)(?P<numbers>(?:\(\d+\))*)")
_DIGITS = "〇一二三四五六七八九"


def _in_chinese(text: str, figures: Mapping[str, str]) -> str:
    return text % figures


def cited(source: str, say: Say = _in_chinese, *, plain_digits: bool = False) -> str:
    """Write the places that a source names; one that names none stays as it was written.

    >>> cited("(S) [L2 art 74; L1 art 77(3)]")
    '《政府采购法实施条例》第七十四条；《政府采购法》第七十七条第三项'
    """
    return say(BETWEEN, {}).join(_places(source, say, str if plain_digits else chinese_number)) or source


def _places(source: str, say: Say, write: Callable[[int], str]) -> Iterator[str]:
    for found in _PLACE.finditer(source):
        if section := found["section"]:
            yield say(RULE_BOOK, {"section": section})
        elif policy := found["policy"]:
            yield say(POLICY, {"place": policy})
        else:
            for place in _articles(found["law"], found["articles"], say, write):
                yield say(BY_ANALOGY, {"place": place}) if found["analogue"] else place


def _articles(law: str, listed: str, say: Say, write: Callable[[int], str]) -> Iterator[str]:
    for found in _OTHER_LAW.finditer(listed):
        law = found["law"] or law
        figures = {"law": say(LAWS[law], {}), "article": write(int(found["article"]))}
        numbers = [int(digits) for digits in re.findall(r"\d+", found["numbers"])]
        if not numbers:
            yield say(ARTICLE, figures)
        for number in numbers:
            form = PARAGRAPH if law in BY_PARAGRAPH else ITEM
            yield say(form, {**figures, "number": write(number)})


def chinese_number(value: int) -> str:
    """Write a number below a thousand as statutes count their articles.

    >>> [chinese_number(value) for value in (8, 13, 77, 203)]
    ['八', '十三', '七十七', '二百零三']
    """
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
