"""Where a file of a dossier belongs: a slot of a section, of an entry, or a kind of document (§4.2).

An address names a slot as `commitment.letter_file`, `qualifications.<id>.scan_file` or `documents.licence`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import (
    Document,
    DocumentKind,
    Section,
    SectionValue,
    entries,
    section_value,
)
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.records import dataclass

SINGLE_SLOTS: Mapping[Section, tuple[str, ...]] = {
    Section.LEGAL_REPRESENTATIVE: ("id_front_file", "id_back_file"),
    Section.COMMITMENT: ("letter_file",),
}
ROW_SLOTS: Mapping[Section, tuple[str, ...]] = {
    Section.QUALIFICATIONS: ("scan_file",),
    Section.PRACTITIONERS: ("certificate_file", "social_insurance_file"),
    Section.AGENTS: ("power_of_attorney_file", "social_insurance_file"),
}


@dataclass(frozen=True, slots=True)
class FileSlot:
    """One place for a file; `entry_id` is empty where the section has one value."""

    section: Section
    name: str
    entry_id: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a slot as addresses name it.

        Raises:
            NotFound: when there is no such slot.
        """
        head, _, rest = text.partition(".")
        entry_id, _, name = rest.rpartition(".")
        if head not in set(Section):
            raise NotFound
        section = Section(head)
        if section is Section.DOCUMENTS:
            known = not entry_id and name in set(DocumentKind)
        else:
            known = name in (ROW_SLOTS if entry_id else SINGLE_SLOTS).get(section, ())
        if not known:
            raise NotFound
        return cls(section, name, entry_id)

    def __str__(self) -> str:
        """Write the slot as addresses name it."""
        return ".".join(filter(None, (self.section.value, self.entry_id, self.name)))

    def filled(self, agency: Agency, file_id: str) -> SectionValue:
        """Return the section's value with the file in this slot.

        Raises:
            NotFound: when the draft has no such entry.
        """
        value: Any = section_value(agency.draft, self.section)
        if self.section is Section.DOCUMENTS:
            return (*value, Document(DocumentKind(self.name), file_id))
        changed = {self.name: file_id}
        if not self.entry_id:
            single: SectionValue = replace(value, **changed)
            return single
        rows: Any = entries(agency.draft, self.section)
        if all(one.id != self.entry_id for one in rows):
            raise NotFound
        return tuple(replace(one, **changed) if one.id == self.entry_id else one for one in rows)
