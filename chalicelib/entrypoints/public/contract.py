"""The address of the API's contract."""

from collections.abc import Sequence

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.openapi import describe
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook


def contract_book(books: Sequence[RouteBook]) -> RouteBook:
    """Return the book that serves the contract of all others."""
    book = RouteBook(ANYONE, Duty.PUBLIC)

    @book.file("/openapi.json")
    def serve_contract(call: Call) -> Reply:
        """Serve the API's contract."""
        site = call.edge.site
        return call.data(describe(books, title=site.name, version=site.release, server=call.edge.origin))

    return book
