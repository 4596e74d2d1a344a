"""The shape test of `make check`: sizes and names that keep the house readable (design §2).

Prints one offender a line and exits with 1 when there is any.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.rooms import import_offences

ROOT = Path(__file__).parents[1]
FOLDERS = ("chalicelib", "infra", "tests", "bench")
FILE_LINES, FUNCTION_LINES, HANDLER_LINES = 400, 50, 15
APP, APP_LINES = "app.py", 60
BANNED_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"})
BOOK_DECORATORS = frozenset({"page", "form", "api", "file"})
CLIENT_MAKERS = ("boto3.", "Session", "create_client", "Clients", "define_tables", "get_session")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def main() -> int:
    """Print every offender and return the exit status."""
    offenders = [line for path in sorted(_sources()) for line in offences(path)]
    print("\n".join(offenders) or "The shape is good.")
    return 1 if offenders else 0


def offences(path: Path, root: Path = ROOT) -> Iterator[str]:
    """Yield what is wrong with one file, as `file:line: what`."""
    name = path.relative_to(root).as_posix()
    text = path.read_text("utf-8")
    tree = ast.parse(text, name)
    yield from (f"{name}:{line}: {what}" for line, what in _file_offences(name, text, tree))
    yield from (f"{name}:{line}: {what}" for line, what in _long_functions(tree))
    yield from (f"{name}:{line}: {what}" for line, what in import_offences(name, tree))
    if name.startswith(("chalicelib/", "app.py")):
        yield from (f"{name}:{line}: {what}" for line, what in _module_level_clients(tree))


def _sources() -> Iterator[Path]:
    yield ROOT / "app.py"
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob("*.py")


def _file_offences(name: str, text: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    lines, most = text.count("\n"), APP_LINES if name == APP else FILE_LINES
    if lines > most:
        yield lines, f"{lines} lines, more than {most}"
    for part in name.removesuffix(".py").split("/"):
        if part.lower() in BANNED_NAMES:
            yield 1, f"`{part}` says nothing about what is inside"
    if tree.body and ast.get_docstring(tree) is None and not name.startswith("tests/"):
        yield 1, "the module has no docstring"


def _long_functions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            limit = HANDLER_LINES if _is_handler(node) else FUNCTION_LINES
            if length > limit:
                yield node.lineno, f"{node.name} has {length} lines, more than {limit}"


def _is_handler(function: Function) -> bool:
    """Tell whether a function is decorated as a route of a book."""
    calls = (decorator for decorator in function.decorator_list if isinstance(decorator, ast.Call))
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr in BOOK_DECORATORS
        and "book" in ast.unparse(call.func.value)
        for call in calls
    )


def _module_level_clients(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr):
            continue
        for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
            written = ast.unparse(call.func)
            if written.startswith("boto3.") or written.split(".")[-1] in CLIENT_MAKERS:
                yield call.lineno, f"{written}(): a client made on import delays every start"


if __name__ == "__main__":
    sys.exit(main())
