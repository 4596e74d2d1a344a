"""What a room of the house may import and read (design §2): the part of it that import-linter cannot say.

import-linter holds the directions between packages. Here stand the closed lists of the pure rooms and of
`app.py`, and who may read the environment and the clock — under whatever name an import gives them.
"""

import ast
from collections.abc import Iterator, Mapping

PURE = frozenset(
    {
        "__future__", "abc", "array", "base64", "binascii", "bisect", "collections", "csv", "dataclasses",
        "datetime", "decimal", "enum", "fractions", "functools", "hashlib", "heapq", "hmac", "io",
        "itertools", "json", "math", "operator", "re", "string", "types", "typing", "unicodedata",
    }
)  # fmt: skip
"""Of the standard library: what neither looks outside nor throws dice."""

IMPORTS: Mapping[str, frozenset[str]] = {
    "app.py": frozenset(
        {"typing", "chalice.app", "chalicelib.bootstrap", "chalicelib.cold_start", "chalicelib.entrypoints"}
    ),
    "chalicelib/domain/": PURE | {"chalicelib.domain", "chalicelib.kernel"},
    "chalicelib/kernel/ids.py": PURE | {"chalicelib.kernel", "secrets"},
    "chalicelib/kernel/late.py": PURE | {"importlib"},
    "chalicelib/kernel/": PURE | {"chalicelib.kernel", "pathlib"},
}
"""Room to everything it may import; the first that fits a file counts. Tables of the kernel lie in files."""

ENVIRONMENT = frozenset({"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv"})
ENVIRONMENT_READERS = ("chalicelib/settings.py", "infra/", "tests/", "bench/")

CLOCK = frozenset(
    {
        "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
        "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime", "time.strftime",
    }
)  # fmt: skip
"""The time of day; how long something took (`time.monotonic`, `perf_counter`) is another matter."""
CLOCK_READERS = ("chalicelib/kernel/clock.py", "infra/", "tests/", "bench/")


def import_offences(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield every import and every read that the file's room does not allow, by line."""
    may = next((allowed for room, allowed in IMPORTS.items() if name.startswith(room)), None)
    for line, module in _imported(tree):
        if may is not None and not _is_within(module, may):
            yield line, f"{module}: this room may not import it"
    for line, used in _used(tree):
        if used in ENVIRONMENT and not name.startswith(ENVIRONMENT_READERS):
            yield line, f"{used}: only settings read the environment"
        if used in CLOCK and not name.startswith(CLOCK_READERS):
            yield line, f"{used}: only kernel/clock.py knows the time"


def _is_within(module: str, allowed: frozenset[str]) -> bool:
    parts = module.split(".")
    return any(".".join(parts[:length]) in allowed for length in range(1, len(parts) + 1))


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield everything imported, by its full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _used(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield everything imported that is used, by its full name, whatever the import calls it."""
    known = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, _, rest = ast.unparse(node).partition(".")
            if first in known:
                yield node.lineno, ".".join(filter(None, (known[first], rest)))


def _names(tree: ast.Module) -> dict[str, str]:
    """Return what each name that an import brings stands for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split(".")[0]
                names[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names
