"""Findings of the business-environment self-evaluation: entered, imported, and listed for everybody."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.entrypoints.units import unit_name
from chalicelib.kernel.actors import Role
from chalicelib.usecases.ratings.known_units import known_units
from chalicelib.usecases.supervision.findings import (
    COLUMNS,
    FINDINGS,
    INDICATORS,
    import_findings,
    open_finding,
)
from chalicelib.web.forms import Form
from chalicelib.web.labels.work_orders import TONES

book = RouteBook(frozenset({Role.REGULATOR}), Duty.DESK)
public_book = RouteBook(ANYONE, Duty.PUBLIC)

NEW, IMPORT, API = "/supervision/findings/new", "/supervision/findings/import", "/api/v1/findings"
IMPORTERS = frozenset({Role.REGULATOR, Role.SYSADMIN})
FACETS = ("all", "open", "closed")
FILTERS = {"facet": OneOf(FACETS)}


@book.page(NEW)
def ask_finding(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a finding."""
    units = [
        (unit, unit_name(call, unit)) for unit in sorted(known_units(call.house)) if unit != call.actor.org
    ]
    return call.show("supervision/finding.html", form=form or call.new_form(), units=units, codes=INDICATORS)


@book.form(NEW, schema="open-finding", again=ask_finding)
def post_finding(call: Call) -> Reply:
    """Take a finding in and show its work order."""
    return call.go(f"/orders/{open_finding(call.house, call.actor, call.command(), call.once())}")


@book.page(IMPORT, audience=IMPORTERS)
def ask_findings(call: Call, form: Form | None = None) -> Reply:
    """Show the form that takes a table of findings."""
    return call.show(
        "supervision/findings.html",
        form=form or call.new_form(),
        columns=COLUMNS,
        codes=INDICATORS,
        done=call.asked("done"),
    )


@book.form(IMPORT, audience=IMPORTERS, schema="import-findings", again=ask_findings)
def post_findings(call: Call) -> Reply:
    """Take a table of findings in, all of it or nothing."""
    return call.go(f"{IMPORT}?done={import_findings(call.house, call.actor, call.command()['table'])}")


@book.api("POST", API, schema="open-finding", answer="finding-answer")
def api_open_finding(call: Call) -> Reply:
    """Take a finding in; its work order goes to its unit within the minute."""
    order_id = open_finding(call.house, call.actor, call.command(), call.once())
    return call.data({"order_id": order_id}, status=201, location=f"/api/v1/orders/{order_id}")


@book.api("POST", API + "/import", audience=IMPORTERS, schema="import-findings", answer="findings-imported")
def api_import_findings(call: Call) -> Reply:
    """Take a table of findings in, all of it or nothing; a row that comes again changes nothing."""
    return call.data({"added": import_findings(call.house, call.actor, call.command()["table"])})


@public_book.page("/findings", filters=FILTERS)
def list_findings(call: Call) -> Reply:
    """List the findings: unit, indicator and where each stands."""
    return show_list(
        call,
        "public/ratings/findings.html",
        FINDINGS,
        FACETS,
        facets=FACETS,
        tones=TONES,
        name_of=lambda unit: unit_name(call, unit),
    )


@public_book.api("GET", API, is_list=True, filters=FILTERS, answer="findings-answer")
def get_findings(call: Call) -> Reply:
    """Return a page of the findings, without words."""
    return list_data(call, FINDINGS, FACETS)
