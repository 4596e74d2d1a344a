"""Awards (中选公告): the list, each award's own page with its order and reasons, and all ranked quotes."""

from chalicelib.domain.marketplace.catalogues.definitions import AWARDS
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.catalogue_pages import catalogue_data, catalogue_file, filters_of, show_catalogue
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.openings.read_quotes import RankedQuote, public_award, public_quotes
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.awards import award_json, award_page, quote_row, quotes_json
from chalicelib.web.views.notices import heading

book = RouteBook(ANYONE, Duty.PUBLIC)

LIST = AWARDS.name


@book.page("/awards")
def list_awards(call: Call) -> Reply:
    """List the awards; `?winner=` shows those of one agency."""
    return show_catalogue(call, LIST, "public/awards.html")


@book.file("/awards.csv")
def get_award_table(call: Call) -> Reply:
    """Return the awards that fit the filter as a table."""
    return catalogue_file(call, LIST)


@book.api("GET", "/api/v1/awards", is_list=True, filters=filters_of(AWARDS), answer="awards-answer")
def get_awards(call: Call) -> Reply:
    """Return a page of awards that fit the filters, with the count of all that do."""
    return catalogue_data(call, LIST)


@book.page("/notices/{notice_no}/award")
def show_award(call: Call) -> Reply:
    """Show the award notice: who was selected and why, how to object, who left before."""
    view, ranking = public_award(call.house, call.params["notice_no"])
    page = award_page(view, ranking, call.now, rules_of(call.house, view.notice))
    return call.show("public/award.html", address=call.edge.origin + call.path, **page)


@book.api("GET", "/api/v1/notices/{notice_no}/award", answer="notice-award-answer")
def get_award(call: Call) -> Reply:
    """Return the award notice with its ranking."""
    view, ranking = public_award(call.house, call.params["notice_no"])
    shown = award_json(view, ranking, call.now, rules_of(call.house, view.notice))
    return call.data(shown, version=view.version)


@book.page("/notices/{notice_no}/quotes")
def show_quotes(call: Call) -> Reply:
    """Show all valid quotes of an awarded notice, ranked, with names."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    quotes = [quote_row(view.notice, quote) for quote in _quotes(call, view)]
    return call.show("public/quotes.html", quotes=quotes, **heading(view, call.now))


@book.api("GET", "/api/v1/notices/{notice_no}/quotes", answer="quotes-answer")
def get_quotes(call: Call) -> Reply:
    """Return all valid quotes of an awarded notice, ranked, with names."""
    view = call.house.queries.notice_by_number(call.params["notice_no"])
    return call.data({"items": quotes_json(_quotes(call, view))}, version=view.version)


def _quotes(call: Call, view: NoticeView) -> tuple[RankedQuote, ...]:
    """Return the ranked quotes.

    Raises:
        NotFound: `quotes-not-public` before the first award.
    """
    quotes = public_quotes(call.house, view.notice)
    if not quotes:
        raise NotFound("quotes-not-public")
    return quotes
