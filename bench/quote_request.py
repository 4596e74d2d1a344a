"""A quote as an agency sends it to the API: wherever its operation lies, with the schema's own example."""

from string import Formatter
from uuid import uuid4

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.entrypoints.books import every_book
from chalicelib.kernel.actors import Role
from chalicelib.web.schema_files import load_schema
from infra.local.http_event import Request
from infra.local.people import DemoPerson, people
from infra.local.runtime import Runtime
from infra.local.visits import json_request

SCHEMA = "submit-quote"


def quoting_agents() -> list[DemoPerson]:
    """Return one person of each invented agency who may quote."""
    return [person for person in people() if Role.AGENCY_AGENT in person.roles]


def quote_request(runtime: Runtime, notice: Notice, person: DemoPerson) -> Request:
    """Return the request that puts a person's quote for a notice in."""
    token = runtime.identity.access_token(person)
    body = load_schema(SCHEMA)["examples"][0]
    return json_request("POST", _address(notice), body, token=token, key=uuid4().hex)


def _address(notice: Notice) -> str:
    """Fill the operation's path with the notice's number, as an agency knows it.

    Raises:
        LookupError: when the contract has no operation that takes a quote.
    """
    paths = [
        route.path
        for book in every_book()
        for route in book.routes
        if (route.surface, route.method, route.schema) == ("api", "POST", SCHEMA)
    ]
    if not paths:
        raise LookupError(f"no operation of the API takes a body of {SCHEMA}")
    names = [name for _, name, _, _ in Formatter().parse(paths[0]) if name]
    known = {"notice_no": notice.notice_no or ""}
    return paths[0].format(**{name: known[name] for name in names})
