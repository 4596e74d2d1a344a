"""A function starts without any of its rooms, and finds each when it is asked for (ADR 0098)."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.entrypoints import books
from chalicelib.entrypoints.books import PLACE, ROOMS, books_in, rooms_of
from chalicelib.entrypoints.routes import RouteBook
from chalicelib.kernel.late import named
from chalicelib.store.aggregates import KINDS
from chalicelib.usecases.advance import BY_KIND, BY_QUEUE
from chalicelib.usecases.texts.sendable import OF_INVITATIONS, SENDABLES
from infra.packaging.cold_start import FIRST, SCENARIOS, modules_of, run
from infra.packaging.first_requests import FirstRequest
from infra.packaging.templates import SHARED
from tests.infra.package.conftest import Package

ENTRYPOINTS = Path(books.__file__).parent
START = "import app"
CONSTANT = 300
"""Of our own modules, what a function loads before it is asked anything; there are four times as many."""


def modules_with_books() -> Iterator[str]:
    for path in ENTRYPOINTS.rglob("*.py"):
        name = ".".join(path.relative_to(ENTRYPOINTS).with_suffix("").parts)
        module = importlib.import_module(PLACE + name) if "RouteBook" in path.read_text("utf-8") else None
        if any(isinstance(value, RouteBook) for value in vars(module or books).values()):
            yield name


def test_every_module_of_routes_is_a_room() -> None:
    assert set(modules_with_books()) == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_an_address_leads_to_its_room_and_no_beginning_leads_nowhere(room: str) -> None:
    paths = [route.path for book in books_in(room) for route in book.routes]

    assert all(room in rooms_of(path) for path in paths)
    for beginning in ROOMS[room]:
        assert any(path == beginning or path.startswith(f"{beginning}/") for path in paths), beginning
        assert "{" not in beginning, "a room is found without knowing what stands in a parameter"


@pytest.mark.parametrize(
    "address",
    [
        *(f"chalicelib.domain.{one}" for kind in KINDS for one in (kind.state, kind.due, kind.silent) if one),
        *(f"chalicelib.usecases.{one}" for one in (*BY_KIND.values(), *BY_QUEUE.values())),
        *(f"chalicelib.usecases.{one}" for one in (*SENDABLES.values(), OF_INVITATIONS)),
    ],
)
def test_what_is_called_by_its_address_is_there(address: str) -> None:
    assert named(address) is not None


def test_a_kind_is_declared_as_what_its_address_says() -> None:
    source = Path("chalicelib/store/aggregates.py").read_text("utf-8")
    declared = {
        ast.unparse(node.annotation): node.value.args[1].value
        for node in ast.parse(source).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call)
        if isinstance(node.value.args[1], ast.Constant)
    }

    assert len(declared) == len(KINDS)
    for annotation, address in declared.items():
        assert annotation == f"AggregateKind[{str(address).partition(':')[2]}]"


def test_a_function_starts_without_rooms(one_package: Package) -> None:
    ours = {name for name in modules_of(one_package.unpacked, START) if name.startswith("chalicelib.")}

    assert not ours & {PLACE + room for room in ROOMS}
    steps = {address.partition(":")[0] for address in (*BY_KIND.values(), *BY_QUEUE.values())}
    assert not ours & {f"chalicelib.usecases.{step}" for step in steps}
    assert "chalicelib.projections.kinds" not in ours
    assert len(ours) < CONSTANT


ALIKE = 1.05
"""A room with a twentieth more modules than the measured one starts no slower."""


def test_no_room_brings_more_along_than_the_measured_ones(one_package: Package) -> None:
    code = (
        "import app; from chalicelib.entrypoints.books import ROOMS, books_in, rooms_of; import json, os\n"
        "for path in sorted({one for beginnings in ROOMS.values() for one in beginnings}):\n"
        "    if os.fork() == 0:\n"
        "        before = len(sys.modules)\n"
        "        for room in rooms_of(path): books_in(room)\n"
        "        os.write(1, f'{len(sys.modules) - before} {path}\\n'.encode()); os._exit(0)\n"
        "    os.wait()"
    )
    lines = run(one_package.unpacked, code).stdout.splitlines()
    weights = {path: int(weight) for weight, path in (line.split() for line in lines)}
    api = weights["/api/v1/notices"]
    desk = weights["/staff"]

    assert SCENARIOS["api"].path == "/api/v1/notices"
    assert SCENARIOS["desk"].path.startswith("/staff/")
    assert max(weights.values()) <= api * ALIKE
    assert max(weight for path, weight in weights.items() if not path.startswith("/api/")) <= desk * ALIKE


@pytest.mark.parametrize("locale", ["zh-Hans", "en"])
def test_what_every_page_is_made_of_is_compiled_already(one_package: Package, locale: str) -> None:
    templates = one_package.unpacked / "chalicelib/web/templates"
    names = sorted(
        path.relative_to(templates).as_posix() for pattern in SHARED for path in templates.glob(pattern)
    )
    code = (
        f"from chalicelib.web.render import environment; made = environment('{locale}');"
        f" made.compile = None; [made.get_template(name) for name in {names}]"
    )

    assert len(names) > 10
    run(one_package.unpacked, code)


def test_a_page_s_own_template_is_compiled_when_it_is_shown(one_package: Package) -> None:
    loaded = modules_of(one_package.unpacked, FIRST, FirstRequest("public", "/problems"))

    assert "jinja2.compiler" in loaded
