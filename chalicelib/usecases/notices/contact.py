"""The public contact of a notice: in the vault under the notice's own name, on every page of the notice."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import House, UnitOfWork

PURPOSE = "public-contact"


def contact_ref(notice_id: str) -> str:
    """Return where the contact of a notice is kept: the name the public page can compute."""
    return f"NOTICE#{notice_id}"


def write_contact(uow: UnitOfWork, notice_id: str, contact: Mapping[str, Json]) -> str:
    """Keep owner name, contact person and both phones; return the reference for the notice."""
    ref = contact_ref(notice_id)
    uow.vault.put(ref, contact, PURPOSE)
    return ref


def copy_contact(house: House, uow: UnitOfWork, old: Notice, new: Notice) -> Notice:
    """Give a new draft the contact of an old notice; one that was erased stays open."""
    if old.content.contact_ref is None:
        return new
    try:
        contact = house.queries.personal(contact_ref(old.id))
    except NotFound:
        return replace(new, content=replace(new.content, contact_ref=None))
    ref = write_contact(uow, new.id, contact)
    return replace(new, content=replace(new.content, contact_ref=ref))
