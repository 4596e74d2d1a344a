"""One side uploads the contract, the other confirms or returns it (docs/rules.md §2.4)."""

from datetime import datetime

from chalicelib.domain.decisions import Decision, check_seen
from chalicelib.domain.marketplace.awards.recheck import Recheck
from chalicelib.domain.marketplace.contracts import signing
from chalicelib.domain.marketplace.contracts.facts import Side, Terms
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.numbers import format_number
from chalicelib.usecases.awards.candidates import Candidates
from chalicelib.usecases.contracts.papers import read_contract
from chalicelib.usecases.contracts.step import At, take
from chalicelib.usecases.ports import House, Once, UnitOfWork

PREFIX = "HT"


def upload_contract(
    house: House,
    actor: Actor,
    side: Side,
    notice_id: str,
    terms: Terms,
    files: tuple[str, str | None],
    once: Once | None = None,
) -> Notice:
    """Upload the signed contract; `files` are the whole and, if it holds secrets, the public version."""
    papers = signing.Papers(terms, *read_contract(house, *files))

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        signing.signing_of(notice, "contract_uploaded")
        result = _look(house, notice, at)
        return signing.upload(notice, side, papers, result, actor, at.now, at.rules, house.calendar)

    return take(house, actor, notice_id, decide, once)


def return_contract(
    house: House,
    actor: Actor,
    side: Side,
    notice_id: str,
    reason: str,
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Return the counter-party's upload with all reasons."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        check_seen(seen_at, signing.offered_at(notice, side))
        return signing.send_back(notice, side, reason, actor, at.now, at.rules)

    return take(house, actor, notice_id, decide, once)


def confirm_contract(
    house: House,
    actor: Actor,
    side: Side,
    notice_id: str,
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Confirm the counter-party's upload; the winner is looked at again before it is signed with."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        check_seen(seen_at, signing.offered_at(notice, side))
        result, number = _look(house, notice, at), _number(house, at.uow, at.now)
        return signing.confirm(notice, side, number, result, actor, at.now, at.rules, house.calendar)

    return take(house, actor, notice_id, decide, once)


def _look(house: House, notice: Notice, at: At) -> Recheck:
    return Candidates(house, at.uow, notice, at.now).look(selection_of(notice).winner)


def _number(house: House, uow: UnitOfWork, now: datetime) -> str:
    year = now.astimezone(CHINA).year
    return format_number(PREFIX, house.division, year, uow.next_serial(f"contract-{house.division}-{year}"))
