"""Take the provider's word on what became of a text: delivered, or one of three failures (§2.1).

A receipt may be faster than our own note that the provider has the text: whoever knows the name of the claim
that stands has the text. It is never sent again once it was accepted here, so it must not be dropped.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.satisfaction.texting import FAILED, received
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.texts.send_text import save_text
from chalicelib.usecases.texts.sendable import Sendable, sendable_of


class Receipt(StrEnum):
    """What a provider says, in the words of Notify."""

    DELIVERED = "delivered"
    PERMANENT = "permanent-failure"
    TEMPORARY = "temporary-failure"
    TECHNICAL = "technical-failure"


def take_receipt(house: House, name: str, receipt: Receipt) -> bool:
    """Note a receipt of the text of that name; False when it tells nothing new.

    A receipt of an earlier text, one that comes twice and one that comes after the answer change nothing.
    """
    identifier, _, attempt_no = name.rpartition("-")
    sendable = sendable_of(identifier)
    return house.transact(lambda uow, now: _take(house, uow, sendable, identifier, attempt_no, receipt, now))


def _take(
    house: House,
    uow: UnitOfWork,
    sendable: Sendable[Any],
    identifier: str,
    attempt_no: str,
    receipt: Receipt,
    now: datetime,
) -> bool:
    found = sendable.rows(uow).find(identifier)
    if found is None or str(found.sending.attempts) != attempt_no or not sendable.takes_receipt(found):
        return False
    is_there, is_final = receipt is Receipt.DELIVERED, receipt is Receipt.PERMANENT
    if found.state == FAILED and not is_there and not is_final:
        return False
    rules, segments = house.rating_rules.load(found.profile), found.sending.claimed_segments
    had = replace(found, sending=received(found.sending, now))
    decision = (
        sendable.delivered(had, now, rules, house.calendar)
        if is_there
        else sendable.failed(had, receipt, now, rules, is_final=is_final)
    )
    save_text(house, uow, sendable, decision.noting(segments=segments) if segments else decision, now)
    return True
