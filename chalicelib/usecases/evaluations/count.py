"""What an evaluation does to its agency's credit, in the transaction that decides it (docs/rules.md §2.6)."""

from datetime import datetime

from chalicelib.domain.marketplace.conduct.evaluated import count_evaluation
from chalicelib.domain.marketplace.evaluations.evaluating import evaluation_of, mean_now
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.agencies.changing import noted
from chalicelib.usecases.ports import House, UnitOfWork


def count_for_credit(
    house: House, uow: UnitOfWork, notice: Notice, actor: Actor, now: datetime, rules: MarketRules
) -> None:
    """Put on the agency what its evaluation comes to; nothing while somebody may still speak."""
    evaluation = evaluation_of(notice)
    if evaluation.closed_at is None:
        return
    agency = uow.agencies.load(selection_of(notice).winner.uscc)
    mean, months = mean_now(evaluation, rules), rules.evaluation.credit_months
    decision = count_evaluation(agency, notice.notice_no or "", mean, now, months)
    if decision is not None:
        uow.agencies.save(noted(house, decision), actor)
