"""Which HTTP function answers which path, computed from the route books (ADR 0002).

Every route names its duty, so the books are the selection table; this module writes it the way API
Gateway wants it, with as few resources as it takes. API Gateway allows one variable child a resource, so
a level has either one parameter or one `{proxy+}`; every level here is complete, so nothing depends on
how the gateway falls back from one branch to another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.entrypoints.routes import Duty, Route

ANY = "any"
GREEDY = "{proxy+}"
DEFAULT = Duty.DESK
"""Answers what no route knows: it greets whoever is signed in on the page that says so."""

_PARAMETER = "{}"

Selection = Mapping[str, Mapping[str, Duty]]
"""Path → method in lower case or `any` → duty."""


@dataclass(slots=True)
class _Node:
    """One segment of the paths below it; `duties` are those of the routes that end here, by method."""

    duties: dict[str, Duty] = field(default_factory=dict)
    children: dict[str, "_Node"] = field(default_factory=dict)

    def all_duties(self) -> set[Duty]:
        below = (child.all_duties() for child in self.children.values())
        return set(self.duties.values()).union(*below)


def select_paths(routes: Iterable[Route]) -> Selection:
    """Return the paths of the API with the duty that answers each."""
    root = _Node()
    for route in routes:
        node = root
        for segment in filter(None, route.path.split("/")):
            name = _PARAMETER if segment.startswith("{") else segment
            node = node.children.setdefault(name, _Node())
        node.duties[route.method.lower()] = route.duty
    return dict(_mixed("", root))


def _mixed(path: str, node: _Node) -> Iterator[tuple[str, Mapping[str, Duty]]]:
    """Yield a path below which several duties answer, and every path below it."""
    yield path or "/", _methods(node)
    variable = node.children.get(_PARAMETER)
    rest: Duty | None = None
    if variable is not None and len(variable.all_duties()) > 1:
        yield from _mixed(f"{path}/{{p{path.count('/')}}}", variable)
    else:
        rest = DEFAULT if variable is None else variable.all_duties().pop()
        yield f"{path}/{GREEDY}", {ANY: rest}
    for name, child in sorted(node.children.items()):
        duties = child.all_duties()
        if name == _PARAMETER or duties == {rest}:
            continue
        if len(duties) > 1:
            yield from _mixed(f"{path}/{name}", child)
        else:
            yield f"{path}/{name}", {ANY: (duty := duties.pop())}
            yield f"{path}/{name}/{GREEDY}", {ANY: duty}


def _methods(node: _Node) -> Mapping[str, Duty]:
    """Return the duty of each method; reading decides for HEAD and for methods no route has."""
    usual = node.duties.get("get") or next(iter(node.duties.values()), DEFAULT)
    special = {method: duty for method, duty in node.duties.items() if duty != usual}
    return {ANY: usual, **special}
