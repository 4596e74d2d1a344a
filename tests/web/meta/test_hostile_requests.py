"""Hostile text around the body: headers, cookies, queries, addresses, uploads (never a fault of ours)."""

import re
from urllib.parse import quote, urlencode

import pytest

from chalicelib.entrypoints.routes import Route
from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer, Request
from infra.local.visits import FORM
from tests.web.meta.hostile import TEXTS
from tests.web.meta.test_hostile_text import check
from tests.web.meta.test_roles import name_of
from tests.web.meta.world import ROUTES, World

API = [route for route in ROUTES if route.surface == "api"]
HEADERS = (
    "Accept",
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Cookie",
    "Idempotency-Key",
    "If-Match",
    "Origin",
    "Sec-Fetch-Site",
    "X-Csrf-Token",
    "X-Request-Id",
)
SPELLINGS = {
    "Authorization": "Bearer {}",
    "Cookie": "session={0}; visitor={0}; lang={0}; theme={0}; elder={0}; {0}",
    "If-Match": '"{}"',
}
"""How a header is usually written, so that its text gets as far as it can."""
ASKED = (
    ("GET", "/"),
    ("GET", "/notices"),
    ("GET", "/workbench"),
    ("GET", "/api/v1/notices"),
    ("GET", "/api/v1/owner/notices"),
    ("GET", "/nope"),
    ("POST", "/sign-out"),
    ("POST", "/api/v1/notices"),
    ("PATCH", "/api/v1/notices/nonesuch/dates"),
)


def written(text: str) -> list[str]:
    """Return a text as a header may bring it: itself, and its bytes as a server reads them."""
    line = re.sub(r"[\r\n\0\u0085\u2028]", " ", text)[:8_000]
    return [line, line.encode(errors="replace").decode("latin-1")]


def sound(answer: Answer) -> None:
    assert answer.status < 500, answer.text[:500]
    assert "<script>alert" not in answer.text
    assert all("\n" not in value for _, value in answer.headers)


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize(("method", "address"), ASKED, ids=map(" ".join, ASKED))
def test_a_hostile_header_never_breaks_an_answer(world: World, method: str, address: str, name: str) -> None:
    token = world.runtime.identity.access_token(world.person(Role.OWNER_AGENT))
    given = [("Authorization", f"Bearer {token}")] if "/api/" in address and name != "Cookie" else []
    given = [pair for pair in given if pair[0] != name]
    plain = world.runtime.request(Request(method, address, "", tuple(given)))
    for text in TEXTS.values():
        for line in written(text):
            for value in {line, SPELLINGS.get(name, "{}").format(line)}:
                answer = world.runtime.request(Request(method, address, "", (*given, (name, value))))

                sound(answer)
                assert answer.status == plain.status or 400 <= answer.status < 500
                assert answer.header("X-Request-Id") not in {value, None}


@pytest.mark.parametrize("route", [route for route in API if route.query], ids=name_of)
def test_a_hostile_value_of_a_query_is_refused_or_finds_nothing(world: World, route: Route) -> None:
    person = world.person(sorted(route.audience)[0]) if route.audience else None
    for name in route.query:
        for text in TEXTS.values():
            query = urlencode({name: text[:8_000]}, errors="replace")
            answer = world.runtime.get_json(f"{world.address(route)}?{query}", as_=person)

            check(answer)
            assert answer.status >= 400 or answer.json()["items"] == [], (name, text[:20])


@pytest.mark.parametrize("route", [r for r in API if "{" in r.path and r.method != "GET"], ids=name_of)
def test_a_hostile_part_of_an_address_is_refused(world: World, route: Route) -> None:
    person = world.person(sorted(route.audience)[0])
    for text in TEXTS.values():
        address = re.sub(r"\{\w+\}", quote(text[:3_000], safe="", errors="replace"), route.path)
        answer = world.runtime.send_json(route.method, address, None, as_=person)

        check(answer)
        assert answer.status >= 400


BOUNDARY = "multipart/form-data; boundary=b"
UPLOADS = {
    "no form at all": (FORM, b"a=b"),
    "no boundary": ("multipart/form-data", b"--b--"),
    "an empty body": (BOUNDARY, b""),
    "cut off": (BOUNDARY, b'--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk'),
    "another boundary": (BOUNDARY, b"--c\r\n\r\nx\r\n--c--\r\n"),
    "no name": (BOUNDARY, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
    "not utf-8": (BOUNDARY, b'--b\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n\xff\r\n--b--\r\n'),
    "a header without end": (BOUNDARY, b"--b\r\n" + b"X: y\r\n" * 50_000),
    "ten thousand fields": (
        BOUNDARY,
        b'--b\r\nContent-Disposition: form-data; name="k"\r\n\r\nv\r\n' * 10_000 + b"--b--\r\n",
    ),
}


@pytest.mark.parametrize("kind", UPLOADS)
def test_an_upload_that_is_no_form_is_refused(world: World, kind: str) -> None:
    content_type, body = UPLOADS[kind]
    request = Request("POST", "/dev/s3/market-dossier", "", (("Content-Type", content_type),), body)

    answer = world.runtime.request(request)

    assert 400 <= answer.status < 500


def test_hostile_text_in_an_upload_is_refused_or_stored_as_it_is(world: World) -> None:
    files = world.runtime.house.files
    for text in TEXTS.values():
        form = files.begin_upload("dossier", max_bytes=2**21, back_to="/agency/files?file={file_id}")
        name = re.sub(r'["\r\n\0]', "_", text[:2_000])

        named = world.visit(None).upload(form.url, form.fields, text.encode(errors="replace"), name)
        changed = [
            world.visit(None).upload(form.url, {**form.fields, field: text}, b"x") for field in form.fields
        ]

        assert named.status == 303
        assert all(400 <= answer.status < 500 for answer in changed)
