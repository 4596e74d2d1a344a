"""The columns of a pasted table of practitioners (docs/rules.md §4.2): headings, fields, words for codes."""

from typing import Final

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.web.labels.agencies import FIELDS
from chalicelib.web.pasted import ENTRY, ROW, Column

MOST = 50
"""Lines at a time: each person is sealed in the transaction that adds him."""

SAME = f"rows.{ROW}.person.id_number"
_CERTIFICATE = f"rows.{ROW}.certificates.{ENTRY}"
LABELS: Final = {
    f"rows.{ROW}.person.name": "person_name",
    SAME: "id_number",
    f"{_CERTIFICATE}.kind": "certificate",
    f"{_CERTIFICATE}.number": "registration_number",
    f"{_CERTIFICATE}.registered_until_on": "registered_until_on",
    f"rows.{ROW}.insured_month": "insured_month",
}
"""The field of each column in its order, and the label it goes by."""


def staff_columns(types: ServiceTypes) -> tuple[Column, ...]:
    """Return the columns in their order; a certificate may be called by its name."""
    kinds = {found.name: found.code for found in types.certificate_kinds.values()}
    return tuple(
        Column(field, FIELDS[label], kinds if field.endswith(".kind") else {})
        for field, label in LABELS.items()
    )


def label_of(pointer: str) -> str:
    """Return the label of the column that an error's pointer lies in; nothing for a whole line."""
    last = pointer.rpartition("/")[2]
    return next((label for field, label in LABELS.items() if field.endswith(f".{last}")), "")
