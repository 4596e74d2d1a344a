"""Read the cells of one line, each with its own errors, so that a line tells all of them at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import TypeVar

from chalicelib.domain.marketplace.agencies.dossier import AgencyKind
from chalicelib.domain.marketplace.agencies.fields import NAME_MAX_CHARS
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.nominations.rows import (
    NominatedQualification,
    PersonalPart,
    PublicPart,
)
from chalicelib.domain.marketplace.nominations.template import AGENCY_KINDS, COLUMNS
from chalicelib.domain.table_lines import RowError
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.identifiers import check_division, check_mobile, check_uscc
from chalicelib.kernel.records import dataclass

T = TypeVar("T")

_SEPARATORS = re.compile(r"[;,、\s]+")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CELL_MAX_CHARS = 2 * NAME_MAX_CHARS
_QUALIFICATION = tuple(column.key for column in COLUMNS if column.key.startswith("qualification_"))


@dataclass(slots=True)
class Cells:
    """The cells of a line by column, and the errors found so far; made and used inside one reading."""

    row: int
    values: Mapping[str, str] = field(repr=False)
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, column: str, code: str, params: Mapping[str, Json] | None = None) -> None:
        """Note an error."""
        self.errors.append(RowError(self.row, column, code, params or {}))

    def check_texts(self) -> None:
        """Refuse cells that are too long for a page, or that show another text than they hold."""
        for column, text in self.values.items():
            if len(text) > _CELL_MAX_CHARS:
                self.refuse(column, "too-long", {"max": _CELL_MAX_CHARS})
            elif _REORDERING.search(text):
                self.refuse(column, "reordering-characters")

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """Read a cell that must be filled; None when it is not or does not hold."""
        text = self.values[column]
        if any(error.column == column for error in self.errors):
            return None
        if not text:
            self.refuse(column, "required")
            return None
        try:
            return reader(text)
        except Unreadable as bad:
            self.refuse(column, bad.code, bad.params)
            return None


def read_cells(
    cells: Cells, department: str, types: ServiceTypes, today: date
) -> tuple[PublicPart | None, PersonalPart | None]:
    """Read a line into its two parts; a part is None when one of its cells does not hold."""
    cells.check_texts()
    personal = _personal(cells)
    uscc = cells.read("uscc", lambda text: _agency_code(text, types.departments[department].org))
    name = cells.read("name", str)
    kind = cells.read("kind", _agency_kind)
    division = cells.read("division", lambda text: check_division(text).code)
    codes = cells.read("service_types", lambda text: tuple(filter(None, _SEPARATORS.split(text))))
    _check_service_types(cells, codes or (), department, types)
    qualification = _qualification(cells, codes or (), types, today)
    address = cells.values["address"]
    if uscc is None or name is None or kind is None or division is None or codes is None:
        return None, personal
    return PublicPart(uscc, name, kind, division, address, codes, qualification), personal


def parse_date(text: str) -> date:
    """Read a date as people and spreadsheets write it: 2023-07-01, 2023/7/1, 2023.7.1, 2023年7月1日.

    Raises:
        Unreadable: `not-a-date`.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        raise Unreadable("not-a-date")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Unreadable("not-a-date") from None


def _agency_code(text: str, own: str) -> str:
    """Read the agency's code; a department cannot nominate itself, as it could not decide on itself."""
    code = check_uscc(text).value
    if code == own:
        raise Unreadable("own-uscc")
    return code


def _agency_kind(text: str) -> AgencyKind:
    if text not in AGENCY_KINDS:
        raise Unreadable("unknown-agency-kind", known=list(AGENCY_KINDS))
    return AGENCY_KINDS[text]


def _personal(cells: Cells) -> PersonalPart | None:
    representative = cells.read("legal_representative", str)
    contact = cells.read("contact", str)
    mobile = cells.read("mobile", check_mobile)
    if representative is None or contact is None or mobile is None:
        return None
    return PersonalPart(representative, contact, mobile)


def _check_service_types(cells: Cells, codes: tuple[str, ...], department: str, types: ServiceTypes) -> None:
    for code in codes:
        if not types.is_open(code):
            cells.refuse("service_types", "unknown-service-type", {"service_type": code[:20]})
        elif types.department_of(code).code != department:
            cells.refuse("service_types", "not-your-field", {"service_type": code})
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        cells.refuse("service_types", "duplicate-entry", {"service_type": code[:20]})


def _qualification(
    cells: Cells, codes: tuple[str, ...], types: ServiceTypes, today: date
) -> NominatedQualification | None:
    """Read the qualification; blank throughout means none, which the department's review settles later."""
    if not any(cells.values[column] for column in _QUALIFICATION):
        return None
    kind = cells.read("qualification_kind", str)
    level = _check_kind_and_level(cells, kind, codes, types)
    number = cells.read("qualification_number", str)
    issuer = cells.read("qualification_issuer", str)
    issued_on = cells.read("qualification_issued_on", parse_date)
    expires_on = cells.read("qualification_expires_on", parse_date)
    if issued_on is not None and issued_on > today:
        cells.refuse("qualification_issued_on", "future-date")
    if expires_on is not None and expires_on <= today:
        cells.refuse("qualification_expires_on", "past-date")
    if kind is None or number is None or issuer is None or issued_on is None or expires_on is None:
        return None
    return NominatedQualification(kind, level, number, issuer, issued_on, expires_on)


def _check_kind_and_level(
    cells: Cells, code: str | None, service_types: tuple[str, ...], types: ServiceTypes
) -> str:
    level = cells.values["qualification_level"]
    kind = types.qualification_kinds.get(code or "")
    if kind is None:
        if code is not None:
            cells.refuse("qualification_kind", "unknown-qualification")
        return level
    served = (types.types[one].requirement for one in service_types if types.is_open(one))
    if not any(kind.code in requirement.qualification_kinds for requirement in served):
        cells.refuse("qualification_kind", "serves-no-service-type")
    if kind.levels and kind.rank_of(level) is None:
        cells.refuse("qualification_level", "unknown-level" if level else "required")
    return level
