"""What a resident does once a service is rated, each step a form of the tracking page (§8.1)."""

from collections.abc import Callable

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.guessing import limited
from chalicelib.entrypoints.resident.rate import PAGE, show_rate
from chalicelib.entrypoints.routes import ANYONE, NOTHING, Duty, RouteBook
from chalicelib.usecases.work_orders.resident_steps import RESIDENT_STEPS, take_resident_step

book = RouteBook(ANYONE, Duty.RESIDENT)

SCHEMAS = {
    "outcome": "resident-outcome",
    "objection": "resident-objection",
    "withdrawal": NOTHING,
    "follow-up": "follow-up",
}


def _posting(step: str, summary: str) -> Callable[..., Reply]:
    def post(call: Call) -> Reply:
        take_resident_step(call.house, call.params["token"], step, call.command())
        return call.go(PAGE.format_map(call.params))

    post.__name__, post.__doc__ = f"post_resident_{step}".replace("-", "_"), summary
    return post


for _step, _schema in SCHEMAS.items():
    _summary = RESIDENT_STEPS[_step].__doc__ or ""
    book.form(f"{PAGE}/{_step}", schema=_schema, again=show_rate)(limited(_posting(_step, _summary)))
