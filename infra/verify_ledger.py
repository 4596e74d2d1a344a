"""Hold the ledger against its published digests: every altered, missing, cut-off and extra entry by name.

    python -m infra.verify_ledger [DAY ...] [--kept SEQ:HASH] [--snapshot FILE]

Without DAY every day that has a digest. `--kept` is a later digest kept outside (/ledger); `--snapshot` reads
a file that `SNAPSHOT=FILE make run` wrote instead of a stage, whose settings come from the environment.
Exit status 0: nothing wrong; 1: faults were found and named; 2: it could not be done.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from chalicelib import bootstrap
from chalicelib.domain.ledger import Head
from chalicelib.kernel.errors import NotFound
from chalicelib.settings import SettingsError
from chalicelib.usecases.audit_day import audit_day, closed_days, digest_chain
from infra.local.runtime import Runtime
from infra.local.snapshot import SnapshotError


def main(arguments: list[str]) -> int:
    """Do what is asked for and return the exit status."""
    asked = _parse(arguments)
    try:
        if asked.snapshot is None:
            return verify(asked.days, asked.kept)
        with TemporaryDirectory() as folder, Runtime(Path(folder)) as runtime:
            runtime.import_snapshot(asked.snapshot)
            return verify(asked.days, asked.kept)
    except (SettingsError, SnapshotError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def verify(days: Sequence[date], kept: Head | None) -> int:
    """Audit the days asked for, or all, and return the exit status."""
    audit, faults = bootstrap.audit(), 0
    chain = digest_chain(audit)
    asked = days or closed_days(chain)
    if not asked:
        print("No day has a digest that can be read.", file=sys.stderr)
        return 2
    for day in asked:
        try:
            found = audit_day(audit, day, kept, chain)
        except NotFound:
            print(f"{day} has no digest.", file=sys.stderr)
            return 2
        for finding in found:
            print(f"{finding.fault}: entry {finding.seq} of {finding.aggregate}")
        print(f"{day}: {len(found)} faults")
        faults += len(found)
    return 1 if faults else 0


def _head(text: str) -> Head:
    seq, _, digest = text.partition(":")
    return Head(int(seq), digest)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.verify_ledger", description="Audit the ledger.")
    parser.add_argument("days", nargs="*", type=date.fromisoformat, metavar="DAY", help="all when left out")
    parser.add_argument("--kept", type=_head, metavar="SEQ:HASH", help="a later digest kept outside")
    parser.add_argument("--snapshot", type=Path, metavar="FILE", help="what SNAPSHOT=FILE make run wrote")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
