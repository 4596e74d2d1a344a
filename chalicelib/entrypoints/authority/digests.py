"""A closed day of the ledger held against what the ledger holds now, chain by chain (design §3).

The supervisor and the system administrator look at it page by page, so that no request grows with the day;
`python -m infra.verify_ledger` audits whole days, the stored state of sealed quotes included.
"""

from datetime import date
from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import PageNumber
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.audit_day import audit_chains, audited_digest
from chalicelib.usecases.audit_ports import Audit
from chalicelib.web.views.digests import CHAINS_A_PAGE, checked_page, digest_json

FILTERS = {"page": PageNumber()}

book = RouteBook(frozenset({Role.SUPERVISOR, Role.SYSADMIN}), Duty.DESK)


@book.page("/digests/{day}", filters=FILTERS)
def show_digest(call: Call) -> Reply:
    """Show a day's digest and name every altered, missing and cut-off entry of a page of its chains."""
    return call.show("authority/digest.html", **_checked(call))


@book.api("GET", "/api/v1/digests/{day}", filters=FILTERS, answer="digest-answer")
def get_digest(call: Call) -> Reply:
    """Return a day's digest and every fault of a page of its chains."""
    return call.data(digest_json(_checked(call)))


def _checked(call: Call) -> dict[str, Any]:
    audit = Audit(call.house.ledger, call.house.pages)
    audited = audited_digest(audit, _day(call))
    number = int(call.asked("page") or 1)
    chains = (audited.heads or ())[(number - 1) * CHAINS_A_PAGE : number * CHAINS_A_PAGE]
    found = audit_chains(audit, chains, is_readable=_is_readable)
    return checked_page(audited, chains, found, number)


def _is_readable(aggregate: str) -> bool:
    """Tell whether this duty may look at what is stored: sealed quotes it may not (docs/adr/0002)."""
    return not aggregate.startswith("QUOTE")


def _day(call: Call) -> date:
    try:
        return date.fromisoformat(call.params["day"])
    except ValueError:
        raise NotFound("not-found", kind="digest") from None
