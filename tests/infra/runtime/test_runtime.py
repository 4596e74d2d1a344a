import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from infra.local.http_event import Request
from infra.local.people import find_person
from infra.local.runtime import Runtime
from tests.infra.runtime.conftest import MONDAY


def test_a_person_signs_in_through_the_local_issuer_and_is_greeted(runtime, owner):
    page = runtime.get("/problems", as_=owner)

    assert page.status == 200
    assert owner.display_name in page.text


def test_somebody_unknown_is_nobody(runtime, owner):
    runtime.get("/problems", as_=owner)

    assert owner.display_name not in runtime.get("/problems").text


def test_a_form_is_sent_with_its_csrf_token(runtime, owner):
    answer = runtime.post_form("/sign-out", as_=owner)

    assert answer.status == 303
    assert answer.location.startswith("/dev/oidc/end-session")


def test_the_same_form_without_a_token_is_refused(runtime, owner):
    cookie = "; ".join(f"{name}={value}" for name, value in runtime.visit(owner).cookies.items())
    headers = (("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded"))

    answer = runtime.request(Request("POST", "/sign-out", headers=headers, body=b"x=1"))

    assert answer.status == 403


def test_after_the_clock_moved_the_session_still_lives_by_the_walls_clock(runtime, owner):
    runtime.visit(owner)

    runtime.advance(timedelta(days=10))

    assert owner.display_name in runtime.get("/problems", as_=owner).text


def test_a_reset_leaves_nothing_behind(runtime, owner):
    runtime.visit(owner)
    file_id = runtime.house.files.put("dossier", b"%PDF", "application/pdf")
    runtime.advance(timedelta(days=1))

    runtime.reset(MONDAY)

    assert runtime.now() == MONDAY
    with pytest.raises(NotFound):
        runtime.house.files.inspect(file_id)


def test_the_product_is_told_product_time(runtime):
    runtime.advance(timedelta(hours=1))

    assert runtime.get("/healthz").json()["now"].startswith("2026-03-02T02:00:00")


def test_a_snapshot_brings_back_the_state_and_the_clock(runtime, tmp_path):
    sealed = runtime.house.sealing.encrypt("vault", b"13800000000", {"ref": "x"})
    file_id = runtime.house.files.put("dossier", b"%PDF", "application/pdf")
    runtime.advance(timedelta(days=2))
    runtime.export_snapshot(tmp_path / "state.jsonl")
    runtime.reset(MONDAY)

    runtime.import_snapshot(tmp_path / "state.jsonl")

    assert runtime.now() == MONDAY + timedelta(days=2)
    assert runtime.house.files.inspect(file_id).size_bytes == 4
    assert runtime.house.sealing.decrypt("vault", sealed, {"ref": "x"}) == b"13800000000"


def test_each_key_seals_and_the_slot_key_makes_the_same_slot_twice(runtime):
    sealing = runtime.house.sealing

    for key in ("vault", "contact", "identity", "price", "draw"):
        sealed = sealing.encrypt(key, b"secret", {"notice_id": "n"})
        assert sealing.decrypt(key, sealed, {"notice_id": "n"}) == b"secret"
    assert sealing.agency_secret("u") == sealing.agency_secret("u") != sealing.agency_secret("v")


def test_a_message_reaches_its_worker_and_the_outbox(runtime):
    body = {"event": "AGENCY#x#1", "at": "2026-03-02T01:00:00.000Z", "to": "org:x", "code": "agency-listed"}
    body["params"] = {}
    runtime.house.queues.send("messages", "AGENCY#x", "AGENCY#x#1", body)

    runtime.drain()

    (letter,) = runtime.outbox.letters("org:x")
    assert (letter.channel, letter.code, letter.at) == ("in-app", "agency-listed", body["at"])


def test_a_message_no_worker_understands_ends_on_the_outbox_page(runtime):
    runtime.house.queues.send("lifecycle", "g", "d", {"kind": "no-such-kind", "id": "x", "due_at": "y"})

    runtime.drain()

    assert "no-such-kind" in runtime.get("/dev/outbox").text


def test_every_role_has_a_demo_person_who_can_sign_in(runtime):
    for role in Role:
        person = find_person(role)
        assert person is not None
        runtime.visit(person)


def test_the_process_gets_its_environment_back(tmp_path, started: Runtime):
    folder = Path(tmp_path)
    secret = os.environ["CURSOR_KEY"]

    assert os.environ["MARKET_LOCAL"] == "yes"
    assert len(secret) >= 32
    assert not list(folder.iterdir())


def test_requests_of_many_threads_get_their_own_answers(runtime):
    codes = ["not-found", "forbidden", "csrf-missing", "session-idle"] * 25

    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda code: runtime.request(Request("GET", f"/problems/{code}")).text, codes))

    assert all(f"<dd>{code}</dd>" in page for code, page in zip(codes, pages, strict=True))


def test_the_address_of_a_page_keeps_its_query(runtime):
    page = runtime.get("/problems?x=%E6%B5%8B&x=2").text

    assert "x%3D%25E6%25B5%258B%26x%3D2" in page
