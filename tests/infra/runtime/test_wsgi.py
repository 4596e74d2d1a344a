from io import BytesIO

import pytest

from infra.local.http_event import Answer
from infra.local.wsgi import MAX_BODY_BYTES, MAX_UPLOAD_BYTES, WebApp

PUBLIC = "http://localhost:8000"


class Product:
    def __init__(self, answer=None):
        self.requests = []
        self.reply = answer or Answer(200, (("Content-Type", "text/plain"),), b"hi")

    def __call__(self, request):
        self.requests.append(request)
        return self.reply


def call(product, method="GET", path="/", *, body=b"", length=None, only_here=True, **headers):
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_LENGTH": str(len(body)) if length is None else length,
        "wsgi.input": BytesIO(body),
        "HTTP_HOST": "localhost:8000",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    seen = {}

    def start_response(status, answer_headers):
        seen.update(status=int(status.split()[0]), headers=answer_headers)

    content = b"".join(WebApp(product, PUBLIC, only_here=only_here)(environ, start_response))
    return seen["status"], dict(seen["headers"]), content


def test_a_request_reaches_the_product_with_its_headers_and_body():
    product = Product()

    status, headers, content = call(product, "POST", "/x", body=b"data", x_csrf_token="t")

    assert (status, content, headers["Content-Length"]) == (200, b"hi", "2")
    assert product.requests[0].body == b"data"
    assert product.requests[0].header("x-csrf-token") == "t"


@pytest.mark.parametrize("name", ["127.0.0.1:8000", "[::1]:8000", "localhost:8000"])
def test_whichever_name_of_this_machine_is_used_the_product_sees_its_public_address(name):
    product = Product(Answer(303, (("Location", f"{PUBLIC}/sign-in/callback?code=1"),)))

    _, headers, _ = call(product, "POST", host=name, origin=f"http://{name}")

    assert product.requests[0].header("Origin") == PUBLIC
    assert headers["Location"] == f"http://{name}/sign-in/callback?code=1"


def test_another_sites_origin_is_passed_on_as_it_is():
    product = Product()

    call(product, "POST", host="127.0.0.1:8000", origin="https://evil.example")

    assert product.requests[0].header("Origin") == "https://evil.example"


def test_a_foreign_name_made_to_point_here_is_refused_while_only_this_machine_is_served():
    product = Product()

    status, headers, _ = call(product, path="/dev/token", host="evil.example")

    assert status == 421
    assert headers["Content-Type"] == "application/problem+json"
    assert product.requests == []


def test_any_name_is_served_when_told_to_listen_to_the_network():
    status, _, _ = call(Product(), host="10.0.0.5:8000", only_here=False)

    assert status == 200


def test_a_body_above_ten_megabytes_is_a_clear_413_and_is_not_read():
    product = Product()

    status, headers, content = call(product, "POST", "/x", length=str(MAX_BODY_BYTES + 1))

    assert status == 413
    assert headers["Content-Type"] == "application/problem+json"
    assert "10 MB" in content.decode()
    assert product.requests == []


def test_a_file_of_twenty_megabytes_passes_on_its_way_to_the_bucket():
    assert call(Product(), "POST", "/dev/s3/b", length=str(20 * 1024 * 1024))[0] == 200
    assert call(Product(), "POST", "/dev/s3/b", length=str(MAX_UPLOAD_BYTES + 1))[0] == 413


def test_a_path_of_any_bytes_is_encoded_again():
    product = Product()

    call(product, path="/\xff\x00/\xe6\xb5\x8b%")

    assert product.requests[0].path == "/%FF%00/%E6%B5%8B%25"


def test_an_answer_to_head_has_the_pages_length_and_no_body():
    _, headers, content = call(Product(), "HEAD")

    assert (headers["Content-Length"], content) == ("2", b"")


def test_every_cookie_is_sent():
    product = Product(Answer(200, (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))))
    sent = []

    WebApp(product, PUBLIC, only_here=True)(
        {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.input": BytesIO(), "HTTP_HOST": "localhost:8000"},
        lambda _status, headers: sent.extend(headers),
    )

    assert [value for name, value in sent if name == "Set-Cookie"] == ["a=1", "b=2"]
