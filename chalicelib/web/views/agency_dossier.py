"""A dossier as pages read it: sections, entries, facts and files, compared with what is registered (§4.2).

The agency reads it before it submits, the reviewers read it beside the evidence. Persons are masked here, so
that no template can show what it should not; `open_names` lets an agency read the names it wrote itself.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import (
    FILE_FIELDS,
    PERSONAL,
    AuthorisedAgent,
    Commitment,
    Contact,
    Document,
    Dossier,
    Entry,
    LegalRepresentative,
    Organisation,
    Practitioner,
    Qualification,
    Section,
    ServiceOffer,
    entries,
    files_by_field,
)
from chalicelib.domain.marketplace.agencies.register import register_entries
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.identifiers import mask_mobile, mask_ric
from chalicelib.kernel.records import dataclass
from chalicelib.web.formats import masked
from chalicelib.web.views.agencies import View, certificate_name, division_name, qualification_view, type_name

Personal = Mapping[str, Mapping[str, Json]]
"""Opened values of persons by their reference."""

PUBLICITY = ("conditions", "procedure", "time_limit", "fee_standard")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a dossier, when, and with which opened values."""

    agency: Agency
    types: ServiceTypes
    now: datetime
    personal: Personal
    open_names: bool = False

    def section(self, section: Section, against: tuple[Entry, ...] | None = None) -> View:
        """Return one section with its entries, those that the draft takes away last.

        They are compared with `against`, or with what is registered.
        """
        draft = entries(self.agency.draft, section)
        live = register_entries(self.agency.register, section) if against is None else against
        shown = [self.entry(one, section, _match(one, live)) for one in draft]
        kept = {_key(one) for one in draft}
        gone = [self.entry(one, section, one, is_gone=True) for one in live if _key(one) not in kept]
        return {
            "section": str(section),
            "entries": shown + gone,
            "is_changed": any(one["status"] != "same" for one in shown + gone),
        }

    def entry(self, entry: Entry, section: Section, old: Entry | None, *, is_gone: bool = False) -> View:
        """Return one entry: its facts, its files, and what changed against the old one."""
        status = "removed" if is_gone else "added" if old is None else "same" if old == entry else "changed"
        facts = list(self.facts(entry))
        before = old if status == "changed" else None
        ref = getattr(entry, "vault_ref", "")
        subject = f"{section}.{_key(entry)}".rstrip(".") if ref else ""
        return {
            "id": _key(entry),
            "title": self.title(entry),
            "status": status,
            "facts": facts,
            "differences": [] if before is None else list(self._differences(before, entry)),
            "files": list(self.files(entry)),
            "is_personal": section in PERSONAL,
            "subject": "" if is_gone else subject,
        }

    def title(self, entry: Entry) -> str:
        """Return what an entry is called in a list."""
        if isinstance(entry, ServiceOffer):
            return type_name(entry.service_type, self.types)
        if isinstance(entry, Qualification):
            return entry.name or str(qualification_view(entry, self.types, self.now)["kind_name"])
        if isinstance(entry, Practitioner | AuthorisedAgent):
            return self._name(entry.vault_ref)
        return ""

    def facts(self, entry: Entry) -> Iterator[View]:
        """Yield label and value of every fact; `of` names the labels a code is read by."""
        yield from _FACTS[type(entry)](self, entry)

    def files(self, entry: Entry) -> Iterator[View]:
        """Yield the entry's files with size and what the scan gateway said."""
        for name, file_id in files_by_field(entry).items():
            file = self.agency.file(file_id)
            if file is not None:
                yield {
                    "field": name,
                    "key": file.id.partition("/")[2],
                    "id": file.id,
                    "media_type": file.media_type,
                    "size_bytes": file.size_bytes,
                    "sha256": file.sha256,
                    "uploaded_at": file.uploaded_at,
                    "scan": str(file.scan),
                    "is_visible": file.is_visible,
                }

    def _differences(self, old: Entry, new: Entry) -> Iterator[View]:
        """Yield what changed: facts by their place, files by their field and the beginning of their hash."""
        yield from _changes(list(self.facts(old)), list(self.facts(new)))
        before, after = self._marks(old), self._marks(new)
        for field in FILE_FIELDS:
            if before.get(field) != after.get(field):
                yield {"label": field, "old": before.get(field), "new": after.get(field)}

    def _marks(self, entry: Entry) -> dict[str, View]:
        files = self.files(entry)
        return {one["field"]: _fact(one["field"], f"SHA-256 {one['sha256'][:12]}") for one in files}

    def _name(self, ref: str) -> str:
        name = str(self.personal.get(ref, {}).get("name", ""))
        return name if self.open_names else masked(name)

    def _organisation(self, value: Organisation) -> Iterator[View]:
        for name in ("name", "licence_name"):
            yield _fact(name, getattr(value, name))
        yield _fact("kind", str(value.kind or ""), "agency-kind")
        yield _fact("division", division_name(value.division))
        for name in ("functional_zone", "address"):
            yield _fact(name, getattr(value, name))
        relations = value.relations
        for name in ("affiliations", "related_agencies"):
            declared = "" if relations is None else "、".join(sorted(getattr(relations, name))) or "—"
            yield _fact(name, declared)

    def _person(self, ref: str) -> Iterator[View]:
        yield _fact("person_name", self._name(ref))
        number = str(self.personal.get(ref, {}).get("id_number", ""))
        yield _fact("id_number", mask_ric(number) if number else "")

    def _legal_representative(self, value: LegalRepresentative) -> Iterator[View]:
        yield from self._person(value.vault_ref)

    def _agent(self, value: AuthorisedAgent) -> Iterator[View]:
        yield from self._person(value.vault_ref)
        yield _fact("insured_month", value.insured_month)

    def _contact(self, value: Contact) -> Iterator[View]:
        yield _fact("person_name", self._name(value.vault_ref))
        mobile = str(self.personal.get(value.vault_ref, {}).get("mobile", ""))
        yield _fact("mobile", mobile if self.open_names else mask_mobile(mobile) if mobile else "")

    def _qualification(self, value: Qualification) -> Iterator[View]:
        shown = qualification_view(value, self.types, self.now)
        yield _fact("name", value.name)
        yield _fact("qualification_kind", shown["kind_name"])
        yield _fact("level", shown["level_name"])
        for name in ("number", "issuer", "issued_on", "expires_on"):
            yield _fact(name, getattr(value, name))

    def _practitioner(self, value: Practitioner) -> Iterator[View]:
        yield from self._person(value.vault_ref)
        yield _fact("insured_month", value.insured_month)
        for one in value.certificates:
            yield _fact("certificate", certificate_name(one.kind, self.types))
            yield _fact("registered_until_on", one.registered_until_on)


