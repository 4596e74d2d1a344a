"""What a reviewer should look at although nothing forbids it (docs/rules.md §4.1, §4.2)."""

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import uscc_warnings


def review_warnings(agency: Agency) -> tuple[FieldError, ...]:
    """Name the oddities of a filing: the organisation code's own check, a file that was sent twice."""
    found = [FieldError("/uscc", code) for code in uscc_warnings(agency.id)]
    hashes = [file.sha256 for file in agency.files]
    found += [
        FieldError("/documents", "same-file-twice", {"file": file.id})
        for file in agency.files
        if hashes.count(file.sha256) > 1
    ]
    return tuple(found)
