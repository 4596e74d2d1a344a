"""Who hears of what from the signature to the evaluation: docs/rules.md §2.1, §2.4, §2.6."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.contracts import carrying_out, changes, delivering, signing
from chalicelib.domain.marketplace.contracts.changes import Wish
from chalicelib.domain.marketplace.contracts.facts import ChangeKind, Fault, Side
from chalicelib.domain.marketplace.evaluations import evaluating
from chalicelib.domain.marketplace.evaluations.facts import Party
from chalicelib.projections.effects import messages_for
from chalicelib.web.labels.messages import MESSAGES, message_address, message_text
from tests.factories import contracts as make
from tests.factories.notices import (
    ADMIN,
    AGENCY,
    AGENT,
    BIDDER,
    CALENDAR,
    DEPARTMENT,
    OWNER,
    STANDS,
    china,
    rules,
)

NOW = china(2026, 3, 24, 9)
BUYER, BIDDER_ORG, OVERSEER, OFFICE, CENTRE = (
    f"org:{OWNER}", f"org:{AGENCY}", "role:supervisor", f"org:{DEPARTMENT}", "role:operator_reviewer",
)  # fmt: skip
REASON = "附件二没有盖章。"
WISH = Wish(ChangeKind.SUPPLEMENT, REASON, amount_fen=100)


def proposed() -> Any:
    return changes.propose(make.performing(), Side.OWNER, WISH, AGENT, NOW, rules(), CALENDAR)


def spoken() -> Any:
    return evaluating.give_opinion(
        make.completed(), Party.OWNER, make.make_scores(), "", AGENT, china(2026, 4, 23, 9), rules()
    )


CASES: dict[str, tuple[Callable[[], Decision[Any]], set[tuple[str, str]]]] = {
    "uploaded": (
        lambda: signing.upload(
            make.accepted(), Side.AGENCY, make.papers(), STANDS, BIDDER, make.UPLOADED_AT, rules(), CALENDAR
        ),
        {("contract-to-confirm", BUYER)},
    ),
    "returned": (
        lambda: signing.send_back(make.uploaded(), Side.OWNER, REASON, ADMIN, NOW, rules()),
        {("contract-returned", BIDDER_ORG)},
    ),
    "warned": (
        lambda: signing.warn_signing(make.accepted(), china(2026, 4, 3)),
        {("signing-warning", BUYER), ("signing-warning", BIDDER_ORG)},
    ),
    "reminded": (
        lambda: signing.remind_of_confirmation(make.uploaded(), china(2026, 3, 26)),
        {("contract-reminder", BUYER)},
    ),
    "confirmed": (
        lambda: signing.confirm(
            make.uploaded(), Side.OWNER, make.NUMBER, STANDS, ADMIN, NOW, rules(), CALENDAR
        ),
        {("contract-in-force", BUYER), ("contract-in-force", BIDDER_ORG)},
    ),
    "published": (
        lambda: carrying_out.publish(make.in_service(), AGENT, NOW),
        {("contract-published", BUYER), ("contract-published", BIDDER_ORG)},
    ),
    "filed": (lambda: carrying_out.file_copy(make.in_service(), AGENT, NOW), {("contract-filed", OVERSEER)}),
    "filing missed": (
        lambda: carrying_out.miss_filing(make.in_service(), china(2026, 4, 2)),
        {("filing-missed", BUYER), ("filing-missed", OVERSEER)},
    ),
    "proposed": (proposed, {("change-proposed", BIDDER_ORG)}),
    "declined": (
        lambda: changes.decline(proposed().state, Side.AGENCY, make.BIDDER_ADMIN, NOW),
        {("change-declined", BUYER)},
    ),
    "agreed": (
        lambda: changes.agree(proposed().state, Side.AGENCY, make.BIDDER_ADMIN, NOW, rules()),
        {("contract-changed", BUYER), ("contract-changed", BIDDER_ORG)},
    ),
    "terminated": (
        lambda: changes.terminate(make.in_service(), REASON, Fault.AGENCY, make.SUPERVISOR, NOW, rules()),
        {
            ("contract-terminated", BUYER),
            ("contract-terminated", BIDDER_ORG),
            ("contract-terminated", OVERSEER),
        },
    ),
    "result reminded": (
        lambda: delivering.remind_owner(make.handed_over(), china(2026, 4, 29)),
        {("result-reminder", BUYER)},
    ),
    "delivery missed": (
        lambda: delivering.miss_delivery(make.in_service(), china(2026, 4, 22)),
        {("delivery-missed", BUYER), ("delivery-missed", BIDDER_ORG)},
    ),
    "result returned": (
        lambda: delivering.send_result_back(make.handed_over(), REASON, AGENT, make.HANDED_OVER_AT, rules()),
        {("result-returned", BIDDER_ORG)},
    ),
    "result accepted": (
        lambda: delivering.accept(
            make.handed_over(), DEPARTMENT, AGENT, make.HANDED_OVER_AT, rules(), CALENDAR
        ),
        {
            ("result-accepted", BIDDER_ORG),
            ("evaluation-open", BUYER),
            ("evaluation-open-department", OFFICE),
            ("evaluation-open-centre", CENTRE),
            ("result-for-approval", OFFICE),
        },
    ),
    "evaluated": (spoken, {("evaluated", BIDDER_ORG)}),
    "objected": (
        lambda: evaluating.object_to(
            spoken().state, Party.OWNER, REASON, make.BIDDER_ADMIN, china(2026, 4, 23, 10), rules()
        ),
        {("objection-to-decide", OFFICE)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_everybody_whom_a_step_of_the_contract_concerns_is_told_and_nobody_else(name: str) -> None:
    decide, expected = CASES[name]
    event = decide().event

    told = [(message["code"], message["to"]) for message in messages_for(event.type, event.data)]

    assert set(told) == expected
    assert len(told) == len(expected)


@pytest.mark.parametrize("name", CASES)
def test_a_message_has_every_figure_that_its_words_name_and_an_address(name: str) -> None:
    event = CASES[name][0]().event

    for message in messages_for(event.type, event.data):
        named = set(re.findall(r"%\((\w+)\)", MESSAGES[message["code"]]))
        assert named <= message["params"].keys(), message["code"]
        assert "%(" not in message_text(message)
        assert message_address(message) is not None