_FACTS: Mapping[type, Callable[[Reader, Any], Iterator[View]]] = {
    Organisation: Reader._organisation,
    LegalRepresentative: Reader._legal_representative,
    Contact: Reader._contact,
    ServiceOffer: lambda _reader, value: (_fact(name, getattr(value, name)) for name in PUBLICITY),
    Qualification: Reader._qualification,
    Practitioner: Reader._practitioner,
    AuthorisedAgent: Reader._agent,
    Document: lambda _reader, value: iter((_fact("document_kind", str(value.kind), "document-kind"),)),
    Commitment: lambda _reader, value: _commitment(value),
}
"""What is told of each kind of entry."""


def personal_refs(agency: Agency) -> list[str]:
    """Name the sealed values that a reading of the dossier needs, with all it is compared with."""
    before = agency.filing.before if agency.filing and agency.filing.before else Dossier()
    found = {
        getattr(one, "vault_ref", "")
        for section in PERSONAL
        for one in (
            *entries(agency.draft, section),
            *register_entries(agency.register, section),
            *entries(before, section),
        )
    }
    return sorted(found - {""})


def _commitment(value: Commitment) -> Iterator[View]:
    yield _fact("signed_on", value.signed_on)
    yield _fact("is_sealed", "yes" if value.is_sealed else "no", "yes-no")
    for one in sorted(value.conditions):
        yield _fact("commitments", str(one), "entry-condition")


def _fact(label: str, value: Any, of: str = "") -> View:
    return {"label": label, "value": value, "of": of if value else ""}


def _changes(before: list[View], after: list[View]) -> Iterator[View]:
    for place in range(max(len(before), len(after))):
        old = before[place] if place < len(before) else None
        new = after[place] if place < len(after) else None
        if old != new:
            yield {"label": (new or old or {})["label"], "old": old, "new": new}


def _match(entry: Entry, live: tuple[Entry, ...]) -> Entry | None:
    return next((one for one in live if _key(one) == _key(entry)), None)


def _key(entry: Entry) -> str:
    """Return what makes two entries the same one; a section of one value has a single, nameless entry."""
    if isinstance(entry, Document):
        return entry.file.partition("/")[2]
    return str(getattr(entry, "key", ""))
