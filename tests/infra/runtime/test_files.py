from datetime import timedelta

import pytest

from infra.local.http_event import Request

PDF = b"%PDF-1.7\r\n\x00\xff\r\n--not-a-boundary\r\n"
BACK = "http://localhost:8000/agency/files?file={file_id}"


@pytest.fixture
def form(runtime):
    return runtime.house.files.begin_upload("dossier", max_bytes=1000, back_to=BACK)


def send(runtime, form, content=PDF, **changed):
    return runtime.visit().upload(form.url, {**form.fields, **changed}, content)


def test_a_browser_uploads_through_the_presigned_form_and_comes_back(runtime, form):
    answer = send(runtime, form)

    stored = runtime.house.files.inspect(form.file_id)
    assert answer.status == 303
    assert answer.location.startswith("http://localhost:8000/agency/files?file=dossier%2F")
    assert (stored.size_bytes, stored.content_type, stored.scan) == (len(PDF), "application/pdf", "clean")


def test_the_form_and_the_link_are_of_the_servers_own_port(runtime, form):
    assert form.url == "/dev/s3/market-dossier"
    assert runtime.house.files.link(form.file_id, "a.pdf").startswith("/dev/s3/market-dossier/")


@pytest.mark.parametrize(
    ("changed", "content", "status", "code"),
    [
        ({}, b"x" * 1001, 413, "EntityTooLarge"),
        ({"key": "another"}, PDF, 403, "AccessDenied"),
        ({"success_action_redirect": "https://evil.example/"}, PDF, 403, "AccessDenied"),
        ({"acl": "public-read"}, PDF, 403, "AccessDenied"),
        ({"x-amz-signature": "0" * 64}, PDF, 403, "SignatureDoesNotMatch"),
        ({"policy": "e30="}, PDF, 403, "SignatureDoesNotMatch"),
        ({"x-amz-date": "yesterday"}, PDF, 403, "AccessDenied"),
    ],
)
def test_what_the_policy_does_not_allow_is_refused_as_by_s3(runtime, form, changed, content, status, code):
    answer = send(runtime, form, content, **changed)

    assert answer.status == status
    assert code in answer.text


def test_a_form_for_one_bucket_does_not_open_another(runtime, form):
    answer = runtime.visit().upload("/dev/s3/market-sealed", form.fields, PDF)

    assert answer.status == 403


def test_a_form_expires_by_the_walls_clock(runtime, form, monkeypatch):
    later = runtime.clock.wall_now() + timedelta(seconds=901)
    monkeypatch.setattr(runtime.clock, "wall_now", lambda: later)

    assert send(runtime, form).status == 403


def test_a_file_is_downloaded_as_an_attachment_that_can_do_nothing(runtime, form):
    send(runtime, form, b"<script>alert(1)</script>")

    answer = runtime.get(runtime.house.files.link(form.file_id, "计划 1.pdf"))

    assert answer.body == b"<script>alert(1)</script>"
    assert answer.header("Content-Disposition") == "attachment; filename*=UTF-8''%E8%AE%A1%E5%88%92%201.pdf"
    assert answer.header("Content-Security-Policy").startswith("sandbox")


def test_a_link_works_for_its_five_minutes_only_and_cannot_be_stretched(runtime, form, monkeypatch):
    send(runtime, form)
    link = runtime.house.files.link(form.file_id, "a.pdf")

    assert runtime.get(link).status == 200
    assert runtime.get(link.replace("Expires=300", "Expires=900")).status == 403
    later = runtime.clock.wall_now() + timedelta(seconds=300)
    monkeypatch.setattr(runtime.clock, "wall_now", lambda: later)
    assert runtime.get(link).status == 403


def test_an_unsigned_address_shows_nothing(runtime, form):
    send(runtime, form)
    key = form.fields["key"]

    assert runtime.get(f"/dev/s3/market-dossier/{key}").status == 403


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", b"x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"x"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--b--\r\n',
        ),
    ],
)
def test_a_body_that_is_no_upload_form_is_refused(runtime, content_type, body):
    request = Request("POST", "/dev/s3/market-dossier", headers=(("Content-Type", content_type),), body=body)

    assert runtime.request(request).status == 400
