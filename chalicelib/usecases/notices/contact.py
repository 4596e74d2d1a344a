"""The persons of a notice, kept in the vault: its public contact and the witnesses of its draw.

The contact lies under the notice's own name, which the public page can compute; witnesses are restricted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import House, UnitOfWork

PURPOSE = "public-contact"
WITNESS_PURPOSE = "restricted"
CONTACT_FIELDS = ("contact_name", "contact_phone", "complaint_phone")


def contact_ref(notice_id: str) -> str:
    """Return where the contact of a notice is kept: the name the public page can compute."""
    return f"NOTICE#{notice_id}"


def known_contact(house: House, notice_id: str) -> Mapping[str, Json]:
    """Return what is kept as contact; nothing when it was never given or has been erased."""
    try:
        return house.queries.personal(contact_ref(notice_id))
    except NotFound:
        return {}


def write_contact(uow: UnitOfWork, notice_id: str, contact: Mapping[str, Json]) -> str | None:
    """Keep owner name, contact person and both phones; return the reference once all three are given."""
    ref = contact_ref(notice_id)
    uow.vault.put(ref, contact, PURPOSE)
    return ref if all(contact.get(name) for name in CONTACT_FIELDS) else None


def copy_contact(house: House, uow: UnitOfWork, old: Notice, new: Notice) -> Notice:
    """Give a new draft the contact of an old notice; one that was erased stays open."""
    contact = known_contact(house, old.id) if old.content.contact_ref else {}
    ref = write_contact(uow, new.id, contact) if contact else None
    return replace(new, content=replace(new.content, contact_ref=ref))


def write_witnesses(
    uow: UnitOfWork, notice: Notice, witnesses: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Keep the witnesses' names and phones and forget those who are none any more; return the references."""
    refs = tuple(f"{contact_ref(notice.id)}#WITNESS-{place}" for place in range(1, len(witnesses) + 1))
    for ref, witness in zip(refs, witnesses, strict=True):
        uow.vault.put(ref, witness, WITNESS_PURPOSE)
    for ref in notice.content.witnesses:
        if ref not in refs:
            uow.vault.erase(ref)
    return refs


def known_witnesses(house: House, notice: Notice) -> list[Mapping[str, Json]]:
    """Return the witnesses of a notice with their phones, for its owner, the reviewer and the supervisor."""
    refs = notice.content.witnesses
    found = house.queries.personal_many(refs) if refs else {}
    return [found[ref] for ref in refs if ref in found]
