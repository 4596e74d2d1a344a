"""How items are handled, by unit: on-time rates of each step, hours to first contact (§5.17)."""

from chalicelib.domain.satisfaction.hotline.rights import WATCHERS
from chalicelib.domain.satisfaction.statistics.periods import last_periods
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.units import unit_names

book = RouteBook(WATCHERS, Duty.DESK)

MONTHS = 12
FILTERS = {"period": OneOf(of_call=lambda call: last_periods(call.now, MONTHS))}


@book.page("/hotline/figures", filters=FILTERS)
def show_hotline_figures(call: Call) -> Reply:
    """Show the figures of the last twelve months, or of one of them, of all and by unit."""
    from chalicelib.usecases.hotline.read_figures import hotline_figures
    from chalicelib.web.views.hotline_figures import figures_view

    chosen = call.asked("period")
    found = hotline_figures(call.house, chosen)
    view = figures_view(found, unit_names(call))
    return call.show("hotline/figures.html", **view, periods=found.periods, chosen=chosen, as_of=call.now)
