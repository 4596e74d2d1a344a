"""What one line of a nomination table means: a public part, a personal part, and all of its errors."""

from dataclasses import field
from datetime import date

from chalicelib.domain.marketplace.agencies.dossier import AgencyKind
from chalicelib.domain.table_lines import RowError
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class NominatedQualification:
    """The qualification a line names."""

    kind: str
    level: str
    number: str
    issuer: str
    issued_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class PublicPart:
    """What may be staged in the clear."""

    uscc: str
    name: str
    kind: AgencyKind
    division: str
    address: str
    service_types: tuple[str, ...]
    qualification: NominatedQualification | None = None


@dataclass(frozen=True, slots=True)
class PersonalPart:
    """What goes to the vault and nowhere else; it never shows itself in a log or traceback."""

    legal_representative: str = field(repr=False)
    contact: str = field(repr=False)
    mobile: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its parts when it holds, its errors when it does not, and the cells for the error file."""

    number: int
    cells: tuple[str, ...] = field(repr=False)
    public: PublicPart | None = None
    personal: PersonalPart | None = None
    errors: tuple[RowError, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A whole file; it can be accepted only when no line has an error."""

    rows: tuple[Row, ...]

    @property
    def errors(self) -> tuple[RowError, ...]:
        """All errors of all lines, in order."""
        return tuple(error for row in self.rows for error in row.errors)
