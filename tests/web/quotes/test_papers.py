"""The papers of a purchase over HTTP: the award notice and the auditor's file, as page and as PDF."""

import pytest

from chalicelib.entrypoints import call as calls
from infra.local.capacity import meter
from infra.local.http_event import Answer, Pairs, Request
from tests.said import said
from tests.web.quotes.conftest import Market
from tests.web.quotes.test_results import abandon, at_award, awarded, current, opened, public

LETTER, FILE = "/award/letter", "/file"


def text_of(answer: Answer) -> str:
    assert answer.header("content-type") == "application/pdf"
    return said(answer)


def ask(market: Market, method: str, headers: Pairs = ()) -> Answer:
    return market.runtime.request(Request(method, f"/notices/{market.number}{LETTER}.pdf", "", headers))


def flat(text: str) -> str:
    return "".join(text.split())


def test_the_award_notice_is_a_page_and_a_pdf_with_the_same_words(market):
    awarded(market)
    award = current(market).award
    assert award is not None

    page, pdf = public(market, LETTER).text, text_of(public(market, f"{LETTER}.pdf"))

    for words in (award.award_no, "中选通知书", "40,000.00元", "肆万元整"):
        assert words in flat(page)
        assert words in flat(pdf)
    assert f"{LETTER}.pdf" in page


def test_before_the_award_there_is_no_award_notice(market):
    opened(market, 42_000, 40_000)

    assert public(market, LETTER).status == 404
    assert public(market, f"{LETTER}.pdf").status == 404


def test_an_award_that_was_given_up_has_no_notice_any_more(market):
    awarded(market)
    abandon(market, 1)

    assert public(market, LETTER).status == 404


def test_the_file_of_a_purchase_holds_everything_public(market):
    awarded(market)
    entries = list(market.runtime.house.queries.entries(f"NOTICE#{market.notice.id}"))
    published = next(entry.seq for entry in entries if entry.type == "notice.published")

    pdf = flat(text_of(public(market, f"{FILE}.pdf")))

    assert market.number in pdf
    for entry in entries[published - 1 :]:
        assert entry.hash in pdf
    assert all(amount in pdf for amount in ("40,000.00", "41,000.00", "42,000.00"))
    assert current(market).publication.commitment.hash in pdf


def test_the_file_tells_nothing_of_what_came_before_publication(market):
    page = public(market, FILE).text

    assert "发布公告" in page
    assert "提交审核" not in page
    assert "审核通过" not in page


def test_the_file_of_an_open_notice_names_nobody_who_quoted(market):
    page = public(market, FILE).text

    assert all(agent.org.uscc not in page for agent in market.agents)


def test_a_machine_without_the_typesetter_sends_readers_to_the_page(market, monkeypatch):
    awarded(market)
    monkeypatch.setattr(calls, "typeset", lambda *_: None)

    answer = public(market, f"{LETTER}.pdf")

    assert answer.status == 303
    assert answer.location.endswith(LETTER)


@pytest.mark.parametrize("accept", ["text/html,*/*;q=0.8", "application/pdf", "text/html", ""])
def test_a_pdf_comes_whole_whatever_the_reader_says_it_accepts(market, accept):
    awarded(market)

    answer = ask(market, "GET", (("Accept", accept),) if accept else ())

    assert answer.body.startswith(b"%PDF-")


def test_head_of_a_pdf_has_no_body(market):
    awarded(market)

    answer = ask(market, "HEAD")

    assert (answer.status, answer.body) == (200, b"")


def test_an_award_notice_costs_two_calls(market):
    awarded(market)
    at_award(market)
    public(market, LETTER)

    with meter(this_thread_only=True) as usage:
        public(market, f"{LETTER}.pdf")

    assert usage.calls <= 2
