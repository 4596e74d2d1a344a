"""A flagged rating is judged by two outside the unit, praise and blame alike, never twice (§2.2, §7.16)."""

from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.fraud import Finding, Signal
from chalicelib.domain.satisfaction.invitations.answering import withdraw
from chalicelib.domain.satisfaction.invitations.flagging import flag
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.privacy.erasing import words_of_rating
from chalicelib.domain.satisfaction.ratings.rating import Answer, RatingState
from chalicelib.domain.satisfaction.reviews import reviewing
from chalicelib.domain.satisfaction.reviews.offers import review_steps
from chalicelib.domain.satisfaction.reviews.review import MarkReason, Review
from chalicelib.domain.satisfaction.reviews.states import REVIEW, ReviewState
from chalicelib.domain.satisfaction.work_orders import objecting
from chalicelib.domain.satisfaction.work_orders.appeal import Category, Criterion, Verdict
from chalicelib.domain.satisfaction.work_orders.closing import annul
from chalicelib.domain.satisfaction.work_orders.facts import AnnulReason, Words
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.domain.satisfaction.work_orders.states import OPEN, OrderState
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.notices import MONDAY
from tests.factories.ratings import an_invitation
from tests.factories.work_orders import (
    CALENDAR,
    DAY,
    HANDLER,
    IN_EVERY_STATE,
    REGULATOR,
    REVIEWERS,
    appealed,
    person,
    rules_of,
    under_review,
    words,
)
from tests.factories.work_orders import judged as appeal_judged

S, RULES = ReviewState, rules_of()
SEEN = (Finding("0a" * 16, Signal.DEVICE_PER_DAY, 4, 3),)
KEEP = Verdict(upholds=False)
OUT = Verdict(upholds=True, category=Category.BRUSHED_GOOD)
PAIRS: dict[ReviewState | None, set[ReviewState]] = {
    None: {S.OPEN, S.KEPT},
    S.OPEN: {S.UNMARKED, S.KEPT, S.INVALIDATED},
    S.UNMARKED: {S.OPEN, S.KEPT},
    S.KEPT: set(),
    S.INVALIDATED: {S.OBJECTED},
    S.OBJECTED: {S.CONFIRMED, S.OVERTURNED},
    S.CONFIRMED: set(),
    S.OVERTURNED: set(),
}


def rated(level: int = 5) -> Invitation:
    invitation = an_invitation()
    assert invitation.rating is not None
    return replace(invitation, rating=replace(invitation.rating, answer=Answer(level)))


def flagged(level: int = 5) -> Invitation:
    decision = flag(rated(level), SEEN, MONDAY + 7 * DAY)
    assert decision is not None
    return decision.state


def judged(invitation: Invitation, *verdicts: Verdict) -> Decision[Invitation]:
    for reviewer, verdict in zip(REVIEWERS, verdicts, strict=False):
        decision = reviewing.vote(invitation, None, verdict, words(), reviewer, MONDAY, RULES, CALENDAR)
        invitation = decision.state
    return decision


def objected(invitation: Invitation, at: datetime = MONDAY) -> Invitation:
    return reviewing.object_to_review(invitation, words(), RESIDENT, at, RULES, CALENDAR).state


def marked(invitation: Invitation) -> Decision[Invitation]:
    return reviewing.mark(invitation, None, MarkReason.COAXED, REGULATOR, MONDAY, RULES, CALENDAR)


def review_of(invitation: Invitation) -> Review:
    assert invitation.rating is not None
    found = reviewing.review_of(invitation.rating)
    assert found is not None
    return found


def state_of(invitation: Invitation) -> tuple[RatingState, ReviewState]:
    assert invitation.rating is not None
    return invitation.rating.state, review_of(invitation).state


