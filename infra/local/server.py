"""The socket in front of the local product: waitress with eight threads (design §5)."""

import errno
import logging
import socket
from collections.abc import Callable
from typing import Any

import waitress

from infra.local.wsgi import MAX_UPLOAD_BYTES

THREADS = 8
ENVELOPE_BYTES = 1024 * 1024
"""What a form adds to the file it carries."""


class PortBusyError(OSError):
    """Somebody else listens there; the text is the one sentence a person needs."""


def bind(host: str, port: int) -> socket.socket:
    """Take the port at once, so that a busy one is known before the long part of the start.

    Raises:
        PortBusyError: when the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(1024)
    except OSError as error:
        bound.close()
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise PortBusyError(
                f"HOST must be a name or an address of this machine, such as 127.0.0.1; it is '{host}'."
            ) from error
        raise PortBusyError(
            f"Port {port} on {host} cannot be used ({error.strerror or error}); "
            f"stop what listens there or choose another one: PORT={port + 1} make run"
        ) from error
    return bound


def make_server(app: Callable[..., Any], bound: socket.socket) -> Any:
    """Return a server on a port that was taken; `run` serves until it is interrupted or closed."""
    # A little above our own limit, so that it is our words that refuse a large body, not a dropped line.
    largest = 2 * MAX_UPLOAD_BYTES + ENVELOPE_BYTES
    # A moment's queue is no news to whoever runs this.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    options = {"threads": THREADS, "max_request_body_size": largest, "ident": ""}
    return waitress.create_server(app, sockets=[bound], **options)
