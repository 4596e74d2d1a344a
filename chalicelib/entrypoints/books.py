"""All route books, one an audience and subject."""

from chalicelib.entrypoints import identity
from chalicelib.entrypoints.authority import beacon
from chalicelib.entrypoints.public import draws, site

BOOKS = (site.book, draws.book, identity.book, beacon.book)
