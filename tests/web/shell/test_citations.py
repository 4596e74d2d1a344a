"""Every source that a page shows is put into words; a reader never meets the profile's tags."""

import re

import pytest

from chalicelib.web.citations import citation
from chalicelib.web.i18n import CHINESE, ENGLISH
from tests.factories.agencies import market_rules

TAGS = re.compile(r"\[|\(S\)|\(D\)|\bL\d|\bart\b|analogue")


def shown_sources() -> list[str]:
    rules = market_rules()
    clauses = [*rules.clauses, *rules.hints.values()]
    return sorted({each.source for each in (*clauses, *rules.violations.values())})


@pytest.mark.parametrize("source", shown_sources())
def test_no_tag_of_the_profile_reaches_a_page(source: str) -> None:
    chinese, english = citation(source, CHINESE), citation(source, ENGLISH)

    assert not TAGS.search(chinese)
    assert not re.search(r"[A-Za-z]", chinese)
    assert not TAGS.search(english)
    assert not re.search(r"[《》条项款]", english)


def test_places_are_named_as_lawyers_name_them() -> None:
    assert citation("[L2 art 20(8)]; analogue [L6 art 13(1)]") == (
        "《政府采购法实施条例》第二十条第八项；参照《优化营商环境条例》第十三条第一款"
    )
    assert citation("[L7 arts 201, 203]") == "《民法典》第二百零一条；《民法典》第二百零三条"
    assert citation("[policy] 二(四)1") == "“一窗受理·一次办好”改革方案二(四)1"
    assert citation("本地规定第三条") == "本地规定第三条"
