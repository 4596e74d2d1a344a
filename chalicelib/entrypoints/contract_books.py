"""The routes of a purchase under contract: a seat's page, its files, and its acts as forms and API."""

from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.contract_acts import ACTS, Act
from chalicelib.entrypoints.contract_seat import (
    AUDIENCES,
    back,
    data_of,
    name_file,
    named_file,
    page_of,
    seated,
    way_back,
)
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.usecases.contracts.papers import Paper, begin_paper, document_link, is_secret
from chalicelib.web.forms import Form
from chalicelib.web.views.contracts import Seat, prefilled_terms
from chalicelib.web.views.plain import plain

ANSWER = "contract-course-answer"
SENDERS = (Seat.OWNER, Seat.AGENCY)


def contract_book(seat: Seat) -> RouteBook:
    """Return the routes of one seat."""
    book = RouteBook(AUDIENCES[seat], Duty.DESK)
    root, api = f"/{seat}/contracts/{{notice_no}}", f"/api/v1/{seat}/contracts/{{notice_no}}"
    show = _page(seat)
    book.page(root)(show)
    book.api("GET", api, answer=ANSWER)(_reading(seat))
    book.file(root + "/documents/{name}")(_document(seat))
    if seat in SENDERS:
        book.page(root + "/files")(_upload_page(seat))
        book.api("POST", api + "/uploads", schema="contract-upload", answer="upload-answer")(_upload(seat))
    for act in ACTS:
        if seat in act.seats:
            _add_act(book, seat, act, show)
    return book


def _add_act(book: RouteBook, seat: Seat, act: Act, show: Callable[..., Reply]) -> None:
    root, api = f"/{seat}/contracts/{{notice_no}}", f"/api/v1/{seat}/contracts/{{notice_no}}"
    audience = act.audience(seat)
    asking = _asking(seat, act) if act.page else show
    if act.page:
        book.page(f"{root}/{act.name}", audience=audience)(asking)
    takes = {"schema": act.schema} if act.schema else {}
    book.form(f"{root}/{act.name}", audience=audience, again=asking, **takes)(_posting(seat, act))
    book.api("POST", f"{api}/{act.name}", audience=audience, answer=ANSWER, **takes)(_operating(seat, act))


def _page(seat: Seat) -> Callable[..., Reply]:
    def show(call: Call, form: Form | None = None) -> Reply:
        page = page_of(call, seat, seated(call, seat))
        return call.show(
            "contracts/contract.html", form=form or call.new_form(), done=call.asked("done"), **page
        )

    return _named(show, f"show_{seat}_contract", "Show a purchase under contract and what can be done.")


def _reading(seat: Seat) -> Callable[..., Reply]:
    def get(call: Call) -> Reply:
        return call.data(data_of(call, seat, seated(call, seat)))

    return _named(get, f"get_{seat}_contract", "Return a purchase under contract and what can be done.")


def _document(seat: Seat) -> Callable[..., Reply]:
    def open_document(call: Call) -> Reply:
        return call.go(document_link(call.house, seated(call, seat).notice, call.params["name"]))

    return _named(open_document, f"open_{seat}_document", "Lead to a short-lived address of a file.")


def _upload_page(seat: Seat) -> Callable[..., Reply]:
    def show(call: Call) -> Reply:
        view = seated(call, seat)
        paper = _paper(call.asked("for"))
        upload = begin_paper(call.house, paper, way_back(call, seat, view.notice.id, paper))
        page = page_of(call, seat, view)
        return call.show("contracts/file.html", form=call.new_form(), upload=upload, paper=paper, **page)

    return _named(show, f"show_{seat}_file_form", "Show the form that sends one file.")


def _upload(seat: Seat) -> Callable[..., Reply]:
    def begin(call: Call) -> Reply:
        paper, notice_id = Paper(call.command()["for"]), seated(call, seat).notice.id
        upload = begin_paper(call.house, paper, way_back(call, seat, notice_id, paper))
        name = name_file(call, notice_id)(upload.file_id)
        shown = {"file_id": name, "url": upload.url, "fields": plain(upload.fields)}
        return call.data(shown, status=201)

    return _named(begin, f"begin_{seat}_upload", "Return the form that takes one file, and the file's name.")


def _asking(seat: Seat, act: Act) -> Callable[..., Reply]:
    def ask(call: Call, form: Form | None = None) -> Reply:
        view = seated(call, seat)
        page = page_of(call, seat, view)
        if form is None and act.name not in page["actions"]:
            return back(call, seat, "not-now")
        shown = form or _fresh(call, act, view.notice)
        needs_public = _needs_public(call, view.notice.id, shown)
        template = f"contracts/{act.page}.html"
        return call.show(template, form=shown, act=act.name, needs_public=needs_public, **page)

    return _named(ask, f"ask_{seat}_{act.name}", act.summary)


def _posting(seat: Seat, act: Act) -> Callable[..., Reply]:
    def post(call: Call) -> Reply:
        body = call.command() if act.schema else {}
        act.do(call, seat, seated(call, seat).notice, body)
        return back(call, seat, act.name)

    return _named(post, f"post_{seat}_{act.name}", act.summary)


def _operating(seat: Seat, act: Act) -> Callable[..., Reply]:
    def operate(call: Call) -> Reply:
        body, view = call.command(), seated(call, seat)
        changed = act.do(call, seat, view.notice, body)
        return call.data(data_of(call, seat, replace(view, notice=changed)), status=201)

    return _named(operate, f"api_{seat}_{act.name}", act.summary)


def _fresh(call: Call, act: Act, notice: Notice) -> Form:
    """Return the empty form of an act; the contract's own as the award fills it in, with what was sent."""
    if act.name == "result":
        return call.filled_form({"file_id": call.asked("file_id")}, act.schema)
    if act.name != "contract":
        return call.new_form()
    sent = {name: call.asked(name) for name in ("file_id", "public_file_id") if call.asked(name)}
    return call.filled_form({**prefilled_terms(notice, call.now), **sent}, act.schema)


def _needs_public(call: Call, notice_id: str, form: Form) -> bool:
    """Tell whether the contract that was sent holds secrets, and its public version was not sent yet."""
    named = form.value("file_id")
    if not named or form.value("public_file_id"):
        return False
    try:
        return is_secret(named_file(call, notice_id, named, "/file_id"))
    except Invalid:
        return False


def _paper(wanted: str) -> Paper:
    try:
        return Paper(wanted)
    except ValueError:
        raise Invalid(errors=[FieldError("/for", "not-one-of", {"options": list(Paper)})]) from None


def _named(handler: Callable[..., Reply], name: str, summary: str) -> Callable[..., Reply]:
    handler.__name__, handler.__doc__ = name.replace("-", "_"), summary
    return handler


owner_book, agency_book, department_book, centre_book, supervisor_book = map(contract_book, Seat)
