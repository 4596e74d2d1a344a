"""Kinds of applicants (申请人类型, evaluation.md §3.5): four lists that contradict each other.

5 is an unincorporated enterprise in one and an administrative body in the next; 1 is a person in three and
a legal person in the fourth. Two lists know only persons and legal persons: what they say is kept as it is,
never guessed into a finer kind; and a finer kind is written to them as the legal person that it is.
"""

from enum import StrEnum
from typing import Final

from chalicelib.domain.satisfaction.codes.declared import DeclaredCodes


class Applicant(StrEnum):
    """Who applied; the last but one is all that a coarse list says."""

    PERSON = "PERSON"
    ENTERPRISE = "ENTERPRISE"
    INSTITUTION = "INSTITUTION"
    SOCIAL_ORGANISATION = "SOCIAL_ORGANISATION"
    UNINCORPORATED_ENTERPRISE = "UNINCORPORATED_ENTERPRISE"
    ADMINISTRATIVE_BODY = "ADMINISTRATIVE_BODY"
    OTHER_ORGANISATION = "OTHER_ORGANISATION"
    LEGAL_PERSON = "LEGAL_PERSON"
    OTHER = "OTHER"


class ApplicantSystem(StrEnum):
    """A code system of applicants."""

    USER_PROP = "USER_PROP"
    """National rating interface, field userProp."""
    GBT39046_A4 = "GBT39046_A4"
    """GB/T 39046-2020 table A.4."""
    FROM_ONE = "FROM_ONE"
    """Zhejiang and an older adapter: 1 person, 2 legal person."""
    FROM_ZERO = "FROM_ZERO"
    """A Guangdong adapter: 0 person, 1 legal person."""


_FIRST_FOUR: Final = {
    "1": Applicant.PERSON,
    "2": Applicant.ENTERPRISE,
    "3": Applicant.INSTITUTION,
    "4": Applicant.SOCIAL_ORGANISATION,
}
_APPLICANTS: Final[DeclaredCodes[Applicant]] = DeclaredCodes(
    {
        ApplicantSystem.USER_PROP: {
            **_FIRST_FOUR,
            "5": Applicant.UNINCORPORATED_ENTERPRISE,
            "6": Applicant.ADMINISTRATIVE_BODY,
            "9": Applicant.OTHER,
        },
        ApplicantSystem.GBT39046_A4: {
            **_FIRST_FOUR,
            "5": Applicant.ADMINISTRATIVE_BODY,
            "6": Applicant.OTHER_ORGANISATION,
        },
        ApplicantSystem.FROM_ONE: {"1": Applicant.PERSON, "2": Applicant.LEGAL_PERSON},
        ApplicantSystem.FROM_ZERO: {"0": Applicant.PERSON, "1": Applicant.LEGAL_PERSON},
    },
)


def read_applicant(code: str | int, system: str) -> Applicant:
    """Return what an applicant's code means in a declared system.

    Raises:
        Invalid: `code-system-undeclared`, or `unknown-code` at `/user_type`.
    """
    return _APPLICANTS.read(code, system, "/user_type")
