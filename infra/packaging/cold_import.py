"""How long a packaged function takes to import, as a multiple of what no function can avoid.

The yardstick is importing botocore and making one DynamoDB client, in the same archive and on the same
machine. Processor time of whole processes is measured, in turns: a busy machine weighs on neither.

prints the ratios and the costliest modules:

    python -m infra.packaging.cold_import build/package/cn/unpacked
"""

import os
import re
import resource
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

RUNS = 9
YARDSTICK = "import botocore.session as s; s.get_session().create_client('dynamodb', 'us-east-1')"
API = "import app; app.http"
PAGES = "import app; app.http; from chalicelib.web.render import environment; environment('zh-Hans')"
SCENARIOS: Mapping[str, tuple[str, str]] = {
    "public": ("public", PAGES),
    "desk": ("desk", PAGES),
    "api": ("desk", API),
}
"""Name → duty and what it runs: a function that shows pages also builds its template environment."""

BUDGETS = {"public": 1.75, "desk": 1.75, "api": 1.5}
UNWANTED = (
    "jsonschema", "joserfc", "cryptography",
    "reportlab", "fpdf", "weasyprint", "openpyxl", "xlsxwriter", "segno", "qrcode", "icalendar",
    "textdistance",
)  # fmt: skip
"""Libraries for validation, signatures, PDF, XLSX, QR codes, likeness: imported by who first needs one."""

_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)")


@dataclass(frozen=True, slots=True)
class ColdImport:
    """One scenario: its multiple of the yardstick, its milliseconds, the unwanted libraries it loaded."""

    name: str
    ratio: float
    milliseconds: float
    unwanted: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Tell whether the scenario is within its budget."""
        return self.ratio <= BUDGETS[self.name] and not self.unwanted


def measure_cold_imports(folder: Path, runs: int = RUNS) -> tuple[ColdImport, ...]:
    """Time every scenario in an unpacked archive, `runs` times each; ratios are of medians."""
    snippets = {"yardstick": ("public", YARDSTICK), **SCENARIOS}
    seconds: dict[str, list[float]] = {name: [] for name in snippets}
    for _ in range(runs):
        for name, (duty, code) in snippets.items():
            before = _children_seconds()
            _run(folder, duty, code)
            seconds[name].append(_children_seconds() - before)
    base = statistics.median(seconds["yardstick"])
    return tuple(
        ColdImport(name, median / base, median * 1000, find_unwanted(folder, duty, code))
        for name, (duty, code) in SCENARIOS.items()
        if (median := statistics.median(seconds[name]))
    )


def _children_seconds() -> float:
    """Return the processor time of all child processes that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def find_unwanted(folder: Path, duty: str, code: str) -> tuple[str, ...]:
    """Return the unwanted libraries that a scenario loads."""
    printed = _run(folder, duty, f"{code}; import sys; print(*sys.modules)").stdout.split()
    return tuple(name for name in UNWANTED if name in printed)


def costliest(folder: Path, duty: str, code: str, count: int = 25) -> list[tuple[str, int, int]]:
    """Return the modules that take longest: name, own microseconds, microseconds with what they import."""
    trace = _run(folder, duty, code, "-X", "importtime").stderr
    rows = [(match[3], int(match[1]), int(match[2])) for match in _LINE.finditer(trace)]
    return sorted(rows, key=lambda row: -row[2])[:count]


def _run(folder: Path, duty: str, code: str, *options: str) -> subprocess.CompletedProcess[str]:
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
    environment = {"PATH": os.environ["PATH"], "DUTY": duty, "AWS_REGION": "us-east-1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)


def main(folder: Path) -> None:
    """Print the ratios and, for the API alone, what costs most."""
    for result in measure_cold_imports(folder):
        loaded = f", loads {', '.join(result.unwanted)}" if result.unwanted else ""
        print(f"{result.name:8} {result.ratio:5.2f}x  {result.milliseconds:6.0f} ms{loaded}")
    for module, own_us, total_us in costliest(folder, *SCENARIOS["api"]):
        print(f"{total_us / 1000:7.1f} ms  own {own_us / 1000:6.1f} ms  {module}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
