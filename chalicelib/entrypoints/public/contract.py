"""The address of the API's contract."""

from chalicelib.entrypoints.books import every_book
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.openapi import describe
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook

book = RouteBook(ANYONE, Duty.PUBLIC)


@book.file("/openapi.json")
def serve_contract(call: Call) -> Reply:
    """Serve the API's contract."""
    site = call.edge.site
    return call.data(describe(every_book(), title=site.name, version=site.release, server=call.edge.origin))
