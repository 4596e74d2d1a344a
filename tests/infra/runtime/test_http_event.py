import base64

from infra.local.http_event import Request, proxy_event, read_answer


def event_of(**parts):
    return proxy_event(Request(**{"method": "GET", "path": "/notices", **parts}))


def test_the_path_stays_encoded_and_query_values_come_decoded():
    event = event_of(path="/a%20b", query_string="q=%E6%B5%8B&q=2&empty=")

    assert event["path"] == "/a%20b"
    assert event["multiValueQueryStringParameters"] == {"q": ["测", "2"], "empty": [""]}
    assert event["queryStringParameters"] == {"q": "2", "empty": ""}


def test_absent_parts_are_null_as_api_gateway_sends_them():
    event = event_of()

    assert event["body"] is None
    assert event["queryStringParameters"] is None
    assert event["multiValueQueryStringParameters"] is None


def test_nothing_is_in_the_context_that_api_gateway_does_not_send():
    context = event_of()["requestContext"]

    assert context["identity"]["sourceIp"] == "127.0.0.1"
    sent = "accountId apiId stage protocol requestId resourcePath httpMethod path identity"
    assert set(context) == set(sent.split())


def test_a_text_body_stays_text_and_any_other_is_base64():
    assert event_of(body="测".encode())["body"] == "测"

    binary = event_of(body=b"\xff\x00")

    assert binary["isBase64Encoded"] is True
    assert base64.b64decode(binary["body"]) == b"\xff\x00"


def test_every_cookie_of_an_answer_is_kept():
    answer = read_answer(
        {
            "statusCode": 200,
            "headers": {"A": "1"},
            "multiValueHeaders": {"Set-Cookie": ["x=1", "y=2"]},
            "body": "hi",
        }
    )

    assert answer.header_values("set-cookie") == ("x=1", "y=2")
    assert answer.header("a") == "1"
    assert answer.text == "hi"


def test_a_header_given_singly_and_severally_is_sent_once_a_value():
    answer = read_answer(
        {"statusCode": 200, "headers": {"set-cookie": "x=1"}, "multiValueHeaders": {"Set-Cookie": ["x=1"]}}
    )

    assert answer.header_values("Set-Cookie") == ("x=1",)


def test_a_base64_body_is_decoded():
    answer = read_answer({"statusCode": 200, "body": "/wA=", "isBase64Encoded": True})

    assert answer.body == b"\xff\x00"
