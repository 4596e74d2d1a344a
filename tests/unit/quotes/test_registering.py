"""Registration and sealed quotes: docs/rules.md §2.3, §4.5, design §3."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.conduct.facts import Interception, MeasureKind
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.guards import NO_OBJECTION, Guards
from chalicelib.domain.marketplace.notices.content import NoticeContent, PractitionerNeed, Price, PriceBasis
from chalicelib.domain.marketplace.notices.facts import Dropout
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.price_checks import quote_bounds
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.quotes import registering
from chalicelib.domain.marketplace.quotes.outcome import derived_state
from chalicelib.domain.marketplace.quotes.padding import pad, unpad
from chalicelib.domain.marketplace.quotes.quote import Quote, check_quote, is_in_bounds
from chalicelib.domain.marketplace.quotes.receipt import is_receipt_of, receipt_hash, receipt_text
from chalicelib.domain.marketplace.quotes.sealed import QUOTE, Ciphertext, QuoteState, Receipt, SealedQuote
from chalicelib.kernel.canonical import canonical_json, sha256_hex
from chalicelib.kernel.errors import Conflict
from tests.factories.notices import (
    AGENCY,
    CLOSES_AT,
    MONDAY,
    RESERVE,
    THIRD,
    awarded,
    closed,
    in_publicity,
    lowest_content,
    make_content,
    make_draft,
    opened,
    published,
    rules,
)

PASSED = (Gate("listing-active", True),)
IDENTITY = Ciphertext("aWRlbnRpdHk=", "1" * 64)
PRICE = Ciphertext("cHJpY2U=", "2" * 64)
RECEIPT = Receipt("BJ-370700-2026-000001-X", "3" * 64, MONDAY)
LAST_MOMENT = CLOSES_AT - timedelta(milliseconds=1)

LISTED = Interception(MeasureKind.BLACKLIST, "serious-dishonesty", "MD-1", "2026-3", MONDAY, None)


def register(
    present: SealedQuote | None = None,
    notice: Notice | None = None,
    now: datetime = MONDAY,
    gates: tuple[Gate, ...] = PASSED,
    guards: Guards = NO_OBJECTION,
) -> Decision[SealedQuote]:
    return registering.register(present, "n_1.slot", notice or published(), IDENTITY, gates, now, guards)


def seal(
    present: SealedQuote | None = None,
    notice: Notice | None = None,
    now: datetime = MONDAY,
    price: Ciphertext = PRICE,
    gates: tuple[Gate, ...] = PASSED,
    guards: Guards = NO_OBJECTION,
) -> Decision[SealedQuote]:
    registered = present or register().state
    return registering.seal(registered, notice or published(), IDENTITY, price, RECEIPT, gates, now, guards)


def test_a_quote_has_a_deterministic_identifier() -> None:
    assert registering.quote_id("n_1", "slot") == "n_1.slot"


def test_a_quote_may_be_replaced_until_the_last_millisecond() -> None:
    first = seal().state
    second = seal(first, now=LAST_MOMENT, price=Ciphertext("bmV3", "4" * 64)).state

    assert (first.state, second.state) == (QuoteState.QUOTED, QuoteState.QUOTED)
    assert second.revision == first.revision + 1
    assert second.price == Ciphertext("bmV3", "4" * 64)


def test_nothing_is_taken_from_the_deadline_on_whatever_the_timer_did() -> None:
    for attempt in (
        lambda: register(now=CLOSES_AT),
        lambda: seal(now=CLOSES_AT),
        lambda: registering.cancel(seal().state, published(), CLOSES_AT),
        lambda: register(notice=closed()),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "registration-closed"


def test_an_unpublished_notice_takes_no_registration() -> None:
    with pytest.raises(Conflict) as refusal:
        register(notice=make_draft())

    assert refusal.value.code == "not-published"


@pytest.mark.parametrize("act", [register, seal])
def test_every_gate_must_let_pass_and_nothing_may_intercept(act: Any) -> None:
    refused = (Gate("listing-active", True), Gate("qualifications", False), Gate("practitioners", False))

    with pytest.raises(Conflict) as ineligible:
        act(gates=refused)
    assert ineligible.value.params["gates"] == ["qualifications", "practitioners"]
    with pytest.raises(Conflict) as unasked:
        act(gates=())
    assert unasked.value.code == "not-eligible"
    with pytest.raises(Conflict) as intercepted:
        act(guards=Guards(intercepted=LISTED))
    assert intercepted.value.code == "agency-intercepted"


def test_a_cancelled_registration_drops_its_ciphertexts_and_may_come_back() -> None:
    cancelled = registering.cancel(seal().state, published(), MONDAY).state

    assert cancelled.state is QuoteState.CANCELLED
    assert (cancelled.identity, cancelled.price, cancelled.receipt) == (None, None, None)
    assert register(cancelled).state.state is QuoteState.REGISTERED


def test_a_cancelled_quote_cannot_be_sealed_again_without_registering() -> None:
    cancelled = registering.cancel(seal().state, published(), MONDAY).state

    with pytest.raises(Conflict):
        seal(cancelled)
    with pytest.raises(Conflict):
        registering.cancel(cancelled, published(), MONDAY)


def test_registering_never_wipes_a_quote() -> None:
    with pytest.raises(Conflict) as refusal:
        register(seal().state)

    assert refusal.value.code == "wrong-state"


def test_an_inquiry_takes_one_quote_that_can_be_neither_changed_nor_taken_back() -> None:
    inquiry = published(content=lowest_content(is_inquiry=True))
    quoted = seal(notice=inquiry).state

    for attempt in (
        lambda: seal(quoted, inquiry),
        lambda: registering.cancel(quoted, inquiry, MONDAY),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "one-quote-only"
    assert registering.cancel(register().state, inquiry, MONDAY).state.state is QuoteState.CANCELLED


def test_events_hold_hashes_and_the_notice_and_nothing_that_names_an_agency() -> None:
    written = canonical_json([dict(register().event.data), dict(seal().event.data)])

    assert AGENCY not in written
    assert IDENTITY.data not in written
    assert PRICE.data not in written
    assert set(seal().event.data) == {
        "notice_id",
        "state",
        "revision",
        "identity_hash",
        "price_hash",
        "receipt_hash",
    }


@pytest.mark.parametrize("source", [None, *QuoteState])
@pytest.mark.parametrize("target", list(QuoteState))
def test_every_move_that_is_not_listed_is_refused(source: QuoteState | None, target: QuoteState) -> None:
    listed = {(move.source, move.event, move.target) for move in QUOTE.moves}

    for event in {move.event for move in QUOTE.moves}:
        assert QUOTE.allows(source, event, target) is ((source, event, target) in listed)


def test_nothing_is_cancelled_after_the_opening() -> None:
    open_states = {QuoteState.REGISTERED, QuoteState.QUOTED}

    assert {move.source for move in QUOTE.moves if move.event == "cancelled"} == open_states


def quote(**changes: Any) -> Quote:
    return replace(Quote("n_1", AGENCY, amount_fen=40_000_00, validity_days=30), **changes)


def faults(offered: Quote, content: NoticeContent | None = None) -> set[tuple[str, str]]:
    found = check_quote(offered, content or lowest_content(), frozenset({"p1", "p2"}), rules())
    return {(error.pointer, error.code) for error in found}


RATED = lowest_content(price=Price(PriceBasis.RATE, amount_fen=100_000, min_rate_bp=100, max_rate_bp=3000))


@pytest.mark.parametrize(
    ("offered", "content", "expected"),
    [
        (quote(), None, set()),
        (quote(amount_fen=50_000_00), None, set()),
        (quote(amount_fen=50_000_01), None, {("/amount_fen", "out-of-range")}),
        (quote(amount_fen=0), None, {("/amount_fen", "out-of-range")}),
        (quote(amount_fen=None), None, {("/amount_fen", "required")}),
        (quote(rate_bp=500), None, {("/rate_bp", "wrong-kind-of-quote")}),
        (quote(amount_fen=None, rate_bp=100), RATED, set()),
        (quote(amount_fen=None, rate_bp=99), RATED, {("/rate_bp", "out-of-range")}),
        (quote(), RATED, {("/amount_fen", "wrong-kind-of-quote"), ("/rate_bp", "required")}),
        (quote(validity_days=29), None, {("/validity_days", "out-of-range")}),
        (quote(validity_days=366), None, {("/validity_days", "out-of-range")}),
        (quote(staff=("p1", "p1")), None, {("/staff/1", "repeated")}),
        (quote(staff=("p9",)), None, {("/staff/0", "not-your-practitioner")}),
        (quote(amount_fen=48_500_00), make_content(), set()),
        (quote(amount_fen=48_499_99), make_content(), {("/amount_fen", "only-one-value")}),
        (quote(), lowest_content(practitioners=(PractitionerNeed(1),)), {("/staff", "required")}),
    ],
)
def test_a_quote_is_one_price_in_range_with_own_people_and_long_enough(
    offered: Quote, content: NoticeContent | None, expected: set[tuple[str, str]]
) -> None:
    assert faults(offered, content) == expected


def test_the_opening_asks_for_the_range_again() -> None:
    bounds = quote_bounds(lowest_content().price)

    assert is_in_bounds(quote(), bounds)
    assert not is_in_bounds(quote(amount_fen=50_000_01), bounds)


def test_a_receipt_is_the_hash_of_the_canonical_quote_and_the_nonce() -> None:
    nonce = bytes(range(32))

    text = receipt_text(quote())

    assert text == canonical_json(
        {
            "format": "quote/1",
            "notice_id": "n_1",
            "uscc": AGENCY,
            "amount_fen": 40_000_00,
            "rate_bp": None,
            "validity_days": 30,
            "staff": [],
            "plan": None,
        }
    )
    assert receipt_hash(quote(), nonce) == sha256_hex(text.encode() + nonce)


def test_a_receipt_fits_no_other_quote_and_no_other_nonce() -> None:
    nonce = bytes(range(32))
    expected = receipt_hash(quote(), nonce)

    assert is_receipt_of(expected, quote(), nonce)
    assert not is_receipt_of(expected, quote(amount_fen=40_000_01), nonce)
    assert not is_receipt_of(expected, quote(), bytes(32))
    with pytest.raises(ValueError, match="32"):
        receipt_hash(quote(), nonce[:31])


@given(st.binary(max_size=3000))
def test_padding_hides_the_length_and_gives_back_the_text(text: bytes) -> None:
    padded = pad(text, 1024)

    assert len(padded) % 1024 == 0
    assert len(padded) < len(text) + 4 + 1024
    assert unpad(padded) == text


@given(st.integers(0, 1020), st.integers(0, 1020))
def test_short_texts_of_any_length_look_alike(one: int, other: int) -> None:
    assert len(pad(b"x" * one, 1024)) == len(pad(b"x" * other, 1024)) == 1024


@pytest.mark.parametrize("broken", [b"", b"\0\0\0", b"\0\0\0\x05abc", b"\0\0\0\x01ab"])
def test_what_was_not_padded_here_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="padded"):
        unpad(broken)


def dropped(code: str) -> Notice:
    notice = in_publicity()
    assert notice.selection is not None
    return replace(notice, dropouts=(Dropout(replace(notice.selection.winner, uscc=THIRD), code, MONDAY),))


@pytest.mark.parametrize(
    ("notice", "uscc", "valid", "state"),
    [
        (closed(), AGENCY, True, QuoteState.QUOTED),
        (opened(), AGENCY, True, QuoteState.OPENED),
        (opened(), AGENCY, False, QuoteState.INVALID),
        (in_publicity(), AGENCY, True, QuoteState.SELECTED),
        (in_publicity(), RESERVE, True, QuoteState.RESERVE),
        (awarded(), RESERVE, True, QuoteState.RESERVE),
        (dropped("abandoned"), THIRD, True, QuoteState.ABANDONED),
        (dropped("acceptance-lapsed"), THIRD, True, QuoteState.ABANDONED),
        (dropped("price-rejected"), THIRD, True, QuoteState.INVALID),
        (dropped("ineligible"), THIRD, True, QuoteState.INVALID),
        (replace(awarded(), state=NoticeState.IN_SERVICE), RESERVE, True, QuoteState.NOT_SELECTED),
        (replace(opened(), state=NoticeState.FAILED), AGENCY, True, QuoteState.NOT_SELECTED),
    ],
)
def test_what_became_of_a_quote_is_read_from_the_notice(
    notice: Notice, uscc: str, valid: bool, state: QuoteState
) -> None:
    assert derived_state(notice, QuoteState.QUOTED, uscc, valid) is state


@pytest.mark.parametrize("stored", [QuoteState.REGISTERED, QuoteState.CANCELLED])
def test_a_quote_that_was_never_made_is_not_opened(stored: QuoteState) -> None:
    assert derived_state(in_publicity(), stored, AGENCY, True) is stored
