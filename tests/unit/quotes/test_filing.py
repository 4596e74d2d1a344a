"""The filing a notice requires (备案; docs/rules.md §3.0, §4.4): held, or promised where that will do."""

from dataclasses import replace

import pytest

from chalicelib.domain.marketplace.eligibility import Gate, failed_codes
from chalicelib.domain.marketplace.gates import FILING, judge, terms_of
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.quotes.declaration import Declaration, Filing, check_declaration
from tests.factories.notices import (
    AGENCY,
    CLOSES_AT,
    demanding_content,
    make_declaration,
    make_facts,
    published,
    rules,
)


def ask(content: NoticeContent, declaration: Declaration | None) -> tuple[Gate, ...]:
    terms = terms_of(replace(published(), content=content))
    return judge(terms, make_facts(), declaration, (), CLOSES_AT, rules())


def demanding(*, promise_only: bool = False) -> NoticeContent:
    return demanding_content(filing_required=True, filing_note="防雷检测备案", promise_only=promise_only)


@pytest.mark.parametrize(
    ("promise_only", "answer", "passes"),
    [
        (False, Filing.HELD, True),
        (False, Filing.PROMISED, False),
        (False, Filing.NONE, False),
        (False, None, False),
        (True, Filing.HELD, True),
        (True, Filing.PROMISED, True),
        (True, Filing.NONE, False),
        (True, None, False),
    ],
)
def test_a_required_filing_is_held_or_promised_where_a_promise_will_do(
    promise_only: bool, answer: Filing | None, passes: bool
) -> None:
    gates = ask(demanding(promise_only=promise_only), make_declaration(filing=answer))

    assert failed_codes(gates) == (() if passes else (FILING,))


def test_a_missing_declaration_never_passes_the_filing() -> None:
    assert FILING in failed_codes(ask(demanding(promise_only=True), None))


def test_nobody_is_asked_for_a_filing_that_the_notice_does_not_require() -> None:
    gates = ask(demanding_content(), make_declaration())

    assert FILING not in {gate.code for gate in gates}


def test_the_question_is_open_until_it_is_answered_where_it_is_asked() -> None:
    unasked = check_declaration(make_declaration(), AGENCY, CLOSES_AT.date())
    asked = check_declaration(make_declaration(), AGENCY, CLOSES_AT.date(), asks_filing=True)

    assert not list(unasked)
    assert [(error.pointer, error.code) for error in asked] == [("/declaration/filing", "required")]
