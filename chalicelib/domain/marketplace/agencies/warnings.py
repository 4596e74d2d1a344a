"""What a reviewer should look at although nothing forbids it (docs/rules.md §4.1, §4.2)."""

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.kernel.entered import plain
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import uscc_warnings


def review_warnings(agency: Agency) -> tuple[FieldError, ...]:
    """Name the oddities of a filing: the organisation code's own check, a name other than the licence's."""
    found = [FieldError("/uscc", code) for code in uscc_warnings(agency.id)]
    organisation = agency.draft.organisation
    if _folded(organisation.name) != _folded(organisation.licence_name):
        found.append(FieldError("/organisation/name", "name-differs-from-licence"))
    hashes = [file.sha256 for file in agency.files]
    found += [
        FieldError("/documents", "same-file-twice", {"file": file.id})
        for file in agency.files
        if hashes.count(file.sha256) > 1
    ]
    return tuple(found)


def _folded(name: str) -> str:
    return "".join(plain(name).split()).casefold()
