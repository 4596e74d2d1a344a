"""Evaluating (docs/rules.md §2.1, §2.6, §4.5): one opinion a party, one reply, one objection.

The purchase is EVALUATED when the owner has spoken or its ten working days are over; department and centre
may speak as long as the window is open. The department decides the objection, by another person than the one
whose opinion it is about; it keeps the opinion or sets it aside.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from fractions import Fraction

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.contracts.facts import Side
from chalicelib.domain.marketplace.contracts.parties import ADMINS, check_side, check_text, told
from chalicelib.domain.marketplace.evaluations.facts import (
    Evaluation,
    Objection,
    Opinion,
    Party,
    Reply,
    Scores,
)
from chalicelib.domain.marketplace.evaluations.mean import dimension_means, weighted_mean
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due
from chalicelib.domain.marketplace.notices.permissions import check_another_person, check_role
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid

LEAST, MOST = 1, 5


def give_opinion(
    notice: Notice, party: Party, scores: Scores, text: str, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """Evaluate for one party, once; the owner's opinion ends the wait.

    Raises:
        Invalid: a score outside 1 to 5, a text that is too long.
        Conflict: `window-closed`, `already-evaluated`, `not-completed`.
        Forbidden: for anyone but people of the party.
    """
    _SPEAKERS[party](notice, actor)
    evaluation = evaluation_of(notice)
    if now >= evaluation.closes_at:
        raise Conflict("window-closed", closed_at=format_instant(evaluation.closes_at))
    if any(one.party is party for one in evaluation.opinions):
        raise Conflict("already-evaluated")
    errors = list(_errors(scores, text, rules))
    if errors:
        raise Invalid(errors=errors)
    opinion = Opinion(party, actor.person, now, scores, text)
    spoken = replace(evaluation, opinions=(*evaluation.opinions, opinion))
    if party is Party.OWNER:
        return _evaluated(notice, replace(spoken, evaluated_at=now), "owner", rules)
    return _moved(notice, "opinion_given", spoken, notice.state, rules, party=party.value)


def close_window(notice: Notice, now: datetime, rules: MarketRules) -> Decision[Notice]:
    """Close the window; an owner who said nothing is no data, and nothing is filled in for it.

    Raises:
        Conflict: `too-early` or `wrong-state`.
    """
    evaluation = evaluation_of(notice)
    check_due(evaluation.closes_at, now)
    closed = replace(evaluation, closed_at=now)
    if notice.state is NoticeState.EVALUATED:
        return _moved(notice, "evaluation_closed", closed, NoticeState.EVALUATED, rules)
    return _evaluated(notice, replace(closed, evaluated_at=now), "system", rules)


def reply(notice: Notice, text: str, actor: Actor, now: datetime, rules: MarketRules) -> Decision[Notice]:
    """Answer the evaluation in public, once.

    Raises:
        Invalid: `required` or `too-long`.
        Conflict: `already-replied`, `not-evaluated`.
        Forbidden: for anyone but the agency's administrator.
    """
    check_side(notice, Side.AGENCY, actor, ADMINS[Side.AGENCY])
    evaluation = _evaluated_one(notice)
    if evaluation.reply is not None:
        raise Conflict("already-replied")
    if not evaluation.opinions:
        raise Conflict("nobody-evaluated")
    check_text("/text", text, rules.notice.reason_min_chars, rules.evaluation.text_max_chars)
    changed = replace(evaluation, reply=Reply(actor.person, now, text))
    return _moved(notice, "evaluation_replied", changed, NoticeState.EVALUATED, rules)


def object_to(
    notice: Notice, party: Party, reason: str, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """Object to one party's opinion, once, until five working days after the window closed.

    Raises:
        Invalid: `required`, `too-long`, or `not-one-of` for a party that said nothing.
        Conflict: `already-objected`, `objections-over`, `not-evaluated`.
        Forbidden: for anyone but the agency's administrator.
    """
    check_side(notice, Side.AGENCY, actor, ADMINS[Side.AGENCY])
    evaluation = _evaluated_one(notice)
    if evaluation.objection is not None:
        raise Conflict("already-objected")
    if now >= evaluation.objections_until:
        raise Conflict("objections-over", ended_at=format_instant(evaluation.objections_until))
    spoken = [one.party.value for one in evaluation.opinions]
    if party.value not in spoken:
        raise Invalid(errors=[FieldError("/party", "not-one-of", {"options": list(spoken)})])
    check_text("/reason", reason, rules.notice.reason_min_chars, rules.evaluation.text_max_chars)
    changed = replace(evaluation, objection=Objection(party, actor.person, now, reason))
    return _moved(notice, "evaluation_objected", changed, NoticeState.EVALUATED, rules, party=party.value)


def decide_objection(
    notice: Notice, upheld: bool, reason: str, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """Keep the opinion, or set it aside, with a public reason.

    Raises:
        Invalid: `required` or `too-long`.
        Conflict: `no-objection`, `already-decided`.
        Forbidden: for anyone but the department, and for the person whose opinion it is.
    """
    _check_department(notice, actor)
    evaluation = _evaluated_one(notice)
    objection = evaluation.objection
    if objection is None:
        raise Conflict("no-objection")
    if objection.decided_at is not None:
        raise Conflict("already-decided")
    for one in evaluation.opinions:
        if one.party is objection.party:
            check_another_person(actor, one.by, "same-person-evaluated")
    check_text("/reason", reason, rules.notice.reason_min_chars, rules.evaluation.text_max_chars)
    decided = replace(objection, decided_at=now, decided_by=actor.person, upheld=upheld, decision=reason)
    opinions = tuple(
        replace(one, set_aside_at=now) if upheld and one.party is objection.party else one
        for one in evaluation.opinions
    )
    changed = replace(evaluation, objection=decided, opinions=opinions)
    facts: dict[str, Json] = {"party": objection.party.value, "upheld": upheld}
    return _moved(notice, "objection_decided", changed, NoticeState.EVALUATED, rules, **facts)


def mean_now(evaluation: Evaluation, rules: MarketRules) -> Fraction | None:
    """Return the weighted mean of what was said so far and still counts."""
    return weighted_mean(evaluation.opinions, weights_of(rules))


def weights_of(rules: MarketRules) -> Mapping[Party, int]:
    """Return the weight of each party under a rule profile."""
    return {
        Party.OWNER: rules.evaluation.owner_weight,
        Party.DEPARTMENT: rules.evaluation.department_weight,
        Party.CENTRE: rules.evaluation.centre_weight,
    }


def evaluation_of(notice: Notice) -> Evaluation:
    """Return the evaluation that runs or ran.

    Raises:
        Conflict: `not-completed`.
    """
    if notice.evaluation is None:
        raise Conflict("not-completed", state=str(notice.state))
    return notice.evaluation


def _evaluated_one(notice: Notice) -> Evaluation:
    evaluation = evaluation_of(notice)
    if notice.state is not NoticeState.EVALUATED:
        raise Conflict("not-evaluated", state=str(notice.state))
    return evaluation


def _evaluated(notice: Notice, evaluation: Evaluation, by_side: str, rules: MarketRules) -> Decision[Notice]:
    at = format_instant(evaluation.evaluated_at) if evaluation.evaluated_at else None
    facts: dict[str, Json] = {"by_side": by_side, "evaluated_at": at}
    if evaluation.closed_at is not None:
        facts["evaluate_until_at"] = None
    return _moved(notice, "evaluated", evaluation, NoticeState.EVALUATED, rules, **facts)


def _moved(
    notice: Notice, event: str, evaluation: Evaluation, target: NoticeState, rules: MarketRules, **facts: Json
) -> Decision[Notice]:
    """Tell every fact with the mean as it is from now on, so that who counts evaluations reads no more."""
    weights, mean = weights_of(rules), mean_now(evaluation, rules)
    counted: list[Json] = [one.party.value for one in evaluation.opinions if one.set_aside_at is None]
    result: dict[str, Json] = {
        "parties": counted,
        "mean": None if mean is None else _written(mean),
        "means": {
            name: _written(value) for name, value in dimension_means(evaluation.opinions, weights).items()
        },
        "department_org": evaluation.department,
    }
    changed = replace(notice, evaluation=evaluation)
    return moved(notice, event, changed, target, **told(notice), **result, **facts)


def _written(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _check_owner(notice: Notice, actor: Actor) -> None:
    check_side(notice, Side.OWNER, actor)


def _check_department(notice: Notice, actor: Actor) -> None:
    check_role(actor, Role.DEPARTMENT)
    if actor.org != evaluation_of(notice).department:
        raise Forbidden("not-your-organisation")


def _check_centre(_notice: Notice, actor: Actor) -> None:
    check_role(actor, Role.OPERATOR_REVIEWER)


_SPEAKERS: Mapping[Party, Callable[[Notice, Actor], None]] = {
    Party.OWNER: _check_owner,
    Party.DEPARTMENT: _check_department,
    Party.CENTRE: _check_centre,
}


def _errors(scores: Scores, text: str, rules: MarketRules) -> Iterator[FieldError]:
    for field in fields(scores):
        if not LEAST <= getattr(scores, field.name) <= MOST:
            yield FieldError(f"/scores/{field.name}", "out-of-range", {"min": LEAST, "max": MOST})
    if len(text) > rules.evaluation.text_max_chars:
        yield FieldError("/text", "too-long", {"max": rules.evaluation.text_max_chars})
