"""What holds for every command and list of the API (design §4): keys, versions, limits, cursors."""

import json
from typing import Any

import pytest

from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.routes import Route
from chalicelib.kernel.actors import Role
from chalicelib.web.schema_files import load_schema
from infra.local.http_event import Answer, Request
from infra.local.people import DemoPerson
from tests.web.meta.test_hostile_text import example, version_of
from tests.web.meta.test_roles import name_of
from tests.web.meta.world import ROUTES, World
from tests.web.quotes.answers import body
from tests.web.service_items.desk import NO_CHECKLIST

VERSIONED = [route for route in ROUTES if route.method in {"PUT", "PATCH"}]
LISTS = [route for route in ROUTES if route.is_list]
ITEM = {"code": "HP-0002", "name": "环境影响评价文件编制", "checklist": NO_CHECKLIST}
PRACTITIONER = load_schema("agency-practitioner")["examples"][0]
LONG_REASON = "项目立项依据已经调整，不再需要此项服务。"


def commands(world: World) -> list[tuple[Role, str, Any, Any]]:
    """Return commands with their bodies and, where there is one, another valid body."""
    quote = f"/api/v1/sealed/notices/{world.published.notice_no}/quote"
    agency = f"/api/v1/agencies/{world.applicant.org.uscc}/draft/services"
    service = {"service_type": "CH01", "conditions": "批复", "procedure": "作业", "time_limit": "10 日"}
    first, second = ({**service, "fee_standard": text} for text in ("市场调节价", "每项一万元"))
    return [
        (Role.AGENCY_AGENT, quote, body(40_000_00), body(39_000_00)),
        (Role.AGENCY_ADMIN, agency.replace("services", "practitioners"), PRACTITIONER, None),
        (Role.DEPARTMENT, "/api/v1/service-items", ITEM, ITEM | {"code": "HP-0003"}),
        (Role.AGENCY_ADMIN, agency, first, second),
        (Role.OWNER_AGENT, "/api/v1/notices", None, {}),
        (Role.OWNER_AGENT, f"/api/v1/notices/{world.published.id}/copies", None, {}),
        (Role.OPERATOR_REVIEWER, f"/api/v1/notices/{world.reviewed_id}/approval", {"dismissals": []}, None),
        (Role.OWNER_ADMIN, f"/api/v1/notices/{world.published.id}/withdrawal", {"reason": LONG_REASON}, None),
    ]


def test_the_same_command_twice_is_one_command_with_one_answer(world: World) -> None:
    for role, address, sent, other in commands(world):
        person, key = world.person(role), f"key of {address}"
        first = world.runtime.post_json(address, sent, as_=person, key=key)
        again = world.runtime.post_json(address, sent, as_=person, key=key)

        assert first.status < 300, (address, first.text)
        assert again.status == first.status, (address, again.text)
        assert again.json() == first.json(), address
        if other is not None:
            refused = world.runtime.post_json(address, other, as_=person, key=key)
            assert refused.status == 422, (address, refused.text)
            assert refused.json()["type"] == "/problems/idempotency-key-reused"


def test_a_key_belongs_to_the_person_who_sent_it(world: World) -> None:
    one, another = world.person(Role.OWNER_AGENT), world.stranger(Role.OWNER_AGENT)
    answers = [
        world.runtime.post_json("/api/v1/notices", None, as_=who, key="shared") for who in (one, another)
    ]

    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].header("Location") != answers[1].header("Location")


@pytest.mark.parametrize("key", ["x" * 201, "a\tb", "钥匙\u202e"])
def test_a_key_that_makes_no_sense_is_refused(world: World, key: str) -> None:
    answer = world.runtime.post_json("/api/v1/notices", None, as_=world.person(Role.OWNER_AGENT), key=key)

    assert answer.status == 400
    assert answer.json()["type"] == "/problems/bad-idempotency-key"


