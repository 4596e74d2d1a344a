"""All route books, one an audience and subject: a new one is a line here."""

from chalicelib.entrypoints import identity
from chalicelib.entrypoints.authority import beacon
from chalicelib.entrypoints.public import awards, contract, draws, home, notices, site

_SUBJECTS = (
    home.book,
    site.book,
    notices.book,
    awards.book,
    draws.book,
    identity.book,
    beacon.book,
)

BOOKS = (*_SUBJECTS, contract.contract_book(_SUBJECTS))
"""Every book, the contract of all others included."""
