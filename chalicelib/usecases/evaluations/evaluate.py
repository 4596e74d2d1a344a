"""Owner, department and centre evaluate; the agency replies and objects; the department decides (§2.6)."""

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.evaluations import evaluating
from chalicelib.domain.marketplace.evaluations.facts import Party, Scores
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.contracts.step import At, take
from chalicelib.usecases.evaluations.count import count_for_credit
from chalicelib.usecases.ports import House, Once


def evaluate_service(
    house: House,
    actor: Actor,
    party: Party,
    notice_id: str,
    scores: Scores,
    text: str,
    once: Once | None = None,
) -> Notice:
    """Evaluate for one party, once."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return evaluating.give_opinion(notice, party, scores, text, actor, at.now, at.rules)

    return take(house, actor, notice_id, decide, once)


def reply_to_evaluation(
    house: House, actor: Actor, notice_id: str, text: str, once: Once | None = None
) -> Notice:
    """Let the agency answer in public, once."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return evaluating.reply(notice, text, actor, at.now, at.rules)

    return take(house, actor, notice_id, decide, once)


def object_to_evaluation(
    house: House, actor: Actor, notice_id: str, party: Party, reason: str, once: Once | None = None
) -> Notice:
    """Let the agency object to one party's opinion, once."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        return evaluating.object_to(notice, party, reason, actor, at.now, at.rules)

    return take(house, actor, notice_id, decide, once)


def decide_objection(
    house: House, actor: Actor, notice_id: str, upheld: bool, reason: str, once: Once | None = None
) -> Notice:
    """Let the department keep an opinion or set it aside; what is set aside counts for no credit."""

    def decide(notice: Notice, at: At) -> Decision[Notice]:
        decision = evaluating.decide_objection(notice, upheld, reason, actor, at.now, at.rules)
        count_for_credit(house, at.uow, decision.state, actor, at.now, at.rules)
        return decision

    return take(house, actor, notice_id, decide, once)
