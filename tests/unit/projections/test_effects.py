"""Who is told of what: the purchase's events against the rule book (docs/rules.md §2.1, §2.3, §3.5)."""

import re
from datetime import datetime

import pytest

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.awards import acceptance, awarding, substitution
from chalicelib.domain.marketplace.awards.recheck import Recheck
from chalicelib.domain.marketplace.awards.reserves import NextReserve, Passed
from chalicelib.domain.marketplace.guards import NO_OBJECTION
from chalicelib.domain.marketplace.notices import choosing, low_price, opening, selection
from chalicelib.domain.marketplace.notices.facts import Candidate
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NOTICE
from chalicelib.projections.effects import TELLINGS, messages_for
from chalicelib.web.labels.messages import MESSAGES, message_address, message_text
from tests.factories import notices as make
from tests.factories.notices import AGENCY, CALENDAR, NOTICE_NO, OWNER, RESERVE, THIRD, china, rules

FRIDAY, THURSDAY = china(2026, 3, 13, 9), china(2026, 3, 19, 9)
SECOND, LAST = Candidate(RESERVE, 2, 48_600_00), Candidate(THIRD, 3, 48_700_00)
OUT = Recheck("ineligible", ("listing-active",))
FOLLOWING = NextReserve(LAST, (Passed(SECOND, OUT),))
NOBODY = NextReserve(None, ())
EVERYBODY, LISTED = f"registrants:{NOTICE_NO}", f"entrants:{NOTICE_NO}"
OWNERS, FIRST, NEXT, THEN = f"org:{OWNER}", f"org:{AGENCY}", f"org:{RESERVE}", f"org:{THIRD}"
SUPERVISOR = "role:supervisor"
REASON = "说明不能成立,报价低于成本。"


def asked() -> Notice:
    return low_price.ask(make.pending_low_price(), make.AGENT, FRIDAY, rules(), CALENDAR).state


def rejected(following: Candidate | None, is_low: bool = False) -> Decision[Notice]:
    heard = low_price.explain(asked(), "x", make.BIDDER, FRIDAY, rules(), CALENDAR).state
    return low_price.reject_price(heard, REASON, following, is_low, make.AGENT, FRIDAY, rules(), CALENDAR)


def left(notice: Notice, following: NextReserve, now: datetime = THURSDAY) -> Decision[Notice]:
    return substitution.abandon(notice, REASON, following, make.BIDDER, now, rules(), CALENDAR)


def low_outcome(is_low: bool) -> selection.Outcome:
    return make.make_outcome(drawn=False, is_low=is_low)


SELECTED = {("notice-selected", OWNERS), ("you-are-selected", FIRST), ("selection-result", EVERYBODY)}
FAILED = {("notice-failed", OWNERS), ("notice-failed", EVERYBODY)}
GONE = ("first-place-lost", FIRST)

