"""The editor of the texts that residents get: drafted by the centre, approved by the regulator (§6, §7.9)."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.text_templates.template import version_of
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound, NotSignedIn
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.texts.change_template import (
    decide_text,
    draft_errors,
    kind_of,
    measured,
    propose_text,
)
from chalicelib.usecases.texts.expected import expected_a_month
from chalicelib.web.forms import Form
from chalicelib.web.views.plain import plain
from chalicelib.web.views.text_templates import View, preview_view, template_view

CENTRE, REGULATOR = frozenset({Role.CENTRE_SUPERVISOR}), frozenset({Role.REGULATOR})
book = RouteBook(CENTRE | REGULATOR, Duty.DESK)

LIST, API = "/invitations/texts", "/api/v1/invitation-texts"
ONE, ONE_API = LIST + "/{kind}", API + "/{kind}"
PROPOSE = "propose-text"
DECISIONS: Mapping[str, tuple[str, frozenset[Role], str]] = {
    "approve": ("approved", REGULATOR, "Approve the version that waits."),
    "decline": ("declined", REGULATOR, "Decline the version that waits."),
    "withdraw": ("withdrawn", CENTRE, "Take the version that waits back."),
}
"""What is done with a version that waits, by whom."""


@book.page(LIST)
def show_texts(call: Call) -> Reply:
    """List the texts with the words in force and what waits."""
    return call.show("ratings/texts.html", texts=_all(call))


@book.page(ONE)
def show_text(call: Call, form: Form | None = None) -> Reply:
    """Show one text: the words in force, what they cost, every version and who approved it."""
    kind, shown = kind_of(call.params["kind"]), _shown(call)
    return call.show(
        "ratings/text.html",
        form=form or call.new_form(),
        text=shown,
        cost=_preview(call, kind, shown["current"]["text"]),
        done=call.asked("done"),
        may_draft=call.actor.has(Role.CENTRE_SUPERVISOR),
        may_decide=call.actor.has(Role.REGULATOR),
    )


@book.page(ONE + "/new", audience=CENTRE)
def show_draft(call: Call, form: Form | None = None, preview: View | None = None) -> Reply:
    """Show the editor, filled with the words in force or with those of the version named by `from`."""
    shown = _shown(call)
    start = (
        _older(call)
        if call.asked("from").isascii() and call.asked("from")[:6].isdecimal()
        else shown["current"]["text"]
    )
    return call.show(
        "ratings/text_draft.html",
        form=form or call.filled_form({"text": start}, PROPOSE),
        text=shown,
        preview=preview,
    )


@book.form(ONE + "/preview", audience=CENTRE, schema=PROPOSE, again=show_draft)
def post_preview(call: Call) -> Reply:
    """Show what the typed words come to and everything that is wrong with them; nothing is kept."""
    kind, body = kind_of(call.params["kind"]), call.command()
    form = Form.again(call.form, draft_errors(call.house, kind, body), key=call.posted("_key"))
    shown: Reply = show_draft(call, form, _preview(call, kind, body["text"].strip()))
    return shown


@book.form(ONE + "/new", audience=CENTRE, schema=PROPOSE, again=show_draft)
def post_draft(call: Call) -> Reply:
    """Put the typed words before the regulator."""
    kind = kind_of(call.params["kind"])
    body = call.command(more=lambda found, _broken: draft_errors(call.house, kind, found))
    propose_text(call.house, _who(call), kind, body, call.once())
    return call.go(f"{LIST}/{kind.lower()}?done=proposed")


@book.api("GET", API, answer="invitation-texts-answer")
def api_list_texts(call: Call) -> Reply:
    """Return every text with its versions."""
    return call.data({"items": plain(_all(call))})


@book.api("GET", ONE_API, answer="invitation-text-answer")
def api_get_text(call: Call) -> Reply:
    """Return one text with its versions."""
    return call.data(plain(_shown(call)))


@book.api("POST", ONE_API, audience=CENTRE, schema=PROPOSE, answer="invitation-text-answer")
def api_propose_text(call: Call) -> Reply:
    """Put new words before the regulator."""
    kind = kind_of(call.params["kind"])
    body = call.command(more=lambda found, _broken: draft_errors(call.house, kind, found))
    template = propose_text(call.house, _who(call), kind, body, call.once())
    return call.data(plain(template_view(call.house, kind, template, call.now)), status=201)


@book.api("POST", ONE_API + "/preview", audience=CENTRE, schema=PROPOSE, answer="text-preview-answer")
def api_preview_text(call: Call) -> Reply:
    """Return what words come to and the codes of all that is wrong with them; nothing is kept."""
    kind, body = kind_of(call.params["kind"]), call.command()
    errors = [{"pointer": one.pointer, "code": one.code} for one in draft_errors(call.house, kind, body)]
    return call.data({**plain(_preview(call, kind, body["text"].strip())), "errors": plain(errors)})


def _posting(event: str, name: str, summary: str) -> Callable[..., Reply]:
    def post(call: Call) -> Reply:
        kind = kind_of(call.params["kind"])
        decide_text(call.house, _who(call), kind, _number(call), event, call.once())
        return call.go(f"{LIST}/{kind.lower()}?done={event}")

    post.__name__, post.__doc__ = f"post_text_{name}", summary
    return post


def _operating(event: str, name: str, summary: str) -> Callable[..., Reply]:
    def operate(call: Call) -> Reply:
        kind = kind_of(call.params["kind"])
        template = decide_text(call.house, _who(call), kind, _number(call), event, call.once())
        return call.data(plain(template_view(call.house, kind, template, call.now)))

    operate.__name__, operate.__doc__ = f"api_text_{name}", summary
    return operate


def _shown(call: Call) -> View:
    kind = kind_of(call.params["kind"])
    return template_view(call.house, kind, call.house.text_versions.find(kind), call.now)


def _all(call: Call) -> list[View]:
    return [
        template_view(call.house, kind, call.house.text_versions.find(kind), call.now) for kind in TextKind
    ]


def _preview(call: Call, kind: TextKind, text: str) -> View:
    return preview_view(measured(call.house, text), call.house, expected_a_month(call.house, kind))


def _older(call: Call) -> str:
    kind, rules = kind_of(call.params["kind"]), call.house.rating_rules.load()
    return version_of(call.house.text_versions.find(kind), kind, _numbered(call.asked("from")), rules).text


def _number(call: Call) -> int:
    return _numbered(call.params["number"])


def _numbered(named: str) -> int:
    """Return the number of a version.

    Raises:
        NotFound: when it is no number.
    """
    if not (named.isdecimal() and named.isascii() and len(named) < 6):
        raise NotFound("not-found", kind="text-version")
    return int(named)


def _who(call: Call) -> SignedIn:
    if call.signed_in is None:
        raise NotSignedIn
    return call.signed_in


def _add(name: str, event: str, who: frozenset[Role], summary: str) -> None:
    options: dict[str, Any] = {"audience": who, "schema": "nothing"}
    book.form(f"{ONE}/{{number}}/{name}", again=show_text, **options)(_posting(event, name, summary))
    operation = book.api("POST", f"{ONE_API}/{{number}}/{name}", answer="invitation-text-answer", **options)
    operation(_operating(event, name, summary))


for _name, (_event, _people, _summary) in DECISIONS.items():
    _add(_name, _event, _people, _summary)
