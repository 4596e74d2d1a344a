"""`python -m infra.local` as somebody on a fresh machine meets it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from infra.local.__main__ import BadStartError, check_python, read_address
from infra.local.server import PortBusyError, bind

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start(folder, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "infra.local"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process):
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors.strip().splitlines()


def test_a_busy_port_is_one_clear_sentence(tmp_path, free_port):
    with bind("127.0.0.1", free_port):
        status, lines = ended(start(tmp_path, PORT=str(free_port)))

    assert status == 1
    assert len(lines) == 1
    assert f"Port {free_port}" in lines[0]
    assert f"PORT={free_port + 1} make run" in lines[0]


def test_bad_settings_are_named_all_at_once_without_a_traceback(tmp_path, free_port):
    status, lines = ended(start(tmp_path, PORT=str(free_port), DIVISION="x", CURSOR_KEY="short"))

    assert status == 1
    assert [line.split()[0] for line in lines] == ["DIVISION", "CURSOR_KEY"]


def test_a_port_that_is_no_number_is_one_clear_sentence(tmp_path):
    status, lines = ended(start(tmp_path, PORT="eight"))

    assert (status, lines) == (1, ["PORT must be a number between 1 and 65535; it is 'eight'."])


@pytest.mark.timeout(400)
def test_the_server_answers_says_where_it_is_and_stops_on_interrupt(tmp_path, free_port):
    process = start(tmp_path, PORT=str(free_port))
    try:
        ready = _first_line_with(process.stdout, "Ready:")
        assert f"http://localhost:{free_port}/dev/sign-in" in ready
        with urlopen(f"http://127.0.0.1:{free_port}/healthz", timeout=10) as answer:
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0


def _first_line_with(stream, text):
    deadline = time.monotonic() + 280
    while time.monotonic() < deadline:
        line = stream.readline()
        if text in line:
            return line
    raise AssertionError(f"never saw {text}")


def test_it_listens_to_this_machine_only_unless_told_otherwise():
    assert read_address("", "") == ("127.0.0.1", 8000)
    assert read_address("0.0.0.0", "80") == ("0.0.0.0", 80)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "８０００", "80a"])
def test_a_port_outside_the_range_is_refused(port):
    with pytest.raises(BadStartError, match=re.escape(port)):
        read_address("", port)


def test_a_python_the_product_was_not_tested_on_is_refused():
    check_python((3, 11))
    for version in ((3, 10), (3, 14)):
        with pytest.raises(BadStartError, match=re.escape("3.11, 3.12 or 3.13")):
            check_python(version)


def test_an_address_that_is_not_ours_cannot_be_bound():
    with pytest.raises(PortBusyError, match=r"192\.0\.2\.1"):
        bind("192.0.2.1", 8000)
