"""Who may do what with a work order (evaluation.md §6, actor rules of §2.3), as refusals."""

from collections.abc import Callable

import pytest

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.work_orders import (
    appealing,
    cards,
    closing,
    contacting,
    extending,
    objecting,
    opening,
    rectifying,
    signing,
    telling,
    verifying,
)
from chalicelib.domain.satisfaction.work_orders.appeal import Verdict
from chalicelib.domain.satisfaction.work_orders.facts import AnnulReason, Cause, FindingCode, RevisitResult
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.errors import Forbidden
from tests.factories.work_orders import (
    CALENDAR,
    CENTRE,
    CLERK,
    DAY,
    HANDLER,
    HEAD,
    MONDAY,
    NUMBER,
    OTHER_UNIT,
    REGULATOR,
    REVIEWERS,
    SUPERVISOR,
    UNIT,
    appealed,
    asked_back,
    claim,
    contacted,
    created,
    dispatched,
    extension_asked,
    judged,
    measure,
    person,
    rectified,
    rectifying_order,
    revisited,
    rules_of,
    signed,
    told,
    under_review,
    verified,
    words,
)

RULES = rules_of()
Step = Callable[[Actor], Decision[WorkOrder]]


def proposed() -> WorkOrder:
    code = FindingCode.CLEAR_REASONABLE
    return verifying.propose_finding(contacted(), code, Cause.OTHER, None, HANDLER, MONDAY).state


def handed_in() -> WorkOrder:
    return rectifying.submit_measure(rectifying_order(), measure(), HANDLER, MONDAY, RULES).state


def vote(order: WorkOrder, actor: Actor, upholds: bool = True) -> Decision[WorkOrder]:
    return appealing.vote(order, Verdict(upholds), words(), actor, MONDAY, RULES, CALENDAR)


