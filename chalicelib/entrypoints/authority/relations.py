"""The affiliation register: what officials know of an agency's relations beside what it declared (§3.0)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.marketplace.agencies.dossier import Relations
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import StaleVersion
from chalicelib.kernel.identifiers import normalise_uscc
from chalicelib.usecases.agencies.record_relations import record_relations
from chalicelib.web.forms import Form
from chalicelib.web.views.plain import plain
from chalicelib.web.views.relations import relations_view

OFFICIALS = frozenset({Role.OPERATOR_REVIEWER, Role.DEPARTMENT, Role.SUPERVISOR})
PAGE, API = "/relations", "/api/v1/agencies/{uscc}/relations"
VERSION_FIELD = "_version"
SCHEMA, ANSWER = "record-relations", "relations-answer"

book = RouteBook(OFFICIALS, Duty.DESK)


@book.page(PAGE)
def find_relations(call: Call) -> Reply:
    """Ask for an agency's code, and lead to its entry in the register."""
    asked = normalise_uscc(call.asked("uscc"))
    is_known = bool(asked) and asked in call.house.queries.agencies([asked])
    if is_known:
        return call.go(f"{PAGE}/{asked}")
    return call.show("authority/relations/find.html", asked=asked, status=404 if asked else 200)


@book.page(PAGE + "/{uscc}")
def show_relations(call: Call, form: Form | None = None) -> Reply:
    """Show what the agency declared, what officials recorded and since when, and the form to change it."""
    found = call.house.queries.agency(call.params["uscc"], consistent=True)
    view = relations_view(found.agency)
    shown = form or call.filled_form({name: view["recorded"][name] for name in NAMES}, SCHEMA)
    return call.show(
        "authority/relations/one.html", form=shown, done=call.asked("done"), version=found.version, **view
    )


@book.form(PAGE + "/{uscc}", schema=SCHEMA, again=show_relations)
def post_relations(call: Call) -> Reply:
    """Record an agency's relations, unless the agency changed since the page was opened."""
    uscc, relations, seen = call.params["uscc"], _relations(call.command()), call.posted(VERSION_FIELD)

    def check(version: int) -> None:
        if seen and seen != str(version):
            raise StaleVersion

    record_relations(call.house, call.actor, uscc, relations, check_version=check, once=call.once())
    return call.go(f"{PAGE}/{uscc}?done=yes")


@book.api("GET", API, answer=ANSWER)
def api_get_relations(call: Call) -> Reply:
    """Return what an agency declared of its relations, and what officials recorded."""
    found = call.house.queries.agency(call.params["uscc"], consistent=True)
    return call.data(plain(relations_view(found.agency)), version=found.version)


@book.api("PUT", API, schema=SCHEMA, answer=ANSWER)
def api_record_relations(call: Call) -> Reply:
    """Record what officials know of an agency's relations."""
    relations, uscc = _relations(call.command()), call.params["uscc"]
    changed = record_relations(call.house, call.actor, uscc, relations, check_version=call.check_if_match)
    return call.data(plain(relations_view(changed.agency)), version=changed.version)


NAMES = ("affiliations", "related_agencies")


def _relations(command: Mapping[str, Any]) -> Relations:
    return Relations(*(frozenset(command.get(name, ())) for name in NAMES))
