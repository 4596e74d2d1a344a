"""Amend a live notice (更正): proposed by the owner, looked at anew, then in force with a later deadline."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import check_seen
from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.notices import amendments
from chalicelib.domain.marketplace.notices.code_checks import code_errors
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.facts import Correction, Dismissal
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.operator_task import waiting_since
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.codec import fields_from_json
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.workdays import after_workdays
from chalicelib.usecases.desk.settle import settle
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.attach_file import listed_files
from chalicelib.usecases.notices.choose_item import law_of
from chalicelib.usecases.notices.contact import (
    CONTACT_FIELDS,
    PERSONS,
    forget_persons,
    known_contact,
    known_witnesses,
    proposed_changes,
    proposed_contact,
    proposed_ref,
    replace_contact,
    write_contact,
    write_witnesses,
)
from chalicelib.usecases.notices.edit_notice import publish_card
from chalicelib.usecases.openings.records import committed_record
from chalicelib.usecases.ports import House, Once, UnitOfWork


def propose_amendment(
    house: House,
    person: SignedIn,
    notice_id: str,
    values: Mapping[str, Json],
    reason: str,
    once: Once | None = None,
) -> Notice:
    """Propose changed fields with a public reason; the old text stays live.

    `values` are JSON as for a draft; of attachments, all that the notice is to have, each by its file.

    Raises:
        Invalid: with every error, each at its place in the command.
    """
    files: dict[str, Any] = {}
    if "attachments" in values:
        live = house.queries.notice(notice_id).notice
        files = {"attachments": listed_files(house, live, values["attachments"])}
    plain = {name: value for name, value in values.items() if name not in {*PERSONS, *files}}

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        rules = house.rules.load(publication_of(notice).profile)
        typed = fields_from_json(plain, NoticeContent) | files
        typed |= _persons(house, uow, person, notice, values)
        known = tuple(code_errors(notice.content, house.service_types))
        found = code_errors(replace(notice.content, **typed), house.service_types)
        unknown = [one for one in found if one.pointer.split("/")[1] in typed or one not in known]
        if unknown:
            raise Invalid(errors=unknown)
        decision = amendments.propose(notice, typed, reason, person.actor, now, rules, house.calendar)
        uow.notices.save(decision, person.actor)
        forget_persons(uow, notice, decision.state)
        if decision.state.proposal is not None:
            publish_card(uow, decision.state, person.org_name, decision.state.proposal.content)
        return decision.state

    try:
        return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)
    except Invalid as refusal:
        raise Invalid(errors=_located(refusal.errors, values)) from refusal


def _persons(
    house: House, uow: UnitOfWork, person: SignedIn, notice: Notice, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Keep proposed persons at a place of their own; whoever is already there is no change."""
    changed: dict[str, Any] = {}
    ref = proposed_ref(notice.id, uow.notices.version(notice.id))
    live = known_contact(house, notice.id)
    given = {name: values[name] for name in CONTACT_FIELDS if name in values}
    if any(live.get(name) != value for name, value in given.items()):
        kept = {name: live[name] for name in CONTACT_FIELDS if name in live}
        changed["contact_ref"] = write_contact(uow, ref, {**kept, **given, "owner_name": person.org_name})
    if "witnesses" in values and list(values["witnesses"]) != known_witnesses(house, notice):
        changed["witnesses"] = write_witnesses(uow, ref, values["witnesses"])
    return changed


def _located(errors: Sequence[FieldError], values: Mapping[str, Json]) -> Iterator[FieldError]:
    """Put the errors of the content where they stand in the command."""
    for error in errors:
        if error.pointer == "/contact_ref":
            blank = (name for name in CONTACT_FIELDS if not values.get(name))
            yield from (FieldError(f"/changes/{name}", error.code) for name in blank)
        else:
            is_content = error.pointer != "/reason"
            yield replace(error, pointer=f"/changes{error.pointer}") if is_content else error


def earliest_closing(house: House, notice: Notice, now: datetime) -> datetime:
    """Return when registration would close at the earliest if an amendment took effect now."""
    live = publication_of(notice)
    registration = house.rules.load(live.profile).registration
    workdays, closing = registration.amendment_extension_workdays, registration.closing_time
    return max(live.closes_at, after_workdays(now, workdays, house.calendar, closing).at)


def return_amendment(
    house: House,
    actor: Actor,
    notice_id: str,
    corrections: Sequence[Correction],
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Send a proposed amendment back with everything that is to be mended."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        check_seen(seen_at, waiting_since(notice))
        decision = amendments.return_amendment(notice, corrections, actor, now)
        settle(uow, actor, Task.NOTICE, notice_id)
        uow.notices.save(decision, actor)
        forget_persons(uow, notice, decision.state)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def apply_amendment(
    house: House,
    actor: Actor,
    notice_id: str,
    dismissals: Sequence[Dismissal],
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Put a proposed amendment in force; the gates follow the moved deadline in the same transaction."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        check_seen(seen_at, waiting_since(notice))
        rules = house.rules.load(publication_of(notice).profile)
        waiting = notice.proposal.content if notice.proposal else notice.content
        law = law_of(house.service_types, waiting.service_type)
        live, contact = known_contact(house, notice_id), proposed_contact(house, notice)
        names = [change.field for change in proposed_changes(house, notice, live)]
        decision = amendments.amend(notice, dismissals, actor, now, rules, house.calendar, law, names)
        settle(uow, actor, Task.NOTICE, notice_id)
        uow.notices.save(decision, actor)
        if contact:
            replace_contact(uow, decision.state, live, contact)
        forget_persons(uow, notice, decision.state)
        uow.gates.open(notice_id, publication_of(decision.state).closes_at)
        _publish_beacon(uow, notice, decision.state)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda notice: notice.id, replay=_load)


def _publish_beacon(uow: UnitOfWork, before: Notice, after: Notice) -> None:
    """Publish the draw's record anew when the moved deadline moved the round that the notice names."""
    record = committed_record(after)
    if record is not None and publication_of(after).beacon != publication_of(before).beacon:
        uow.publish_draw(record.notice_no, record.to_json())


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
