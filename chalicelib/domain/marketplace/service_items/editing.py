"""Writing a version of a service item: create, edit, propose (docs/rules.md §4.3, §5)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.service_items.authority import check_department, check_may_draft
from chalicelib.domain.marketplace.service_items.checklist import ChecklistRecord, checklist_problems
from chalicelib.domain.marketplace.service_items.content import ItemContent, content_problems, too_long
from chalicelib.domain.marketplace.service_items.item import (
    SERVICE_ITEM,
    ItemState,
    ItemVersion,
    ServiceItem,
    with_latest,
)
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Conflict, FieldError, Invalid

_CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{3,39}")


def create_item(
    item_id: str,
    code: str,
    department: str,
    content: ItemContent,
    answers: Mapping[str, bool],
    actor: Actor,
    now: datetime,
    types: ServiceTypes,
) -> Decision[ServiceItem]:
    """Begin a service item; the six forbidden kinds must all be answered with "no" first.

    Raises:
        Forbidden: when the actor may not draft in this field.
        Invalid: for the code, an unknown department, the checklist and oversized texts, all at once.
    """
    check_may_draft(actor, department, types)
    problems = [*checklist_problems(answers), *too_long(content), *_unknown_codes(content, types)]
    if not _CODE.fullmatch(code):
        problems.append(FieldError("/code", "not-an-item-code"))
    if department not in types.departments:
        problems.append(FieldError("/department", "unknown-department"))
    if problems:
        raise Invalid(errors=problems)
    SERVICE_ITEM.check(None, "drafted", ItemState.DRAFT)
    version = ItemVersion(1, ItemState.DRAFT, content, ChecklistRecord(actor.person, now))
    item = ServiceItem(item_id, code, department, (version,))
    return item_decided("item.drafted", item, code=code, department=department)


def edit_draft(
    item: ServiceItem, content: ItemContent, actor: Actor, types: ServiceTypes
) -> Decision[ServiceItem]:
    """Change the draft of the newest version.

    Raises:
        Forbidden: when the actor may not draft in this field.
        Conflict: `wrong-state` unless the newest version is a draft.
        Invalid: when a text is too long, or a service type or department unknown.
    """
    check_may_draft(actor, item.department, types)
    SERVICE_ITEM.check(item.latest.state, "edited", ItemState.DRAFT)
    problems = [*too_long(content), *_unknown_codes(content, types)]
    if problems:
        raise Invalid(errors=problems)
    return item_decided("item.edited", with_latest(item, replace(item.latest, content=content)))


def begin_version(
    item: ServiceItem, answers: Mapping[str, bool], actor: Actor, now: datetime, types: ServiceTypes
) -> Decision[ServiceItem]:
    """Begin the next version as a copy of the newest; what is published stays as it is.

    Raises:
        Forbidden: when the actor may not draft in this field.
        Conflict: `version-in-progress` while another draft exists, `item-retired` after the end.
        Invalid: when the checklist is not answered with "no" throughout.
    """
    check_may_draft(actor, item.department, types)
    if item.latest.state is ItemState.RETIRED:
        raise Conflict("item-retired")
    if item.latest.state is not ItemState.PUBLISHED:
        raise Conflict("version-in-progress")
    problems = checklist_problems(answers)
    if problems:
        raise Invalid(errors=problems)
    SERVICE_ITEM.check(None, "drafted", ItemState.DRAFT)
    record = ChecklistRecord(actor.person, now)
    version = ItemVersion(item.latest.number + 1, ItemState.DRAFT, item.latest.content, record)
    return item_decided("item.drafted", replace(item, versions=(*item.versions, version)))


def propose(item: ServiceItem, actor: Actor, types: ServiceTypes) -> Decision[ServiceItem]:
    """Propose the draft for publication: the department's own act, also for what the operator drafted.

    Raises:
        Forbidden: when the actor is not of the department of the field.
        Conflict: `wrong-state` unless the newest version is a draft.
        Invalid: with everything the ten elements and the further fields still lack.
    """
    check_department(actor, item.department, types)
    SERVICE_ITEM.check(item.latest.state, "proposed", ItemState.PROPOSED)
    problems = (*content_problems(item.latest.content), *_unknown_codes(item.latest.content, types))
    if problems:
        raise Invalid(errors=problems)
    proposed = replace(item.latest, state=ItemState.PROPOSED, proposed_by=actor.person, return_note="")
    return item_decided("item.proposed", with_latest(item, proposed))


def item_decided(event_type: str, item: ServiceItem, **data: Json) -> Decision[ServiceItem]:
    """Return the decision; the event names item and version and carries no text."""
    return Decision(item, Event(event_type, {"item": item.id, "version": item.latest.number, **data}))


def _unknown_codes(content: ItemContent, types: ServiceTypes) -> list[FieldError]:
    service_types = [
        FieldError(f"/service_types/{place}", "unknown-service-type")
        for place, code in enumerate(content.service_types)
        if not types.is_open(code)
    ]
    departments = [
        FieldError(f"/linked_approvals/{place}/department", "unknown-department")
        for place, approval in enumerate(content.linked_approvals)
        if approval.department not in types.departments
    ]
    return service_types + departments
