"""An item's clocks that ran under a year without a calendar, reckoned anew once it is out (design §3)."""

from dataclasses import replace

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.hotline.clocks import STEPS, dues_json
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.moving import fact
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.reckoning import reckoned
from chalicelib.kernel.workdays import Calendar


def reckon_anew(
    item: HotlineItem, rules: SatisfactionRules, calendar: Calendar
) -> Decision[HotlineItem] | None:
    """Reckon provisional clocks anew once a year is loaded; None when nothing is different."""
    if not item.is_open:
        return None
    clocks = {step: item.dues.of(step) for step in STEPS}
    anew = {
        step: reckoned(clock, rules, calendar)
        for step, clock in clocks.items()
        if clock and clock.is_to_reckon
    }
    after = replace(item, dues=replace(item.dues, **anew))
    if after == item:
        return None
    return Decision(after, fact(after, "dues_reckoned", data={"before": dues_json(item.dues)}))