@pytest.mark.parametrize("route", VERSIONED, ids=name_of)
def test_a_change_without_the_version_that_was_read_is_refused(world: World, route: Route) -> None:
    if "{entry_id}" in route.path:
        pytest.skip("an entry that does not exist has no version")
    address, person = world.address(route), world.person(sorted(route.audience)[0])
    right = version_of(world, route, address)

    missing = _change(world, route, person, None)
    assert (missing.status, missing.json()["type"]) == (428, "/problems/if-match-missing")
    assert "If-Match" in missing.json()["detail"]
    assert "ETag" in missing.json()["detail"]
    for version in ('"999999"', "*", right.strip('"')):
        answer = _change(world, route, person, version)

        assert answer.status == 412, (version, answer.text)
        assert answer.json()["type"] == "/problems/precondition-failed"
    assert _change(world, route, person, right).status not in {412, 428}


def _change(world: World, route: Route, person: DemoPerson, version: str | None) -> Answer:
    headers = [("Authorization", f"Bearer {world.runtime.identity.access_token(person)}")]
    if version is not None:
        headers.append(("If-Match", version))
    content = _json(example(route))
    return world.runtime.request(Request(route.method, world.address(route), "", tuple(headers), content))


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("route", LISTS, ids=name_of)
@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=１", "cursor=x", "cursor=YWJj.YWJj"]
)
def test_a_list_refuses_a_limit_or_cursor_that_is_none(world: World, route: Route, query: str) -> None:
    person = world.person(sorted(route.audience)[0]) if route.audience else None
    answer = world.runtime.get_json(f"{world.address(route)}?{query}", as_=person)

    if answer.status == 404:
        assert "{import_id}" in route.path
        return
    assert answer.status in {400, 422}, answer.text
    assert (answer.header("Content-Type") or "").startswith("application/problem+json")


@pytest.mark.parametrize("route", [r for r in ROUTES if r.surface == "api"], ids=name_of)
def test_a_parameter_that_means_nothing_is_refused_by_name(world: World, route: Route) -> None:
    """A mistyped filter would otherwise get the answer to another question."""
    person = world.person(sorted(route.audience)[0]) if route.audience else None
    address = world.address(route) + "?stat=PUBLISHED&a%2Fb=1&%E2%80%AE=1"

    answer = world.runtime.send_json(route.method, address, None, as_=person)

    assert answer.status == 422, answer.text
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/stat", "unknown-parameter"),
        ("/a~1b", "unknown-parameter"),
        ("", "unknown-parameter"),
    ]


OPEN_ENDED = {
    "q": "too-long",
    "division": "not-a-division",
    **dict.fromkeys(("owner", "winner", "agency", "org"), "not-a-uscc"),
    **dict.fromkeys(
        (f"{what}_{end}" for what in ("closes", "awarded", "public", "decided") for end in ("from", "to")),
        "not-a-date",
    ),
}
"""Filters whose values have no known end, and what is said of one that cannot be."""

FILTERED = [(route, name) for route in LISTS for name in route.filters]


@pytest.mark.parametrize(("route", "name"), FILTERED, ids=lambda part: getattr(part, "path", part))
def test_a_filter_refuses_a_value_that_there_is_not_and_names_those_there_are(
    world: World, route: Route, name: str
) -> None:
    person = world.person(sorted(route.audience)[0]) if route.audience else None

    wrong = "x" * 100 if name == "q" else "nonesuch"
    answer = world.runtime.get_json(f"{route.path}?{name}={wrong}", as_=person)

    assert answer.status == 422, answer.text
    (error,) = answer.json()["errors"]
    assert error["pointer"] == f"/{name}"
    if name in OPEN_ENDED and not isinstance(route.filters[name], OneOf):
        assert error["code"] == OPEN_ENDED[name]
        return
    options = error["params"]["options"]
    assert error["code"] == "not-a-filter-value"
    assert all(option in error["detail"] for option in options)
    taken = world.runtime.get_json(f"{route.path}?{name}={options[-1]}", as_=person)
    assert taken.status == 200, taken.text