@pytest.mark.parametrize(("source", "target"), list(product((None, *S), S)))
def test_every_pair_of_states_that_is_not_listed_is_refused(
    source: ReviewState | None, target: ReviewState
) -> None:
    listed = any((move.source, move.target) == (source, target) for move in REVIEW.moves)

    assert source == target or listed is (target in PAIRS[source])


@pytest.mark.parametrize("level", [5, 1])
def test_praise_and_blame_count_on_until_two_have_judged(level: int) -> None:
    waiting = flagged(level)
    once = judged(waiting, OUT)

    assert state_of(waiting) == (RatingState.EFFECTIVE, S.OPEN)
    assert state_of(once.state) == (RatingState.EFFECTIVE, S.OPEN)
    assert state_of(judged(waiting, OUT, OUT).state) == (RatingState.INVALIDATED, S.INVALIDATED)
    assert state_of(judged(waiting, KEEP, KEEP).state) == (RatingState.EFFECTIVE, S.KEPT)


def test_where_two_differ_a_third_decides() -> None:
    split = judged(flagged(), OUT, KEEP)

    assert split.event.type == "invitation.rating_voted"
    assert judged(flagged(), OUT, KEEP, OUT).event.type == "invitation.rating_invalidated"
    assert judged(flagged(), OUT, KEEP, KEEP).event.type == "invitation.rating_kept"


def test_the_fact_tells_the_category_until_when_to_object_and_nobody_who_judged() -> None:
    data = judged(flagged(), OUT, OUT).event.data

    # 10 working days after Monday 9 March
    assert (data["reason"], data["objection_until"]) == ("BRUSHED_GOOD", "2026-03-23T16:00:00.000Z")
    assert (data["review"], data["votes"]) == ("INVALIDATED", [True, True])
    assert not any("reviewer" in str(value) for value in data.values())


def test_a_category_is_what_two_found_else_the_mildest() -> None:
    malice = Verdict(upholds=True, criteria=(Criterion.EXTORTION,), category=Category.MALICIOUS)
    mistake = Verdict(upholds=True, category=Category.MISTAKEN)

    both, mixed = judged(flagged(), malice, malice), judged(flagged(), malice, OUT)
    third = judged(flagged(), malice, KEEP, mistake)

    assert [review_of(one.state).category for one in (both, mixed, third)] == [
        Category.MALICIOUS,
        Category.BRUSHED_GOOD,
        Category.MISTAKEN,
    ]


def test_the_resident_reads_the_reason_that_found_the_category() -> None:
    verdicts = ((OUT, "first"), (KEEP, "second"), (OUT, "third"))
    invitation = flagged()
    for reviewer, (verdict, ref) in zip(REVIEWERS, verdicts, strict=False):
        said = Words(ref, 20, "ab" * 32)
        invitation = reviewing.vote(invitation, None, verdict, said, reviewer, MONDAY, RULES, CALENDAR).state

    assert review_of(invitation).reason_ref == "third"
    assert review_of(judged(flagged(), KEEP, KEEP).state).reason_ref == ""


def test_malice_needs_a_criterion_and_an_invalidation_a_category() -> None:
    bare = Verdict(upholds=True, category=Category.MALICIOUS)
    few = replace(bare, criteria=(Criterion.SAME_DEVICE,), device_ratings=2)
    foreign = Verdict(upholds=True, category=Category.NOT_OUR_SERVICE)

    for verdict, pointer in (
        (bare, "/criteria"),
        (few, "/criteria"),
        (foreign, "/category"),
        (Verdict(upholds=True), "/category"),
    ):
        with pytest.raises(Invalid) as refused:
            judged(flagged(), verdict)
        assert [one.pointer for one in refused.value.errors] == [pointer]


