"""The persons of a notice, kept in the vault: its public contact and the witnesses of its draw.

The contact lies under the notice's own name, which the public page can compute; witnesses are restricted.
What amendments have replaced of it lies beside it, so that one read shows both and one erasure ends both.
Persons whom an amendment proposes wait under a name of their own, so that the live ones stay what they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, UnitOfWork

PURPOSE = "public-contact"
WITNESS_PURPOSE = "restricted"
CONTACT_FIELDS = ("contact_name", "contact_phone", "complaint_phone")
PERSONS = (*CONTACT_FIELDS, "witnesses")
"""What a command names of persons; all of it goes to the vault."""
REPLACED = "replaced"
"""Beside the contact: what each amendment replaced of it, by the amendment's number."""
REPLACED_MAX_BYTES = 3000
"""KMS seals 4096 bytes at once; of more than this the oldest is let go."""


@dataclass(frozen=True, slots=True)
class ContactChange:
    """One changed field of the public contact; None where the value is kept no more."""

    field: str
    old: str | None
    new: str | None


def contact_ref(notice_id: str) -> str:
    """Return where the contact of a notice is kept: the name the public page can compute."""
    return f"NOTICE#{notice_id}"


def proposed_ref(notice_id: str, version: int) -> str:
    """Return where the persons wait that an amendment of one version of a notice proposes."""
    return f"{contact_ref(notice_id)}#PROPOSED-{version}"


def known_contact(house: House, notice_id: str) -> Mapping[str, Json]:
    """Return what is kept as contact; nothing when it was never given or has been erased."""
    return _opened(house, contact_ref(notice_id))


def proposed_contact(house: House, notice: Notice) -> Mapping[str, Json]:
    """Return the contact that a waiting amendment would bring; nothing when it changes none."""
    ref = notice.proposal.content.contact_ref if notice.proposal else None
    return _opened(house, ref) if ref and ref != notice.content.contact_ref else {}


def proposed_changes(
    house: House, notice: Notice, live: Mapping[str, Json] | None = None
) -> tuple[ContactChange, ...]:
    """Return what a waiting amendment would change of the contact; `live` is the present one, if known."""
    proposed = proposed_contact(house, notice)
    if not proposed:
        return ()
    present = known_contact(house, notice.id) if live is None else live
    return _changes(present, proposed)


def amended_contact(notice: Notice, contact: Mapping[str, Any]) -> dict[int, tuple[ContactChange, ...]]:
    """Return what each amendment changed of the contact, by its number, as far as the vault still tells.

    Only what was replaced is kept: what an amendment brought is what the next one replaced, or the present.
    """
    known: dict[str, Mapping[str, str]] = contact.get(REPLACED, {})
    brought: dict[str, str | None] = {name: contact.get(name) for name in CONTACT_FIELDS}
    found: dict[int, tuple[ContactChange, ...]] = {}
    for amendment in reversed(notice.amendments):
        old = known.get(str(amendment.number), {})
        names = amendment.contact_fields
        found[amendment.number] = tuple(ContactChange(name, old.get(name), brought[name]) for name in names)
        brought |= {name: old.get(name) for name in names}
    return found


def replace_contact(
    uow: UnitOfWork, notice: Notice, live: Mapping[str, Any], contact: Mapping[str, Json]
) -> None:
    """Write an amended contact in the place of the live one, and keep what it replaced beside it."""
    number = str(notice.amendments[-1].number)
    old = {change.field: change.old for change in _changes(live, contact) if change.old is not None}
    replaced = {**live.get(REPLACED, {}), number: old}
    while len(canonical_json(replaced).encode()) > REPLACED_MAX_BYTES:
        del replaced[min(replaced, key=int)]
    write_contact(uow, contact_ref(notice.id), {**contact, REPLACED: replaced})


def _changes(live: Mapping[str, Any], contact: Mapping[str, Any]) -> tuple[ContactChange, ...]:
    named = (ContactChange(name, live.get(name), contact.get(name)) for name in CONTACT_FIELDS)
    return tuple(change for change in named if change.old != change.new)


def write_contact(uow: UnitOfWork, ref: str, contact: Mapping[str, Json]) -> str | None:
    """Keep owner name, contact person and both phones; return the reference once all three are given."""
    uow.vault.put(ref, contact, PURPOSE)
    return ref if all(contact.get(name) for name in CONTACT_FIELDS) else None


def copy_contact(house: House, uow: UnitOfWork, old: Notice, new: Notice) -> Notice:
    """Give a new draft the contact of an old notice; one that was erased stays open."""
    known = known_contact(house, old.id) if old.content.contact_ref else {}
    contact = {name: value for name, value in known.items() if name != REPLACED}
    ref = write_contact(uow, contact_ref(new.id), contact) if contact else None
    return replace(new, content=replace(new.content, contact_ref=ref))


def write_witnesses(uow: UnitOfWork, ref: str, witnesses: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Keep the witnesses' names and phones below a reference; return the references."""
    refs = tuple(f"{ref}#WITNESS-{place}" for place in range(1, len(witnesses) + 1))
    for own, witness in zip(refs, witnesses, strict=True):
        uow.vault.put(own, witness, WITNESS_PURPOSE)
    return refs


def known_witnesses(house: House, notice: Notice) -> list[Mapping[str, Json]]:
    """Return the witnesses of a notice with their phones, for its owner, the reviewer and the supervisor."""
    refs = notice.content.witnesses
    found = house.queries.personal_many(refs) if refs else {}
    return [found[ref] for ref in refs if ref in found]


def forget_persons(uow: UnitOfWork, before: Notice, after: Notice) -> None:
    """Erase everybody whom the notice named and names no more."""
    for ref in sorted(_named(before) - _named(after)):
        uow.vault.erase(ref)


def _named(notice: Notice) -> set[str]:
    texts = [notice.content, *([notice.proposal.content] if notice.proposal else [])]
    refs = {ref for text in texts for ref in (text.contact_ref, *text.witnesses) if ref}
    # What lies at the notice's own place is written over, never erased: a draft may lack a phone again.
    return refs - {contact_ref(notice.id)}


def _opened(house: House, ref: str) -> Mapping[str, Json]:
    try:
        return house.queries.personal(ref)
    except NotFound:
        return {}
