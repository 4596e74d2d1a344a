"""Contracts and their performance for everybody: the list, each contract's page, its file and its drawing."""

from typing import Any

from chalicelib.documents.bars import bars
from chalicelib.domain.marketplace.catalogues.definitions import CONTRACTS
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.catalogue_pages import catalogue_data, catalogue_file, filters_of, show_catalogue
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.contracts.papers import public_document
from chalicelib.usecases.notices.attach_file import EXTENSIONS
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.views.public_contracts import bar_rows, public_contract, public_contract_json

book = RouteBook(ANYONE, Duty.PUBLIC)

LIST = CONTRACTS.name


@book.page("/contracts")
def list_contracts(call: Call) -> Reply:
    """List the published contracts, newest first; `?agency=` shows those of one agency."""
    return show_catalogue(call, LIST, "public/contracts.html")


@book.file("/contracts.csv")
def get_contract_table(call: Call) -> Reply:
    """Return the contracts that fit the filter as a table."""
    return catalogue_file(call, LIST)


@book.api("GET", "/api/v1/contracts", is_list=True, filters=filters_of(CONTRACTS), answer="contracts-answer")
def get_contracts(call: Call) -> Reply:
    """Return a page of published contracts that fit the filters, with the count of all that do."""
    return catalogue_data(call, LIST)


@book.page("/contracts/{notice_no}")
def show_contract(call: Call) -> Reply:
    """Show a published contract: money, dates, changes, results, evaluation."""
    shown = _contract(call)
    return call.show("public/contract.html", address=call.edge.origin + call.path, contract=shown, **shown)


@book.api("GET", "/api/v1/contracts/{notice_no}", answer="public-contract-answer")
def get_contract(call: Call) -> Reply:
    """Return a published contract."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    shown = public_contract_json(view, call.now, rules_of(call.house, view.notice))
    return call.data(shown, version=view.version)


@book.file("/contracts/{notice_no}/file")
def open_contract_file(call: Call) -> Reply:
    """Lead to a short-lived address of the contract's public version."""
    notice = call.house.queries.notice_by_number(call.params["notice_no"]).notice
    document = public_document(notice)
    if document is None:
        raise NotFound("not-found", kind="file")
    title = f"{notice.notice_no}.{EXTENSIONS[document.content_type]}"
    return call.go(call.house.files.link(document.file_id, title))


@book.file("/contracts/{notice_no}/evaluation.svg")
def draw_evaluation(call: Call) -> Reply:
    """Draw the means of the five dimensions; the page has the same figures as a table."""
    locale = call.context.locale
    rows = bar_rows(_contract(call)["evaluation"], locale)
    return Reply(bars(translate(_("五项指标的加权平均分"), locale), rows), 200, "image/svg+xml")


def _contract(call: Call) -> dict[str, Any]:
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    return public_contract(view, call.now, rules_of(call.house, view.notice))
