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
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.contact import write_contact
from chalicelib.usecases.ports import House, UnitOfWork

CONTACT_FIELDS = ("contact_name", "contact_phone", "complaint_phone")


def edit_notice(
    house: House, person: SignedIn, notice_id: str, step: Step, values: Mapping[str, Json]
) -> tuple[Notice, int]:
    """Replace the fields of one step; return the notice and its version.

    `values` are JSON by the names of `NoticeContent`; the contact fields go to the vault.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> tuple[Notice, int]:
        notice = uow.notices.load(notice_id)
        typed = fields_from_json(_public(values), NoticeContent)
        typed |= _contact(uow, person, notice_id, values)
        decision = drafts.edit_step(notice, step, typed, person.actor, now)
        uow.notices.save(decision, person.actor)
        publish_card(uow, decision.state, person.org_name)
        return decision.state, uow.notices.version(notice_id)

    return house.transact(attempt)


def publish_card(
    uow: UnitOfWork, notice: Notice, owner_name: str, content: NoticeContent | None = None
) -> None:
    """Keep the words that lists show of a notice under the hash its event names."""
    words = content or notice.content
    uow.publish_text(text_hash(words), {"title": words.title, "owner_name": owner_name})


def _public(values: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in values.items() if name not in CONTACT_FIELDS}


def _contact(uow: UnitOfWork, person: SignedIn, notice_id: str, values: Mapping[str, Json]) -> dict[str, Any]:
    if not any(name in values for name in CONTACT_FIELDS):
        return {}
    contact = {name: values.get(name, "") for name in CONTACT_FIELDS} | {"owner_name": person.org_name}
    return {"contact_ref": write_contact(uow, notice_id, contact)}
