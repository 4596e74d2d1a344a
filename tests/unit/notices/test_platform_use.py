"""Who must buy on the marketplace (docs/rules.md §4.4): fiscal money, on the list, below the threshold."""

from typing import Any

import pytest

from chalicelib.domain.marketplace.notices import amendments
from chalicelib.domain.marketplace.notices.content import Price, PriceBasis
from chalicelib.domain.marketplace.notices.platform_use import must_use_platform
from tests.factories.notices import AGENT, CALENDAR, MONDAY, REVIEWER, make_content, published, rules

THRESHOLD = rules().notice.mandatory_use_below_fen


def fixed(amount_fen: int) -> Price:
    return Price(PriceBasis.FIXED, amount_fen=amount_fen)


@pytest.mark.parametrize(
    ("changes", "must"),
    [
        ({"fiscal_percent": 60, "price": fixed(THRESHOLD - 1)}, True),
        ({"fiscal_percent": 60, "price": fixed(THRESHOLD)}, False),
        ({"fiscal_percent": 1, "price": Price(PriceBasis.CEILING, amount_fen=THRESHOLD - 1)}, True),
        (
            {
                "fiscal_percent": 1,
                "price": Price(PriceBasis.RATE, amount_fen=THRESHOLD, min_rate_bp=0, max_rate_bp=500),
            },
            False,
        ),
        ({"fiscal_percent": 0, "price": fixed(1)}, False),
        ({"fiscal_percent": 60, "price": Price(PriceBasis.UNCERTAIN)}, None),
        ({"fiscal_percent": None, "price": fixed(1)}, None),
        ({"fiscal_percent": 60, "service_item": "", "price": fixed(1)}, None),
    ],
)
def test_fiscal_money_below_the_threshold_must_use_the_marketplace(
    changes: dict[str, Any], must: bool | None
) -> None:
    assert must_use_platform(make_content(**changes), rules()) is must


def test_a_published_notice_keeps_the_answer_of_its_rules_until_an_amendment_changes_it() -> None:
    notice = published()
    assert notice.publication is not None
    assert notice.publication.mandatory_use is True

    shares = {"fiscal_percent": 0, "social_percent": 100}
    waiting = amendments.propose(notice, shares, "资金来源调整", AGENT, MONDAY, rules(), CALENDAR).state
    amended = amendments.amend(waiting, (), REVIEWER, MONDAY, rules(), CALENDAR).state

    assert amended.publication is not None
    assert amended.publication.mandatory_use is False
