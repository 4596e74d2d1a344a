"""`python -m infra.local` as somebody on a fresh machine meets it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.request import Request, urlopen

import botocore.session
import pytest

from chalicelib.kernel.clock import format_instant
from chalicelib.settings import SettingsError, load_settings
from infra.local.__main__ import BadStartError, begin, check_python, read_address, read_snapshot_place
from infra.local.environment import local_environment
from infra.local.server import PortBusyError, bind
from infra.local.tables import create_tables

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


def test_an_endpoint_that_is_no_address_is_one_clear_sentence(tmp_path, free_port):
    status, lines = ended(start(tmp_path, PORT=str(free_port), AWS_ENDPOINT_URL_DYNAMODB="garbage"))

    assert (status, lines) == (1, ["AWS_ENDPOINT_URL_DYNAMODB must be an http or https address."])


def test_an_endpoint_where_nobody_listens_is_one_clear_sentence(tmp_path, free_port):
    nobody = f"http://127.0.0.1:{free_port}"
    status, lines = ended(start(tmp_path, PORT="1" + str(free_port)[1:], AWS_ENDPOINT_URL_DYNAMODB=nobody))

    assert status == 1
    assert len(lines) == 1
    assert nobody in lines[0]


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", '{"SESSION_KEYS": "x"}'])
@pytest.mark.parametrize("name", ["secrets.json", "issuer-key.json"])
def test_what_an_earlier_start_kept_and_was_damaged_is_one_clear_sentence(tmp_path, free_port, name, text):
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / name).write_text(text)

    status, lines = ended(start(tmp_path, PORT=str(free_port)))

    assert (status, lines) == (
        1,
        [f".local/{name} is damaged; move it away and start again, a new one is made."],
    )


def test_a_folder_that_cannot_hold_anything_is_one_clear_sentence(tmp_path, free_port):
    (tmp_path / ".local").write_text("a file in the folder's place")

    status, lines = ended(start(tmp_path, PORT=str(free_port)))

    assert status == 1
    assert len(lines) == 1
    assert lines[0].startswith(".local/secrets.json cannot be used: ")


def test_what_is_settled_by_running_here_is_no_setting(tmp_path):
    """This runtime is the local one, whatever a shell exports from somewhere else."""
    given = {"MARKET_LOCAL": "no", "AWS_LAMBDA_FUNCTION_NAME": "elsewhere"}

    assert load_settings(local_environment(given, public_url="http://localhost:8000", folder=tmp_path)).local


def test_a_file_that_is_no_snapshot_is_one_clear_sentence(tmp_path, free_port):
    (tmp_path / "kept.jsonl").write_text("no JSON")

    status, lines = ended(start(tmp_path, PORT=str(free_port), SNAPSHOT="kept.jsonl"))

    assert (status, lines) == (1, ["kept.jsonl cannot be read: line 1 is not JSON."])


def test_a_snapshot_that_could_not_be_written_is_refused_before_anything_is_done(tmp_path):
    assert read_snapshot_place(" ") is None
    assert read_snapshot_place(str(tmp_path / "kept.jsonl")) == tmp_path / "kept.jsonl"
    for place in (str(tmp_path), str(tmp_path / "no" / "kept.jsonl")):
        with pytest.raises(BadStartError, match=re.escape(place)):
            read_snapshot_place(place)


def test_tables_elsewhere_cannot_be_kept_in_a_file(tmp_path):
    elsewhere = SimpleNamespace(is_embedded=False)

    with pytest.raises(BadStartError, match="AWS_ENDPOINT_URL_DYNAMODB"):
        begin(elsewhere, tmp_path / "kept.jsonl")


def test_what_people_did_is_there_again_after_a_restart(tmp_path, free_port, runtime):
    """The exported market, not the demo, is what the server shows; stopping keeps it in the same file."""
    runtime.export_snapshot(tmp_path / "kept.jsonl")
    later = format_instant(runtime.now() + timedelta(days=2))

    with serving(tmp_path, free_port, SNAPSHOT="kept.jsonl") as ask:
        assert "ZJ-370700" not in ask("/notices")
        moved = json.loads(ask("/dev/clock", json.dumps({"to": later}).encode()))
    with serving(tmp_path, free_port, SNAPSHOT="kept.jsonl") as ask:
        shown = re.search(r'datetime="([^"]+)"', ask("/dev/clock"))

    assert moved["now"][:10] == shown[1][:10] == later[:10]
    kept = (tmp_path / "kept.jsonl").read_text().splitlines()
    assert json.loads(kept[0])["product_now"] >= later
    assert not list(tmp_path.glob("*.partial"))


def test_tables_on_another_endpoint_are_used_as_they_are_and_stay_out_of_the_snapshot(tmp_path, free_port):
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        endpoint_port = found.getsockname()[1]
    command = [sys.executable, "-m", "tests.infra.runtime.dynamodb_server", str(endpoint_port)]
    engine = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    endpoint = f"http://127.0.0.1:{endpoint_port}"
    try:
        _first_line_with(engine.stdout, "listening")
        before = set((ROOT / ".local").glob("demo-*"))
        put_something(endpoint)

        with serving(tmp_path, free_port, AWS_ENDPOINT_URL_DYNAMODB=endpoint) as ask:
            assert "ZJ-370700" not in ask("/notices")

        assert set((ROOT / ".local").glob("demo-*")) == before
    finally:
        engine.kill()
        engine.wait()


def put_something(endpoint):
    """Create the tables as an earlier start would have left them, with one entry of the ledger."""
    client = botocore.session.get_session().create_client(
        "dynamodb", "us-east-1", endpoint_url=endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )
    create_tables(client, "market")
    item = {"pk": {"S": "NOTICE#n_1"}, "sk": {"S": "000000000001"}}
    client.put_item(TableName="market-ledger", Item=item)


@contextmanager
def serving(folder, port, **environment):
    """A started server, as a function that asks it; stopped at the end as a supervisor would."""
    process = start(folder, PORT=str(port), **environment)

    def ask(path, body=None):
        headers = {"Content-Type": "application/json"} if body else {}
        request = Request(f"http://127.0.0.1:{port}{path}", body, headers)
        with urlopen(request, timeout=20) as answer:
            return answer.read().decode()

    try:
        _first_line_with(process.stdout, "Ready:")
        yield ask
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")


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
        assert line, f"it ended and never said {text}"
    raise AssertionError(f"never saw {text}")


def test_it_listens_to_this_machine_only_unless_told_otherwise():
    assert read_address("", "") == ("127.0.0.1", 8000)
    assert read_address("0.0.0.0", "80") == ("0.0.0.0", 80)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "８０００", "80a", "9" * 5_000])
def test_a_port_outside_the_range_is_refused(port):
    with pytest.raises(BadStartError, match=re.escape(port)):
        read_address("", port)


def test_a_python_the_product_was_not_tested_on_is_refused():
    check_python((3, 11))
    for version in ((3, 10), (3, 14)):
        with pytest.raises(BadStartError, match=re.escape("3.11, 3.12 or 3.13")):
            check_python(version)


@pytest.mark.parametrize("host", ["192.0.2.1", "999.1.1.1", "no such host"])
def test_a_host_that_is_not_this_machine_is_blamed_on_its_own_setting(host):
    with pytest.raises(PortBusyError) as refused:
        bind(host, 8000)

    assert str(refused.value).startswith("HOST must be")
    assert host in str(refused.value)
    assert "PORT" not in str(refused.value)


@pytest.mark.parametrize(
    "name",
    ["PUBLIC_URL", "OIDC_ISSUER", "OIDC_TOKEN_ENDPOINT", "FILES_URL", "STAGE", "DUTY", "DIVISION",
     "SESSION_KEYS", "CURSOR_KEY", "TEXT_MESSAGES", "RULE_PROFILE", "CLAIM_ROLE_VALUES", "KEY_ALIAS_PREFIX"],
)  # fmt: skip
def test_a_bad_setting_is_told_in_one_sentence_that_names_it_and_no_other(name, tmp_path):
    given = local_environment({name: "foo"}, public_url="http://localhost:8000", folder=tmp_path)

    with pytest.raises(SettingsError) as refused:
        load_settings(given)

    (sentence,) = str(refused.value).splitlines()
    assert sentence.startswith(f"{name} must be")