def test_nobody_of_the_unit_judges_or_marks_and_nobody_judges_twice() -> None:
    unit = an_invitation().service.unit
    own = person("own", Role.APPEAL_REVIEWER, unit)
    own_regulator = person("own", Role.REGULATOR, unit)
    once = judged(flagged(), OUT).state

    for actor in (own, HANDLER, REGULATOR, REVIEWERS[0]):
        with pytest.raises(Forbidden):
            reviewing.vote(once, None, OUT, words(), actor, MONDAY, RULES, CALENDAR)
    for actor in (own_regulator, REVIEWERS[0]):
        with pytest.raises(Forbidden):
            reviewing.mark(rated(), None, MarkReason.COAXED, actor, MONDAY, RULES, CALENDAR)


def test_who_holds_the_order_does_not_judge_either() -> None:
    order = IN_EVERY_STATE[OrderState.SIGNED]()
    holder = person("holder", Role.APPEAL_REVIEWER, order.unit)

    with pytest.raises(Forbidden, match="own-unit"):
        reviewing.vote(flagged(), order, OUT, words(), holder, MONDAY, RULES, CALENDAR)


def test_a_regulator_marks_what_has_no_signal_and_takes_a_mark_back_before_anybody_judged() -> None:
    mark = marked(rated())
    taken_back = reviewing.unmark(mark.state, REGULATOR)

    assert (mark.event.type, mark.event.data["mark"]) == ("invitation.rating_marked", "COAXED")
    assert state_of(taken_back.state) == (RatingState.EFFECTIVE, S.UNMARKED)
    assert state_of(marked(taken_back.state).state)[1] is S.OPEN
    with pytest.raises(Conflict, match="wrong-state"):
        marked(flagged())
    for stays in (flagged(), judged(mark.state, KEEP).state):
        with pytest.raises(Conflict, match="mark-stays"):
            reviewing.unmark(stays, REGULATOR)


def test_what_was_decided_is_decided_whatever_is_noticed_later() -> None:
    kept = judged(marked(rated()).state, KEEP, KEEP).state

    later = flag(kept, SEEN, MONDAY)

    assert later is not None
    assert state_of(later.state)[1] is S.KEPT
    assert "opens" not in later.event.data
    with pytest.raises(Conflict, match="wrong-state"):
        judged(kept, OUT)
    with pytest.raises(Conflict, match="reviewed-already"):
        reviewing.check_unreviewed(kept.rating)


def test_a_signal_after_a_mark_was_taken_back_opens_the_review() -> None:
    taken_back = reviewing.unmark(marked(rated()).state, REGULATOR).state

    later = flag(taken_back, SEEN, MONDAY)

    assert later is not None
    assert (state_of(later.state)[1], later.event.data["opens"]) == (S.OPEN, True)


def test_a_rating_that_was_flagged_before_there_were_reviews_waits_for_one() -> None:
    invitation = flagged()
    assert invitation.rating is not None
    older = replace(invitation, rating=replace(invitation.rating, review=None))

    assert state_of(judged(older, OUT, OUT).state) == (RatingState.INVALIDATED, S.INVALIDATED)


def test_a_rating_under_appeal_is_judged_there_alone() -> None:
    appealed = under_review()

    with pytest.raises(Conflict, match="under-appeal"):
        reviewing.vote(flagged(), appealed, OUT, words(), REVIEWERS[0], MONDAY, RULES, CALENDAR)
    with pytest.raises(Conflict, match="under-appeal"):
        reviewing.mark(rated(), appealed, MarkReason.COAXED, REGULATOR, MONDAY, RULES, CALENDAR)
    settled = reviewing.settle(flagged())
    assert settled is not None
    assert (state_of(settled.state)[1], settled.event.type) == (S.KEPT, "invitation.rating_settled")
    assert reviewing.settle(rated()) is None


@pytest.mark.parametrize("votes", [(False, False), (True, True)])
def test_a_signal_about_a_rating_that_an_appeal_let_count_is_settled_as_it_comes(
    votes: tuple[bool, bool],
) -> None:
    decided = appeal_judged(under_review(), *votes)
    if all(votes):
        waiting = objecting.object_to_verdict(decided, words(), RESIDENT, MONDAY, RULES, CALENDAR).state
        decided = objecting.decide_objection(
            waiting, KEEP, words(), REVIEWERS[2], MONDAY, RULES, CALENDAR
        ).state

    found = flag(rated(1), SEEN, MONDAY, decided)

    assert found is not None
    assert state_of(found.state) == (RatingState.EFFECTIVE, S.KEPT)
    assert "opens" not in found.event.data