HANDLERS_STEPS: dict[str, Step] = {
    "sign": lambda who: signing.sign(dispatched(), who, MONDAY, RULES, CALENDAR),
    "return": lambda who: signing.request_return(dispatched(), words(), who, MONDAY, RULES),
    "find": lambda who: verifying.propose_finding(
        contacted(), FindingCode.COMPLEX, Cause.OTHER, None, who, MONDAY
    ),
    "begin": lambda who: rectifying.start_rectifying(verified(), who, MONDAY),
    "explain": lambda who: rectifying.explain(
        verified(FindingCode.NO_LEGAL_BASIS), measure(), who, MONDAY, RULES
    ),
    "hand in": lambda who: rectifying.submit_measure(rectifying_order(), measure(), who, MONDAY, RULES),
    "appeal": lambda who: appealing.submit_appeal(signed(), claim(), who, MONDAY, RULES),
}
HEADS_STEPS: dict[str, Step] = {
    "send finding back": lambda who: verifying.return_finding(proposed(), words(), who, MONDAY),
    "verify": lambda who: verifying.verify(proposed(), who, MONDAY),
    "send measure back": lambda who: rectifying.return_measure(handed_in(), words(), who, MONDAY),
    "approve": lambda who: rectifying.approve_measure(handed_in(), who, MONDAY, RULES, CALENDAR),
    "approve appeal": lambda who: appealing.approve_appeal(appealed(), who, MONDAY, RULES, CALENDAR),
    "decline appeal": lambda who: appealing.decline_appeal(appealed(), words(), who, MONDAY),
}
REGULATORS_STEPS: dict[str, Step] = {
    "grant return": lambda who: signing.grant_return(
        asked_back(), OTHER_UNIT, None, who, MONDAY, RULES, CALENDAR
    ),
    "refuse return": lambda who: signing.refuse_return(asked_back(), words(), who, MONDAY, RULES),
    "extend": lambda who: extending.grant_extension(extension_asked(), who, MONDAY, RULES, CALENDAR),
    "refuse to extend": lambda who: extending.refuse_extension(extension_asked(), words(), who, MONDAY),
    "close": lambda who: closing.close(revisited(RevisitResult.NEUTRAL), who, MONDAY + DAY, RULES),
    "reopen": lambda who: closing.reopen(
        revisited(RevisitResult.NOT_SATISFIED), None, who, MONDAY, RULES, CALENDAR
    ),
    "close without agreement": lambda who: closing.close_unresolved(
        revisited(RevisitResult.NOT_SATISFIED), None, who, MONDAY + DAY, RULES
    ),
}
ASKERS_STEPS: dict[str, Step] = {
    "tell": lambda who: telling.send_feedback(rectified(), None, who, MONDAY, RULES, CALENDAR),
    "try": lambda who: telling.note_failed_revisit(told(), "BUSY", who, MONDAY, RULES),
    "revisit": lambda who: telling.record_revisit(told(), RevisitResult.NEUTRAL, None, who, MONDAY, RULES),
}
CENTRES_STEPS: dict[str, Step] = {
    "dispatch": lambda who: opening.dispatch(created(), UNIT, NUMBER, who, MONDAY, RULES, CALENDAR),
    "urge": lambda who: cards.urge(dispatched(), who, MONDAY + 2 * DAY),
}
REVIEWERS_STEPS: dict[str, Step] = {
    "vote": lambda who: vote(under_review(), who),
    "last word": lambda who: objecting.decide_objection(
        judged(under_review(), True, True), Verdict(True), words(), who, MONDAY, RULES, CALENDAR
    ),
    "invalidate": lambda who: closing.annul(signed(), AnnulReason.INVALIDATED, who, MONDAY),
}
RESIDENTS_STEPS: dict[str, Step] = {
    "withdraw": lambda who: closing.annul(signed(), AnnulReason.WITHDRAWN, who, MONDAY),
    "object": lambda who: objecting.object_to_verdict(
        judged(under_review(), True, True), None, who, MONDAY, RULES, CALENDAR
    ),
}
EVERY_STEP = {
    **HANDLERS_STEPS, **HEADS_STEPS, **REGULATORS_STEPS, **CENTRES_STEPS, **ASKERS_STEPS, **REVIEWERS_STEPS,
    "call": lambda who: contacting.contact(signed(), None, who, MONDAY, RULES, CALENDAR),
    "ask for more time": lambda who: extending.ask_extension(
        verified(FindingCode.COMPLEX), 1, words(), who, MONDAY, RULES
    ),
}  # fmt: skip
ALLOWED = (
    *((step, {Role.UNIT_HANDLER}) for step in HANDLERS_STEPS.values()),
    *((step, {Role.UNIT_HEAD}) for step in HEADS_STEPS.values()),
    *((step, {Role.REGULATOR}) for step in REGULATORS_STEPS.values()),
    *((step, {Role.REGULATOR, Role.CENTRE_SUPERVISOR}) for step in CENTRES_STEPS.values()),
    *(
        (step, {Role.CENTRE_SUPERVISOR, Role.CALLBACK_AGENT, Role.CALLBACK_LEAD})
        for step in ASKERS_STEPS.values()
    ),
    *((step, {Role.APPEAL_REVIEWER}) for step in REVIEWERS_STEPS.values()),
)


@pytest.mark.parametrize(("step", "roles"), ALLOWED)
def test_a_step_is_for_its_roles_only(step: Step, roles: set[Role]) -> None:
    for role in set(Role) - roles:
        for org in (UNIT, CENTRE):
            with pytest.raises(Forbidden, match="role-needed"):
                step(person("somebody", role, org))


@pytest.mark.parametrize("step", [*HANDLERS_STEPS.values(), *HEADS_STEPS.values()])
def test_the_unit_in_charge_deals_with_its_orders_and_no_other_does(step: Step) -> None:
    for role in (Role.UNIT_HANDLER, Role.UNIT_HEAD):
        with pytest.raises(Forbidden, match=r"not-your-unit|role-needed"):
            step(person("somebody", role, OTHER_UNIT))