CASES = {
    "opened": (
        lambda: opening.open_quotes(
            make.closed(), opening.OpenedQuotes(3, 3, "m" * 64), make.OPENED_AT, rules()
        ),
        {("quote-opened", LISTED)},
    ),
    "opened-too-few": (
        lambda: opening.open_quotes(
            make.closed(), opening.OpenedQuotes(1, 1, "m" * 64), make.OPENED_AT, rules()
        ),
        {("quote-opened", LISTED), *FAILED},
    ),
    "frozen": (
        lambda: selection.freeze(make.opened(), "r" * 64, 3, make.OPENED_AT, rules(), CALENDAR),
        {("beacon-needed", SUPERVISOR)},
    ),
    "beacon-away": (
        lambda: selection.fail_beacon(make.frozen(), THURSDAY),
        {*FAILED, ("notice-failed", SUPERVISOR)},
    ),
    "selected": (
        lambda: selection.select(make.frozen(), make.make_outcome(), make.DRAWN_AT, rules(), CALENDAR),
        SELECTED,
    ),
    "too-low": (
        lambda: selection.select(
            make.opened(content=make.lowest_content()), low_outcome(True), make.OPENED_AT, rules(), CALENDAR
        ),
        {("price-to-question", OWNERS)},
    ),
    "asked": (
        lambda: low_price.ask(make.pending_low_price(), make.AGENT, FRIDAY, rules(), CALENDAR),
        {("explanation-asked", FIRST)},
    ),
    "explained": (
        lambda: low_price.explain(asked(), "x", make.BIDDER, FRIDAY, rules(), CALENDAR),
        {("explanation-given", OWNERS)},
    ),
    "price-accepted": (
        lambda: low_price.accept_price(make.pending_low_price(), make.AGENT, FRIDAY, rules(), CALENDAR),
        SELECTED,
    ),
    "price-accepted-by-silence": (
        lambda: low_price.accept_by_silence(make.pending_low_price(), THURSDAY, rules(), CALENDAR),
        SELECTED,
    ),
    "price-rejected": (
        lambda: rejected(SECOND),
        {
            GONE,
            ("notice-selected", OWNERS),
            ("you-are-selected", NEXT),
            ("selection-result", EVERYBODY),
        },
    ),
    "price-rejected-next-is-low": (
        lambda: rejected(SECOND, is_low=True),
        {GONE, ("price-to-question", OWNERS)},
    ),
    "price-rejected-nobody-left": (lambda: rejected(None), {GONE, *FAILED}),
    "to-be-chosen": (
        lambda: choosing.await_owner(
            make.frozen(), "l" * 64, 2, make.SMALL_LIST, make.DRAWN_AT, rules(), CALENDAR
        ),
        {("choice-to-make", OWNERS)},
    ),
    "owner-silent": (
        lambda: choosing.escalate(make.to_choose(), make.CHOICE_DUE),
        {("choice-overdue", OWNERS), ("choice-escalated", SUPERVISOR)},
    ),
    "owner-silent-to-the-end": (
        lambda: choosing.lapse(make.to_choose(), make.CHOICE_LAPSES),
        {*FAILED, ("notice-failed", SUPERVISOR)},
    ),
    "chosen": (
        lambda: choosing.choose(
            make.prepared(make.to_choose()),
            make.make_outcome(),
            make.ADMIN,
            make.DRAWN_AT,
            rules(),
            CALENDAR,
        ),
        SELECTED,
    ),
    "choice-prepared": (
        lambda: choosing.prepare(
            make.to_choose(),
            choosing.Decided("信用良好,经验丰富", chosen=make.AGENCY),
            make.AGENT,
            make.DRAWN_AT,
            rules(),
        ),
        {("choice-to-approve", OWNERS)},
    ),
    "choice-sent-back": (
        lambda: choosing.send_back(
            make.prepared(make.to_choose()), "请补充同类业绩", make.ADMIN, make.DRAWN_AT, rules()
        ),
        {("choice-sent-back", OWNERS)},
    ),
    "tied": (
        lambda: choosing.tie(
            make.prepared(make.to_score(), scores_hash="s" * 64),
            "r" * 64,
            2,
            make.ADMIN,
            make.DRAWN_AT,
            rules(),
            CALENDAR,
        ),
        {("beacon-needed", SUPERVISOR)},
    ),
    "abandoned": (
        lambda: left(make.awarded(), FOLLOWING),
        {
            GONE,
            ("reserve-passed-over", NEXT),
            ("notice-substituted", OWNERS),
            ("you-are-selected", THEN),
            ("substitution-result", EVERYBODY),
        },
    ),
    "silent": (
        lambda: substitution.lapse(make.awarded(), FOLLOWING, china(2026, 3, 25), rules(), CALENDAR),
        {
            GONE,
            ("reserve-passed-over", NEXT),
            ("notice-substituted", OWNERS),
            ("you-are-selected", THEN),
            ("substitution-result", EVERYBODY),
        },
    ),
    "nobody-left": (lambda: left(make.awarded(), NOBODY), {GONE, *FAILED}),
    "awarded": (
        lambda: awarding.award(
            make.in_publicity(), "ZX-1", make.STANDS, NO_OBJECTION, make.PUBLICITY_ENDS, rules(), CALENDAR
        ),
        {("notice-awarded", OWNERS), ("award-to-accept", FIRST), ("award-result", EVERYBODY)},
    ),
    "warned": (
        lambda: acceptance.warn(make.awarded(), china(2026, 3, 24)),
        {("acceptance-warning", FIRST)},
    ),
    "accepted": (
        lambda: acceptance.accept(make.awarded(), make.STANDS, make.BIDDER, THURSDAY, rules(), CALENDAR),
        {("award-accepted", OWNERS)},
    ),
    "refused": (
        lambda: acceptance.refuse_by_owner(make.awarded(), "资金未落实", make.ADMIN, THURSDAY, rules()),
        {*FAILED, ("notice-failed", SUPERVISOR)},
    ),
}
"""What the parties of a purchase hear of each event from the opening on."""