PAGED = [(r, name) for r in ROUTES if r.surface == "page" and "{" not in r.path for name in r.filters]


@pytest.mark.parametrize(("route", "name"), PAGED, ids=lambda part: getattr(part, "path", part))
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_page_clears_a_filter_whose_value_there_is_not_and_says_so(
    world: World, route: Route, name: str, language: str
) -> None:
    person = world.person(sorted(route.audience)[0]) if route.audience else None
    visit = world.runtime.visit(person)
    visit.get(f"/preferences?lang={language}")

    answer, plain = visit.get(f"{route.path}?{name}=nonesuch&cursor=x"), visit.get(route.path)
    visit.get("/preferences?lang=zh-Hans")

    said = "已经去掉" if language == "zh-Hans" else "has been removed"
    assert answer.status == 200, answer.text
    assert said in answer.text
    assert said not in plain.text


@pytest.mark.parametrize("query", ["closes_from=soon", "limit=0", "limit=x", "cursor=x"])
def test_a_page_says_what_is_wrong_with_its_address(world: World, query: str) -> None:
    answer = world.runtime.get(f"/notices?{query}")

    assert answer.status == (400 if "cursor" in query else 422)
    said = {"closes_from": "请填写真实存在的日期", "limit": "1 到 100", "cursor": "翻页位置已经失效"}
    assert said[query.partition("=")[0]] in answer.text


def test_a_list_of_one_facet_takes_one_filter(world: World) -> None:
    answer = world.runtime.get("/service-items?state=RETIRED&service_type=CH01")

    assert answer.status == 422
    assert "一次只能按一个条件筛选" in answer.text


@pytest.mark.parametrize("content", [b"{bad", b"[1]", b'{"x": 1}'])
def test_a_command_without_fields_takes_none(world: World, content: bytes) -> None:
    person = world.person(Role.OWNER_AGENT)
    headers = (("Authorization", f"Bearer {world.runtime.identity.access_token(person)}"),)

    answer = world.runtime.request(Request("POST", "/api/v1/notices", "", headers, content))

    assert answer.status in {400, 422}


@pytest.mark.parametrize("content", [b'{"amount_fen":1,"amount_fen":2}', b'{"price":{"a":1,"a":1}}'])
def test_a_body_that_names_a_member_twice_is_refused(world: World, content: bytes) -> None:
    """Programs differ in which of the two they read; of an amount there must be one reading."""
    token = world.runtime.identity.access_token(world.person(Role.AGENCY_AGENT))
    path = f"/api/v1/sealed/notices/{world.published.notice_no}/quote"

    answer = world.runtime.request(
        Request("POST", path, "", (("Authorization", f"Bearer {token}"),), content)
    )

    assert answer.status == 400
    assert answer.json()["type"] == "/problems/bad-json"


@pytest.mark.parametrize("route", [r for r in LISTS if "{" not in r.path], ids=name_of)
def test_a_list_answers_with_items_their_count_and_the_next_page(world: World, route: Route) -> None:
    person = world.person(sorted(route.audience)[0]) if route.audience else None
    answer = world.runtime.get_json(f"{world.address(route)}?limit=1", as_=person)

    assert answer.status == 200, answer.text
    page = answer.json()
    assert len(page["items"]) <= 1
    assert set(page) >= {"items", "next"}
    if page["next"]:
        following = world.runtime.get_json(page["next"], as_=person)
        assert following.status == 200
        assert following.json()["items"] != page["items"]


def test_a_cursor_of_one_list_opens_no_other(world: World) -> None:
    person = world.person(Role.OWNER_AGENT)
    page = world.runtime.get_json("/api/v1/owner/notices?limit=1", as_=person).json()
    assert page["next"]

    answer = world.runtime.get_json("/api/v1/notices?" + page["next"].partition("?")[2])

    assert answer.status == 400
