"""Fill in a draft, one step of the wizard at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices import drafts
from chalicelib.domain.marketplace.notices.content import NoticeContent, text_hash
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.codec import fields_from_json
from chalicelib.kernel.errors import PreconditionFailed
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.contact import (
    CONTACT_FIELDS,
    PERSONS,
    contact_ref,
    forget_persons,
    known_contact,
    known_witnesses,
    write_contact,
    write_witnesses,
)
from chalicelib.usecases.ports import House, UnitOfWork


def edit_notice(
    house: House,
    person: SignedIn,
    notice_id: str,
    step: Step,
    values: Mapping[str, Json],
    expected_version: int | None = None,
) -> tuple[Notice, int]:
    """Replace the given fields of one step; return the notice and its version.

    `values` are JSON by the names of `NoticeContent`; the contact fields and the witnesses go to the vault.

    Raises:
        PreconditionFailed: when another version than the expected one is stored.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> tuple[Notice, int]:
        notice = uow.notices.load(notice_id)
        check_version(uow, notice_id, expected_version)
        typed = fields_from_json(_public(values), NoticeContent)
        decision = drafts.edit_step(
            notice, step, typed | _persons(house, uow, person, notice, values), person.actor, now
        )
        uow.notices.save(decision, person.actor)
        forget_persons(uow, notice, decision.state)
        publish_card(uow, decision.state, person.org_name)
        return decision.state, uow.notices.version(notice_id)

    return house.transact(attempt)


def check_version(uow: UnitOfWork, notice_id: str, expected_version: int | None) -> None:
    """Refuse to write over a version that the writer has not seen.

    Raises:
        PreconditionFailed: with the version that is stored.
    """
    version = uow.notices.version(notice_id)
    if expected_version is not None and expected_version != version:
        raise PreconditionFailed(version=version)


def publish_card(
    uow: UnitOfWork, notice: Notice, owner_name: str, content: NoticeContent | None = None
) -> None:
    """Keep the words that lists show of a notice under the hash its event names."""
    words = content or notice.content
    uow.publish_text(text_hash(words), {"title": words.title, "owner_name": owner_name})


def _public(values: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in values.items() if name not in PERSONS}


def _persons(
    house: House, uow: UnitOfWork, person: SignedIn, notice: Notice, values: Mapping[str, Any]
) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    ref = contact_ref(notice.id)
    given = {name: values[name] for name in CONTACT_FIELDS if name in values}
    if given:
        known = known_contact(house, notice.id)
        contact = {**known, **given, "owner_name": person.org_name}
        if contact != known:
            changed["contact_ref"] = write_contact(uow, ref, contact)
    if "witnesses" in values and values["witnesses"] != known_witnesses(house, notice):
        changed["witnesses"] = write_witnesses(uow, ref, values["witnesses"])
    return changed
