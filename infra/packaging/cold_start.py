"""What a packaged function's cold start costs, as a multiple of what no function can avoid (ADR 0098).

A cold start is the import and the first request, which imports its room, makes its client and compiles its
page. The yardstick is importing botocore, making one DynamoDB client and one call, in the same archive and
on the same machine. Processor time of whole processes is measured, in turns, so that a busy machine weighs
on neither.

prints the ratios and the costliest modules:

    python -m infra.packaging.cold_start build/package/cn/unpacked
"""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.kernel.actors import Role
from infra.packaging.first_requests import FirstRequest, empty_tables

RUNS = 9
YARDSTICK = (
    "import botocore.session as s; client = s.get_session().create_client('dynamodb', 'us-east-1');"
    " client.get_item(TableName='market', Key={'pk': {'S': 'a'}})"
)
FIRST = (
    "import json, types, app; context = types.SimpleNamespace(aws_request_id='first');"
    " answer = app.http(json.load(sys.stdin), context);"
    " assert answer['statusCode'] == 200, answer['body']"
)
MODULES = "print(*sys.modules)"
SCENARIOS: Mapping[str, FirstRequest] = {
    "public": FirstRequest("public", "/notices"),
    "desk": FirstRequest("desk", "/staff/ratings/signals", Role.REGULATOR),
    "api": FirstRequest("public", "/api/v1/notices"),
}
"""The page, the page of the desk and the operation whose rooms bring most along, which a test holds true."""

BUDGETS = {"public": 1.75, "desk": 1.75, "api": 1.5}
UNWANTED = (
    "jsonschema", "joserfc", "cryptography",
    "reportlab", "fpdf", "weasyprint", "openpyxl", "xlsxwriter", "segno", "qrcode", "icalendar",
    "textdistance",
)  # fmt: skip
"""Libraries for validation, signatures, PDF, XLSX, QR codes, likeness: imported by who first needs one."""

_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)")


@dataclass(frozen=True, slots=True)
class ColdStart:
    """One scenario: its multiple of the yardstick, its milliseconds, the unwanted libraries it loaded."""

    name: str
    ratio: float
    milliseconds: float
    unwanted: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Tell whether the scenario is within its budget."""
        return self.ratio <= BUDGETS[self.name] and not self.unwanted


def measure_cold_starts(folder: Path, runs: int = RUNS) -> tuple[ColdStart, ...]:
    """Time every scenario in an unpacked archive, `runs` times each; ratios are of medians."""
    snippets = {"": (YARDSTICK, None), **{name: (FIRST, first) for name, first in SCENARIOS.items()}}
    seconds: dict[str, list[float]] = {name: [] for name in snippets}
    for _ in range(runs):
        for name, (code, first) in snippets.items():
            before = _children_seconds()
            run(folder, code, first)
            seconds[name].append(_children_seconds() - before)
    base = statistics.median(seconds[""])
    return tuple(
        ColdStart(name, median / base, median * 1000, find_unwanted(folder, first))
        for name, first in SCENARIOS.items()
        if (median := statistics.median(seconds[name]))
    )


def _children_seconds() -> float:
    """Return the processor time of all child processes that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def find_unwanted(folder: Path, first: FirstRequest) -> tuple[str, ...]:
    """Return the unwanted libraries that a first request loads."""
    loaded = modules_of(folder, FIRST, first)
    return tuple(name for name in UNWANTED if name in loaded)


def modules_of(folder: Path, code: str, first: FirstRequest | None = None) -> frozenset[str]:
    """Return every module that is loaded once the code has run."""
    return frozenset(run(folder, f"{code}; {MODULES}", first).stdout.splitlines()[-1].split())


def costliest(folder: Path, first: FirstRequest, count: int = 25) -> list[tuple[str, int, int]]:
    """Return the modules that take longest: name, own microseconds, microseconds with what they import."""
    trace = run(folder, FIRST, first, "-X", "importtime").stderr
    rows = [(match[3], int(match[1]), int(match[2])) for match in _LINE.finditer(trace)]
    return sorted(rows, key=lambda row: -row[2])[:count]


def run(
    folder: Path, code: str, first: FirstRequest | None = None, *options: str
) -> subprocess.CompletedProcess[str]:
    """Run code as Lambda would: only the archive and the standard library, nothing compiled on the way."""
    command = [
        sys.executable,
        "-I",
        "-S",
        "-B",
        *options,
        "-c",
        f"import sys; sys.path.insert(0, '.'); {code}",
    ]
    event: dict[str, Any] = {} if first is None else first.event()
    duty = "public" if first is None else first.duty
    with empty_tables() as tables:
        return subprocess.run(
            command,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "DUTY": duty, **tables},
            input=json.dumps(event),
            capture_output=True,
            text=True,
            check=True,
        )


def main(folder: Path) -> None:
    """Print the ratios and, for the API alone, what costs most."""
    for result in measure_cold_starts(folder):
        loaded = f", loads {', '.join(result.unwanted)}" if result.unwanted else ""
        print(f"{result.name:8} {result.ratio:5.2f}x  {result.milliseconds:6.0f} ms{loaded}")
    for module, own_us, total_us in costliest(folder, SCENARIOS["api"]):
        print(f"{total_us / 1000:7.1f} ms  own {own_us / 1000:6.1f} ms  {module}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
