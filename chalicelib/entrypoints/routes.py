"""Routes as data: method, path, audience, handler, schema.

Everything that must hold for every route — guards, errors, OpenAPI, duties, meta-tests — is read from
these books.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, Literal, Protocol

from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass


class Duty(StrEnum):
    """Which of the four HTTP functions answers; each has its own IAM policy (design §5)."""

    PUBLIC = "public"
    RESIDENT = "resident"
    SEALED = "sealed"
    DESK = "desk"


PAGING = ("limit", "cursor")
NOTHING = "nothing"
"""The schema of a command without fields: its route and its person say everything."""

Surface = Literal["page", "form", "api", "file"]

ANYONE: frozenset[Role] = frozenset()
"""The audience of a route that needs no sign-in."""

EVERYONE = frozenset(Role)
"""The audience of a route for whoever is signed in."""


class Filter(Protocol):
    """What a query parameter of a list may be set to; `values` are those known beforehand, if any."""

    @property
    def values(self) -> tuple[str, ...]:
        """Return the values that the contract can name."""

    def refusal(self, call: Any, name: str, value: str) -> FieldError | None:
        """Return what is wrong with a value, if anything."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address.

    `audience` empty means public; `schema` names the command's JSON Schema, `answer` that of the JSON
    returned; `again` shows a form's page once more with what was typed and what is wrong;
    `filters` says which query parameters a list takes besides those of paging, and what each may be set
    to; `is_list` marks an operation with pages; `shows_agency` has the asker's agency read together with
    what its session is held against.
    """

    method: str
    path: str
    handler: Callable[..., Any]
    surface: Surface
    duty: Duty
    audience: frozenset[Role]
    schema: str | None = None
    answer: str | None = None
    summary: str = ""
    again: Callable[..., Any] | None = None
    is_list: bool = False
    shows_agency: bool = False
    filters: Mapping[str, Filter] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the handler's name, the operationId of the API."""
        return str(self.handler.__name__)

    @property
    def query(self) -> tuple[str, ...]:
        """Return the names of all query parameters that an operation takes."""
        return (*self.filters, *(PAGING if self.is_list else ()))


@dataclass(slots=True)
class RouteBook:
    """The routes of one audience, in the order they are written."""

    audience: frozenset[Role]
    duty: Duty
    routes: list[Route] = field(default_factory=list)

    def page(self, path: str, **options: Any) -> Callable[[Any], Any]:
        """Register a GET that answers with an HTML page."""
        return self._register("GET", path, "page", options)

    def form(self, path: str, **options: Any) -> Callable[[Any], Any]:
        """Register a POST of an HTML form, which ends in a redirect or in the page with its errors."""
        return self._register("POST", path, "form", options)

    def api(self, method: str, path: str, **options: Any) -> Callable[[Any], Any]:
        """Register a JSON operation, below /api/v1 where no other address is fixed; refusals are JSON too.

        One that writes and names no schema takes no fields.
        """
        if method != "GET":
            options.setdefault("schema", NOTHING)
        return self._register(method, path, "api", options)

    def file(self, path: str, **options: Any) -> Callable[[Any], Any]:
        """Register a GET that answers with something else than a page."""
        return self._register("GET", path, "file", options)

    def _register(
        self, method: str, path: str, surface: Surface, options: dict[str, Any]
    ) -> Callable[[Any], Any]:
        def remember(handler: Any) -> Any:
            summary = (handler.__doc__ or "").strip().splitlines()[0] if handler.__doc__ else ""
            given = {"audience": self.audience, "duty": self.duty, "summary": summary, **options}
            self.routes.append(Route(method, path, handler, surface, **given))
            return handler

        return remember


class PathIndex:
    """Finds the route template for a concrete path; what says more of a segment wins over what says less.

    A segment is fixed (`draws`), a parameter with a fixed ending (`{notice_no}.json`) or a parameter.
    """

    def __init__(self, templates: Iterator[str] | list[str]) -> None:
        """Index templates by their number of segments."""
        self._by_length: dict[int, list[tuple[str, list[str]]]] = {}
        for template in templates:
            segments = template.strip("/").split("/")
            self._by_length.setdefault(len(segments), []).append((template, segments))
        for candidates in self._by_length.values():
            candidates.sort(key=lambda pair: [_openness(segment) for segment in pair[1]])

    def find(self, path: str) -> tuple[str, dict[str, str]] | None:
        """Return the template and its parameters, or None."""
        segments = path.strip("/").split("/")
        for template, pattern in self._by_length.get(len(segments), ()):
            parameters: dict[str, str] = {}
            for expected, actual in zip(pattern, segments, strict=True):
                name, is_open, ending = expected.removeprefix("{").partition("}")
                if is_open and actual.endswith(ending) and actual != ending:
                    parameters[name] = actual.removesuffix(ending)
                elif expected != actual:
                    break
            else:
                return template, parameters
        return None


def _openness(segment: str) -> int:
    return 0 if not segment.startswith("{") else 2 if segment.endswith("}") else 1
