"""A completed purchase of the market as a served case (evaluation.md §0: every item, channel, department).

What was rendered is the intermediary service of a service item; whoever bought it was served under that item,
and the rating is the item's department's, which answers for the service. It came over the web: there is no
hall, no window and no clerk.
"""

from typing import Final

from chalicelib.domain.satisfaction.codes.applicants import ApplicantSystem
from chalicelib.domain.satisfaction.codes.matter import PromiseSystem

PROMISED: Final = {"code_system": PromiseSystem.GBT39046_A6.value, "code": "2"}
"""A purchase has a term: it is a promised matter of the standard's list."""

_BY_KIND: Final = {"91": "2", "93": "2", "12": "3", "51": "4", "52": "4", "53": "4", "11": "6"}
"""Registering authority and kind, with which a USCC begins (GB 32100): companies and cooperatives,
institutions, social organisations, administrative bodies."""
OTHER: Final = "9"


def applicant_of(uscc: str) -> dict[str, str]:
    """Return who was served, by its USCC, as a code of the national interface.

    >>> applicant_of("91370700MA3C00008E")
    {'code_system': 'USER_PROP', 'code': '2'}
    >>> applicant_of("92370700MA3C00008E")["code"]
    '9'
    """
    return {"code_system": ApplicantSystem.USER_PROP.value, "code": _BY_KIND.get(uscc[:2], OTHER)}
