"""What time does: one message names an aggregate, the worker re-reads it and does what is due now.

A message that comes twice, late or for something that people did meanwhile finds nothing due. A worker
imports what the messages of its own queue ask for (ADR 0098).
"""

from collections.abc import Callable, Mapping

from chalicelib.kernel.late import named
from chalicelib.usecases.ports import House

BY_QUEUE: Mapping[str, str] = {
    "opening": "openings.open_notice:open_notice",
    "drawing": "notices.advance_notice:draw_or_remind",
    "lifecycle": "notices.advance_notice:advance_notice",
}
"""What does the due work of a notice, whose queue decides which work it is."""

BY_KIND: Mapping[str, str] = {
    "import": "nominations.advance_import:advance_import",
    "item": "service_items.turn_item:turn_item",
    "agency": "agencies.advance_agency:advance_agency",
    "violation": "conduct.advance_case:advance_case",
    "campaign": "surveys.advance_campaign:advance_campaign",
    "case": "invitations.plan_invitation:plan_invitation",
    "case-import": "cases.import_cases:advance_case_import",
    "invitation": "invitations.advance_invitation:advance_invitation",
    "survey": "surveys.ask_people:advance_survey",
    "contact": "invitations.take_reply:text_which",
    "order": "work_orders.advance_order:advance_order",
    "hotline": "hotline.take_step:advance_item",
    "order-text": "work_orders.order_texts:advance_order_text",
    "period": "ratings.freeze_period:freeze_period",
    "half-year": "ratings.half_years:freeze_half_year",
    "silence": "surveys.sample_silent:sample_silent",
    "supervision": "supervision.measures:advance_measure",
    "privacy": "privacy.requests:carry_out",
    "callback-plan": "callbacks.plan_tasks:plan_tasks",
    "retention": "privacy.let_go:let_go",
    "report": "upward.report_rating:report_rating",
    "reconciliation": "upward.reconcile_day:reconcile_days",
    "interception": "conduct.stop_everywhere:stop_everywhere",
    "list": "conduct.import_list:apply_list",
    "served": "cases.take_in_contract:take_in_contract",
}
"""What does the due work of each other kind of aggregate, and what follows elsewhere from a fact."""


def advance(house: House, kind: str, identifier: str, queue: str) -> None:
    """Do what is due for an aggregate now, if this queue's duty may do it."""
    address = BY_KIND.get(kind) or BY_QUEUE[queue]
    do: Callable[[House, str], None] = named(f"chalicelib.usecases.{address}")
    do(house, identifier)
