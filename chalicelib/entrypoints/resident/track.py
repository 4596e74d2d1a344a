"""What a resident does once a service is rated, each step a form of the tracking page (§8.1)."""

from chalicelib.entrypoints.resident.rate import PAGE, show_rate
from chalicelib.entrypoints.resident.steps import offer_steps
from chalicelib.entrypoints.routes import ANYONE, NOTHING, Duty, RouteBook
from chalicelib.usecases.work_orders.resident_steps import take_resident_step

book = RouteBook(ANYONE, Duty.RESIDENT)

SCHEMAS = {
    "outcome": "resident-outcome",
    "objection": "resident-objection",
    "withdrawal": NOTHING,
    "follow-up": "follow-up",
}
offer_steps(book, PAGE, SCHEMAS, take_resident_step, show_rate)
