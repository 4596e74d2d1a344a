"""`make run`: the product on this machine, in one process; HOST, PORT and settings by the environment.

With SNAPSHOT=FILE it begins with what the file holds, or with the demo when there is no such file, and
writes everything it remembers there when it stops.
"""

import os
import signal
import sys
from functools import partial
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.settings import SettingsError
from infra.catalogues import compile_catalogues
from infra.local import demo
from infra.local.engine import WrongEngineError, settle_memory
from infra.local.kept_files import KeptFileError
from infra.local.runtime import Runtime
from infra.local.server import PortBusyError, bind, make_server
from infra.local.snapshot import SnapshotError
from infra.local.wsgi import LOOPBACK_NAMES, WebApp

FOLDER = Path(".local")
CANNOT_START = (
    PortBusyError,
    SettingsError,
    SnapshotError,
    KeptFileError,
    WrongEngineError,
    BotoCoreError,
    ClientError,
)
"""Each carries a sentence of its own; the last two speak of another DynamoDB endpoint."""
OLDEST, NEWEST = (3, 11), (3, 13)


class BadStartError(Exception):
    """The process cannot start; the text is the sentence to print."""


def main() -> int:
    """Start, serve, and return the exit status: 1 with a sentence when it cannot start."""
    try:
        check_python(sys.version_info[:2])
        compile_catalogues()
        host, port = read_address(os.environ.get("HOST", ""), os.environ.get("PORT", ""))
        kept = read_snapshot_place(os.environ.get("SNAPSHOT", ""))
        bound = bind(host, port)
        with Runtime(FOLDER, public_url=f"http://localhost:{port}") as runtime:
            begin(runtime, kept)
            settle_memory()
            runtime.start()
            public_url = runtime.settings.public_url
            app = WebApp(runtime.request, public_url, only_here=host in LOOPBACK_NAMES)
            # Asked to end by a supervisor is the same as by Ctrl+C: what people did is kept.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            print(f"Ready: {public_url}/  Sign in: {public_url}/dev/sign-in  Stop: Ctrl+C", flush=True)
            make_server(app, bound).run()
            if kept is not None:
                print(f"Kept: {runtime.export_snapshot(kept)} rows in {kept}", flush=True)
    except (BadStartError, *CANNOT_START) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def begin(runtime: Runtime, kept: Path | None) -> None:
    """Put into a new runtime what was kept, or the demo.

    Raises:
        BadStartError: when what is kept would not hold the tables.
        SnapshotError: when the file cannot be read.
    """
    if kept is not None and not runtime.is_embedded:
        raise BadStartError(
            "SNAPSHOT is for tables in this process; AWS_ENDPOINT_URL_DYNAMODB keeps its own."
        )
    if kept is not None and kept.exists():
        runtime.import_snapshot(kept)
    else:
        demo.load(runtime, partial(print, flush=True))


def check_python(version: tuple[int, ...]) -> None:
    """Refuse a Python the product was not tested on.

    Raises:
        BadStartError: with the sentence to print.
    """
    if not OLDEST <= version <= NEWEST:
        found = ".".join(map(str, version))
        raise BadStartError(f"Python 3.11, 3.12 or 3.13 is needed; this is Python {found}.")


def read_address(host: str, port: str) -> tuple[str, int]:
    """Return where to listen: this machine only and port 8000 unless told otherwise.

    Raises:
        BadStartError: with the sentence to print.
    """
    wanted = port.strip() or "8000"
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 5 or not 0 < int(wanted) < 65536:
        raise BadStartError(f"PORT must be a number between 1 and 65535; it is '{port}'.")
    return host.strip() or "127.0.0.1", int(wanted)


def read_snapshot_place(text: str) -> Path | None:
    """Return the file in which to keep everything, or None to forget it as ever.

    Raises:
        BadStartError: with the sentence to print.
    """
    if not text.strip():
        return None
    path = Path(text.strip())
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise BadStartError(f"SNAPSHOT must be a file in a folder that can be written to; it is '{text}'.")
    return path


if __name__ == "__main__":
    sys.exit(main())