@pytest.mark.parametrize(
    "step",
    [
        *REGULATORS_STEPS.values(),
        *CENTRES_STEPS.values(),
        *ASKERS_STEPS.values(),
        *REVIEWERS_STEPS.values(),
    ],
)
def test_nobody_of_the_rated_unit_does_what_is_for_others(step: Step) -> None:
    everything = Actor("somebody", UNIT, frozenset(Role))

    with pytest.raises(Forbidden, match="own-unit"):
        step(everything)


@pytest.mark.parametrize("step", EVERY_STEP.values())
def test_the_rated_clerk_takes_no_step_whatever_else_they_are(step: Step) -> None:
    for org in (UNIT, CENTRE):
        with pytest.raises(Forbidden, match=r"rated-clerk|own-unit|not-your-unit"):
            step(Actor(CLERK.person, org, frozenset(Role)))


@pytest.mark.parametrize("step", RESIDENTS_STEPS.values())
def test_nobody_of_the_staff_speaks_for_the_resident(step: Step) -> None:
    for actor in (CLERK, HANDLER, HEAD, SUPERVISOR, REGULATOR, *REVIEWERS, SYSTEM):
        with pytest.raises(Forbidden, match="resident-only"):
            step(actor)


@pytest.mark.parametrize("step", HEADS_STEPS.values())
def test_whoever_handled_it_does_not_approve_it(step: Step) -> None:
    both = Actor(HANDLER.person, UNIT, frozenset({Role.UNIT_HANDLER, Role.UNIT_HEAD}))

    with pytest.raises(Forbidden, match="same-person-handled"):
        step(both)


def test_the_head_who_appealed_in_person_does_not_approve_the_appeal() -> None:
    both = Actor("both", UNIT, frozenset({Role.UNIT_HANDLER, Role.UNIT_HEAD}))
    order = appealing.submit_appeal(signed(), claim(), both, MONDAY, RULES).state

    with pytest.raises(Forbidden, match="same-person-handled"):
        appealing.approve_appeal(order, both, MONDAY, RULES, CALENDAR)


def test_the_unit_calls_only_where_the_resident_agreed_and_until_its_hard_stop() -> None:
    agreed, not_agreed = signed(), signed(may_unit_contact=False)
    assert agreed.dues.contact_hard is not None
    stop_at = agreed.dues.contact_hard.at

    def call(order: WorkOrder, actor: Actor, at=MONDAY) -> Decision[WorkOrder]:
        return contacting.contact(order, None, actor, at, RULES, CALENDAR)

    assert call(agreed, HANDLER).state.contacted
    with pytest.raises(Forbidden, match="role-needed"):
        call(agreed, HEAD)  # whoever approves has handled nothing
    for order, at in ((not_agreed, MONDAY), (agreed, stop_at)):
        with pytest.raises(Forbidden, match="centre-calls"):
            call(order, HANDLER, at)
        assert call(order, SUPERVISOR, at).state.contacted


def test_who_sends_an_order_to_another_unit_is_of_neither() -> None:
    with pytest.raises(Forbidden, match="own-unit"):
        signing.grant_return(
            asked_back(), OTHER_UNIT, None, person("r", Role.REGULATOR, OTHER_UNIT), MONDAY, RULES, CALENDAR
        )


def test_two_reviewers_are_two_persons_and_the_last_word_is_a_third_ones() -> None:
    once = vote(under_review(), REVIEWERS[0]).state
    with pytest.raises(Forbidden, match="same-person-judged"):
        vote(once, REVIEWERS[0])
    objected = objecting.object_to_verdict(
        vote(once, REVIEWERS[1]).state, None, RESIDENT, MONDAY, RULES, CALENDAR
    ).state

    for voter in REVIEWERS[:2]:
        with pytest.raises(Forbidden, match="same-person-judged"):
            objecting.decide_objection(objected, Verdict(True), words(), voter, MONDAY, RULES, CALENDAR)
