"""`make run`: the product on this machine, in one process; HOST, PORT and settings by the environment."""

import os
import sys
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.settings import SettingsError
from infra.catalogues import compile_catalogues
from infra.local import demo
from infra.local.engine import WrongEngineError, settle_memory
from infra.local.runtime import Runtime
from infra.local.server import PortBusyError, bind, make_server
from infra.local.wsgi import LOOPBACK_NAMES, WebApp

FOLDER = Path(".local")
CANNOT_START = (PortBusyError, SettingsError, WrongEngineError, BotoCoreError, ClientError)
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
        bound = bind(host, port)
        runtime = Runtime(FOLDER, public_url=f"http://localhost:{port}")
    except (BadStartError, *CANNOT_START) as error:
        print(error, file=sys.stderr)
        return 1
    with runtime:
        demo.load(runtime)
        settle_memory()
        runtime.start()
        public_url = runtime.settings.public_url
        print(f"Ready: {public_url}/  Sign in: {public_url}/dev/sign-in  Stop: Ctrl+C", flush=True)
        app = WebApp(runtime.request, public_url, only_here=host in LOOPBACK_NAMES)
        make_server(app, bound).run()
    return 0


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
    if not wanted.isascii() or not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise BadStartError(f"PORT must be a number between 1 and 65535; it is '{port}'.")
    return host.strip() or "127.0.0.1", int(wanted)


if __name__ == "__main__":
    sys.exit(main())