QUIET = frozenset({
    "drafted", "edited", "discarded", "renotice_discarded",  # the owner's own work
    "reckoned_anew",  # the page shows the instant, which only ever becomes later
    "closed",  # the opening follows at once and tells
    "renoticed", "archived",  # the owner's own act; the end of a year
    "reselected",  # the selection that follows tells
    "evaluation_closed",  # every opinion in it was told when it came
})  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_everybody_whom_an_event_concerns_is_told_and_nobody_else(name: str) -> None:
    decide, expected = CASES[name]
    event = decide().event

    told = [(message["code"], message["to"]) for message in messages_for(event.type, event.data)]

    assert set(told) == expected
    assert len(told) == len(expected)


@pytest.mark.parametrize("name", CASES)
def test_a_message_has_every_figure_that_its_words_name_and_an_address(name: str) -> None:
    event = CASES[name][0]().event

    for message in messages_for(event.type, event.data):
        if message["to"] != LISTED:
            named = set(re.findall(r"%\((\w+)\)", MESSAGES[message["code"]]))
            assert named <= message["params"].keys(), message["code"]
            assert "%(" not in message_text(message)
            assert message_address(message) is not None


def test_no_event_of_a_notice_is_forgotten() -> None:
    events = {move.event for move in NOTICE.moves}
    told = {name.removeprefix("notice.") for name in TELLINGS if name.startswith("notice.")}

    assert events == told | QUIET
    assert not told & QUIET


def test_the_reason_of_a_lost_first_place_is_written_out() -> None:
    event = rejected(SECOND).event
    lost = next(one for one in messages_for(event.type, event.data) if one["code"] == "first-place-lost")

    assert "报价被认定异常低" in message_text(lost)
    assert message_address(lost) == f"/agency/notices/{NOTICE_NO}"


def test_a_publication_is_told_to_whoever_can_enter_unless_it_names_its_agency() -> None:
    data = {"notice_no": NOTICE_NO, "owner": OWNER, "closes_at": "2026-03-12T09:30:00.000Z"}

    everybody = {(one["code"], one["to"]) for one in messages_for("notice.published", data)}
    named = {(one["code"], one["to"]) for one in messages_for("notice.published", {**data, "named": AGENCY})}

    assert ("you-may-enter", f"matching:{NOTICE_NO}") in everybody
    assert named == {("notice-published", OWNERS), ("you-are-named", FIRST)}


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [(["title"], False), (["scope", "price"], False), (["qualifications"], True), (["title", "term"], True)],
)
def test_an_amendment_looks_for_agencies_only_when_it_changes_what_the_gates_ask(
    fields: list[str], is_told: bool
) -> None:
    data = {"notice_no": NOTICE_NO, "owner": OWNER, "number": 1, "fields": fields}

    told = [one for one in messages_for("notice.amended", data) if one["code"] == "you-may-enter"]

    assert bool(told) is is_told
    assert all(one["params"]["number"] == 1 for one in told)
