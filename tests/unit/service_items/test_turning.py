"""Versions begin and end by themselves, and the ledger learns of it once."""

from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.service_items import editing, publishing, turning
from chalicelib.domain.marketplace.service_items.authority import check_may_read_draft
from chalicelib.domain.marketplace.service_items.content import LinkedApproval
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.agencies import OPENED_AT, admin, department_for, reviewer, service_types
from tests.factories.service_items import (
    NO_HIT,
    content,
    draft_item,
    official,
    proposed_item,
    published_item,
    publisher,
)

TYPES = service_types()
MS = timedelta(milliseconds=1)
BEGINS_AT = OPENED_AT + timedelta(days=10)
ENDS_AT = OPENED_AT + timedelta(days=20)


def scheduled_item() -> ServiceItem:
    item = editing.begin_version(published_item(), NO_HIT, official(), OPENED_AT, TYPES).state
    item = editing.propose(item, official(), TYPES).state
    return publishing.publish_item(item, publisher(), OPENED_AT, BEGINS_AT).state


def test_nothing_is_due_for_a_draft_or_for_what_is_in_force_without_end():
    assert turning.next_due(draft_item()) is None
    assert turning.next_due(published_item()) is None


def test_a_first_version_published_ahead_is_due_at_its_beginning():
    item = publishing.publish_item(proposed_item(), publisher(), OPENED_AT, BEGINS_AT).state

    assert turning.next_due(item).at == BEGINS_AT
    assert turning.turn(item, BEGINS_AT).event.data["in_force"] == 1


def test_the_version_that_takes_over_is_noted_once_and_not_early():
    item = scheduled_item()

    with pytest.raises(Conflict, match="nothing-due"):
        turning.turn(item, BEGINS_AT - MS)
    turned = turning.turn(item, BEGINS_AT)
    assert turned.event.data["in_force"] == 2
    assert turning.next_due(turned.state) is None
    with pytest.raises(Conflict, match="nothing-due"):
        turning.turn(turned.state, BEGINS_AT)


def test_the_end_of_a_retired_item_is_due_and_leaves_nothing_in_force():
    item = publishing.retire(published_item(), official(), OPENED_AT, TYPES, ENDS_AT).state

    assert turning.next_due(item).at == ENDS_AT
    assert turning.turn(item, ENDS_AT).event.data["in_force"] is None


def test_a_late_timer_notes_what_governs_when_it_runs():
    item = publishing.retire(scheduled_item(), official(), OPENED_AT, TYPES, ENDS_AT).state

    turned = turning.turn(item, ENDS_AT + MS)

    assert turned.event.data["in_force"] is None
    assert turning.next_due(turned.state) is None


def test_an_approval_of_an_unknown_department_is_named():
    stray = LinkedApproval("370100-EIA", "环境影响评价文件审批", "nowhere")

    with pytest.raises(Invalid) as refused:
        editing.edit_draft(draft_item(), content(linked_approvals=(stray,)), official(), TYPES)

    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/linked_approvals/0/department", "unknown-department")
    ]


def test_drafts_are_read_by_the_operator_and_the_own_department_only():
    for actor in (reviewer(), publisher(), official()):
        check_may_read_draft(actor, "ecology", TYPES)
    for actor in (department_for("CH01"), admin()):
        with pytest.raises(Forbidden):
            check_may_read_draft(actor, "ecology", TYPES)
