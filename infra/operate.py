"""What an operator does by hand to a stage: rebuild lists, reckon clocks anew.

    python -m infra.operate rebuild
    python -m infra.operate reckon

Settings come from the environment, as for the functions (docs/operations.md); on AWS the credentials decide
what may be done. Exit status 0: nothing wrong; 1: the old lists were wrong; 2: it could not be done.
"""

import argparse
import sys

from chalicelib import bootstrap
from chalicelib.projections.rebuild import rebuild
from chalicelib.settings import SettingsError
from chalicelib.usecases.reckon_all import reckon_all


def main(arguments: list[str]) -> int:
    """Do what is asked for and return the exit status."""
    asked = _parse(arguments)
    try:
        return COMMANDS[asked.command](asked)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2


def _rebuild(_asked: argparse.Namespace) -> int:
    """Fill a new generation of all lists and counts from the ledger and make it the one in use."""
    if rebuild(bootstrap.projector(), bootstrap.shelves()):
        print("The lists were rebuilt; they were right before.")
        return 0
    print("The lists were rebuilt; the old ones were wrong or made by other projections.")
    return 1


COUNTED = {"hotline": "hotline items"}
"""Kinds that are not called by their name with an s."""


def _reckon(_asked: argparse.Namespace) -> int:
    """Reckon clocks anew that began under a year without a calendar."""
    changed = reckon_all(bootstrap.house())
    counts = ", ".join(f"{count} {COUNTED.get(kind, kind + 's')}" for kind, count in changed.items())
    print(f"Under the new calendar: {counts}.")
    return 0


COMMANDS = {"rebuild": _rebuild, "reckon": _reckon}


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.operate", description="What is done by hand.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("rebuild", help="make all lists and counts anew from the ledger")
    commands.add_parser("reckon", help="reckon provisional clocks anew after a calendar year was loaded")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
