"""What happens to a contract in force: publication, filing, changes both agree on, its end (§2.4)."""

from chalicelib.domain.decisions import Decision, check_seen
from chalicelib.domain.marketplace.contracts import carrying_out, changes
from chalicelib.domain.marketplace.contracts.changes import Wish
from chalicelib.domain.marketplace.contracts.facts import Fault, Side
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.contracts.step import At, take
from chalicelib.usecases.ports import House, Once


def publish_contract(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> Notice:
    """Publish the contract's public version before its clock does."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return carrying_out.publish(notice, actor, at.now)

    return take(house, actor, notice_id, decide, once)


def file_contract(house: House, actor: Actor, notice_id: str, once: Once | None = None) -> Notice:
    """Record that a copy was filed with the supervisor."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return carrying_out.file_copy(notice, actor, at.now)

    return take(house, actor, notice_id, decide, once)


def propose_change(
    house: House, actor: Actor, side: Side, notice_id: str, wish: Wish, once: Once | None = None
) -> Notice:
    """Propose a supplement, more time or the end of the contract to the counter-party."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return changes.propose(notice, side, wish, actor, at.now, at.rules, house.calendar)

    return take(house, actor, notice_id, decide, once)


def agree_change(
    house: House,
    actor: Actor,
    side: Side,
    notice_id: str,
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Agree to what the counter-party proposed."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        check_seen(seen_at, changes.proposed_at(notice))
        return changes.agree(notice, side, actor, at.now, at.rules)

    return take(house, actor, notice_id, decide, once)


def decline_change(
    house: House,
    actor: Actor,
    side: Side,
    notice_id: str,
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Decline the counter-party's proposal or take back one's own."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        check_seen(seen_at, changes.proposed_at(notice))
        return changes.decline(notice, side, actor, at.now)

    return take(house, actor, notice_id, decide, once)


def terminate_contract(
    house: House, actor: Actor, notice_id: str, reason: str, fault: Fault, once: Once | None = None
) -> Notice:
    """End a contract by the supervisor's decision."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return changes.terminate(notice, reason, fault, actor, at.now, at.rules)

    return take(house, actor, notice_id, decide, once)
