"""Whatever can happen to an order has words on its page."""

from chalicelib.domain.satisfaction.work_orders.appeal_states import APPEAL
from chalicelib.domain.satisfaction.work_orders.cards import CARD_EVENTS
from chalicelib.domain.satisfaction.work_orders.states import ORDER
from chalicelib.web.labels.work_orders import EVENTS


def test_every_event_of_an_order_and_its_appeal_has_words() -> None:
    events = {move.event for move in ORDER.moves}
    events |= {f"appeal_{move.event}" for move in APPEAL.moves}
    events |= {"fell_due", "identity_disclosed", "dues_reckoned", *CARD_EVENTS.values()}

    assert events <= EVENTS.keys()
