"""The steps of a proceeding from one table: each has a page that asks, a form that takes it, an operation.

A step that asks for nothing (`as-seen`) has no page of its own: its button stands on the proceeding's page.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass
from chalicelib.web.forms import Form

AS_SEEN = "as-seen"


class Step(Protocol):
    """A row of the table: what the step is for, who may take it, and the schema of its command."""

    @property
    def summary(self) -> str:
        """Return what it is for, in a sentence."""

    @property
    def who(self) -> frozenset[Role]:
        """Return who may take it."""

    @property
    def schema(self) -> str:
        """Return the name of the schema of its command."""


@dataclass(frozen=True, slots=True)
class Proceeding:
    """What is dealt with in steps: where it lies, how it is shown, and how a step of it is taken."""

    name: str
    """What the template calls it, as its handlers do."""
    address: str
    """Of the one page, with its parameter; the API's is this below `api`."""
    api: str
    answer: str
    template: str
    """The page that asks for what a step needs."""
    show: Callable[..., Reply]
    shown: Callable[[Call], dict[str, Any]]
    asked: Callable[[Call, str, dict[str, Any], Form | None], Mapping[str, Any]]
    """What the page that asks shows beside the proceeding, by the step's name."""
    take: Callable[[Call, str], None]
    data: Callable[[Call], Json]


def add_steps(book: RouteBook, proceeding: Proceeding, steps: Mapping[str, Step]) -> None:
    """Put page, form and operation of every step into a book."""
    place = proceeding.address.rpartition("/")[2]
    for name, step in steps.items():
        asking = proceeding.show
        if step.schema != AS_SEEN:
            asking = _asking(proceeding, name, step)
            book.page(f"{proceeding.address}/{name}", audience=step.who)(asking)
        form = book.form(f"{proceeding.address}/{name}", audience=step.who, schema=step.schema, again=asking)
        form(_posting(proceeding, name, step))
        operation = f"{proceeding.api}/{place}/{name}"
        api = book.api("POST", operation, audience=step.who, schema=step.schema, answer=proceeding.answer)
        api(_operating(proceeding, name, step))


def _asking(proceeding: Proceeding, name: str, step: Step) -> Callable[..., Reply]:
    def ask(call: Call, form: Form | None = None) -> Reply:
        shown = proceeding.shown(call)
        if form is None and name not in shown["steps"]:
            return call.go(f"{proceeding.address.format_map(call.params)}?done=not-now")
        seen = shown.get("seen_at", {})
        beside: dict[str, Any] = {
            proceeding.name: shown,
            "seen_at": format_instant(seen[name]) if name in seen else "",
            **proceeding.asked(call, name, shown, form),
        }
        return call.show(
            proceeding.template, form=form or call.new_form(), step=name, schema=step.schema, **beside
        )

    return _named(ask, f"ask_{proceeding.name}_{name}", step)


def _posting(proceeding: Proceeding, name: str, step: Step) -> Callable[..., Reply]:
    def post(call: Call) -> Reply:
        proceeding.take(call, name)
        return call.go(f"{proceeding.address.format_map(call.params)}?done={name}")

    return _named(post, f"post_{proceeding.name}_{name}", step)


def _operating(proceeding: Proceeding, name: str, step: Step) -> Callable[..., Reply]:
    def operate(call: Call) -> Reply:
        proceeding.take(call, name)
        return call.data(proceeding.data(call))

    return _named(operate, f"api_{proceeding.name}_{name}", step)


def _named(handler: Callable[..., Reply], name: str, step: Step) -> Callable[..., Reply]:
    handler.__name__, handler.__doc__ = name.replace("-", "_"), step.summary
    return handler
