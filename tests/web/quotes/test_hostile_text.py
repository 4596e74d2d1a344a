"""Whatever is typed into a sealed form is accepted safely or refused clearly; never a fault of ours."""

from typing import Any

import pytest

from infra.local.http_event import Request
from tests.journeys.steps import uscc
from tests.web.quotes.answers import body, form
from tests.web.quotes.conftest import Market

FIELDS = (
    "contact.name",
    "contact.phone",
    "amount_fen",
    "rate_bp",
    "validity_days",
    "staff",
    "declaration.kin_of_owner.answer",
    "declaration.owner_relations.ties.0.tie",
    "declaration.owner_relations.ties.0.ended_on",
    "declaration.related_agencies.usccs",
    "declaration.project_roles.roles",
)
TEXTS = {
    "plane 2": "𠮷野𪚥",
    "right to left": "授权\u202e人",
    "zero width": "授\u200b权\u200d人\ufeff",
    "full width": "１３８００１３８０００",
    "null": "a\x00b",
    "markup": "<script>alert(1)</script>'\"{{7*7}}%(x)s",
    "long": "长" * 19_000,
    "longest": "长" * 350_000,
    "deep": "{" * 500,
    "huge number": "9" * 400,
    "exponent": "1e400",
}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("kind", TEXTS)
def test_a_form_field_never_breaks_the_page(standing_market: Market, name: str, kind: str) -> None:
    fields: dict[str, Any] = {**form(), "declaration.owner_relations.answer": "yes", name: TEXTS[kind]}

    answer = standing_market.runtime.post_form(
        standing_market.page + "/quote/check", fields, as_=standing_market.agents[0]
    )

    assert answer.status in (200, 409, 413, 422), answer.text[:400]
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("place", ["name", "phone"])
def test_an_api_field_never_breaks_the_answer(standing_market: Market, place: str, kind: str) -> None:
    contact = {"name": "授权人甲", "phone": "13800138000", place: TEXTS[kind]}
    path = f"/api/v1/sealed/notices/{standing_market.number}/quote"

    answer = standing_market.runtime.post_json(path, body(contact=contact), as_=standing_market.agents[0])

    assert answer.status in (201, 413, 422), answer.text[:400]


def test_names_of_rare_characters_are_sealed_whole(standing_market: Market) -> None:
    path = f"/api/v1/sealed/notices/{standing_market.number}/quote"
    contact = {"name": "𠮷" * 30, "phone": "１３８００１３８０００"}

    refused = standing_market.runtime.post_json(path, body(contact=contact), as_=standing_market.agents[0])
    taken = standing_market.runtime.post_form(
        standing_market.page + "/quote",
        form(**{"contact.name": "𠮷" * 30, "contact.phone": "１３８ ００１３ ８０００"}),
        as_=standing_market.agents[0],
    )

    assert refused.status in (201, 422)
    assert taken.status == 303


def test_a_full_declaration_fits_its_envelope(standing_market: Market) -> None:
    related = [uscc(number) for number in range(30)]
    declaration = body()["declaration"] | {"related_agencies": {"answer": "yes", "usccs": related}}
    sent = body(
        declaration=declaration, contact={"name": "𠮷" * 30, "phone": "13800138000"}, staff=["p1", "p2"]
    )

    answer = standing_market.runtime.post_json(
        f"/api/v1/sealed/notices/{standing_market.number}/quote", sent, as_=standing_market.agents[0]
    )

    assert answer.status == 201, answer.text


@pytest.mark.parametrize("path", ["/quote", "/quote/check", "/quote/edit", "/register", "/cancel"])
def test_a_body_that_is_no_form_is_refused(standing_market: Market, path: str) -> None:
    visit = standing_market.runtime.visit(standing_market.agents[0])
    cookies = "; ".join(f"{name}={value}" for name, value in visit.cookies.items())
    headers = (("Cookie", cookies), ("Content-Type", "application/x-www-form-urlencoded"))
    for sent in (b"\xff\xfe", b"{}", b"a" * 2_000_000, b"x=" + b"%00" * 10, b""):
        answer = standing_market.runtime.request(
            Request("POST", standing_market.page + path, "", headers, sent)
        )
        assert 400 <= answer.status < 500


@pytest.mark.parametrize("number", ["ZJ-370700-2026-999999", "x", "%00", "ZJ%0d%0aX", "𠮷", "a" * 3000])
@pytest.mark.parametrize("path", ["", "/quote", "/receipt", "/receipt.json", "/cancel"])
def test_an_unknown_notice_is_not_found(standing_market: Market, number: str, path: str) -> None:
    answer = standing_market.runtime.get(f"/agency/notices/{number}{path}", as_=standing_market.agents[0])

    assert answer.status == 404
