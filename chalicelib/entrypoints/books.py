"""All route books, one an audience, in the order of their addresses' first use."""

from chalicelib.entrypoints import identity
from chalicelib.entrypoints.public import site

BOOKS = (site.book, identity.book)
