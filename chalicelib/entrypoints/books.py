"""All route books, one an audience, in the order of their addresses' first use."""

from chalicelib.entrypoints import identity, public

BOOKS = (public.book, identity.book)