def test_an_appeal_that_its_head_left_lying_until_the_order_was_over_keeps_no_reviewer_away() -> None:
    lying = appealed()
    over = replace(lying, state=OrderState.CLOSED_OK)

    with pytest.raises(Conflict, match="under-appeal"):
        reviewing.vote(flagged(1), lying, OUT, words(), REVIEWERS[0], MONDAY, RULES, CALENDAR)
    vote = reviewing.vote(flagged(1), over, OUT, words(), REVIEWERS[0], MONDAY, RULES, CALENDAR)
    assert vote.event.type == "invitation.rating_voted"


def test_what_its_giver_took_back_is_not_judged() -> None:
    gone = withdraw(flagged(), MONDAY).state

    with pytest.raises(Conflict, match="rating-ended"):
        judged(gone, OUT)
    assert gone.rating is not None
    assert review_steps(gone, gone.rating, None, REVIEWERS[0]) == frozenset()


def test_the_resident_objects_within_ten_working_days_and_another_reviewer_decides() -> None:
    out = judged(flagged(), OUT, OUT).state
    assert out.rating is not None
    until = out.rating.objection_until
    assert until is not None

    with pytest.raises(Conflict, match="verdict-stands"):
        objected(out, until)
    waiting = objected(out)
    with pytest.raises(Forbidden, match="same-person-judged"):
        _last_word(waiting, KEEP, by=0)
    back, stays = _last_word(waiting, KEEP), _last_word(waiting, OUT)
    assert state_of(back.state) == (RatingState.EFFECTIVE, S.OVERTURNED)
    assert back.event.type == "invitation.rating_reinstated"
    assert state_of(stays.state) == (RatingState.INVALIDATED, S.CONFIRMED)
    with pytest.raises(Conflict, match="wrong-state"):
        objected(stays.state)
    assert waiting.rating is not None
    assert words().ref in words_of_rating(waiting)


def test_each_is_offered_what_it_may_do() -> None:
    def offered(invitation: Invitation, *actors: int | str) -> list[frozenset[str]]:
        assert invitation.rating is not None
        people = [REGULATOR if one == "regulator" else REVIEWERS[int(one)] for one in actors]
        return [review_steps(invitation, invitation.rating, None, one) for one in people]

    assert offered(rated(), "regulator", 0) == [{"mark"}, set()]
    assert offered(marked(rated()).state, "regulator", 0) == [{"unmark"}, {"vote"}]
    assert offered(flagged(), "regulator", 0) == [set(), {"vote"}]
    assert offered(judged(flagged(), OUT).state, 0, 1) == [set(), {"vote"}]
    waiting = objected(judged(flagged(), OUT, OUT).state)
    assert offered(waiting, 1, 2) == [set(), {"decide-objection"}]


@pytest.mark.parametrize("stood", OPEN)
def test_an_order_that_a_review_ended_goes_on_where_it_stood(stood: OrderState) -> None:
    order = IN_EVERY_STATE[stood]()
    ended = annul(order, AnnulReason.INVALIDATED, REVIEWERS[1], MONDAY).state

    after = objecting.revive(ended, REVIEWERS[2], MONDAY + 14 * DAY, RULES, CALENDAR).state

    assert (ended.state, after.state, after.annulled) == (OrderState.ANNULLED, stood, None)


def _last_word(invitation: Invitation, verdict: Verdict, by: int = 2) -> Decision[Invitation]:
    return reviewing.decide_review_objection(invitation, None, verdict, words(), REVIEWERS[by], MONDAY, RULES)
