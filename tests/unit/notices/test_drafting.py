"""Drafts, review and publication: docs/rules.md §2.1 and the separation of duties of §5."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.marketplace.notices import drafts, publication, review, withdrawal
from chalicelib.domain.marketplace.notices.content import NoticeContent, public_text, text_hash
from chalicelib.domain.marketplace.notices.facts import Correction, Dismissal, Ending
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.domain.marketplace.notices.visibility import public_attributes
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.domain.marketplace.selection.record import BeaconKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.notices import (
    ADMIN,
    AGENCY,
    AGENT,
    BIDDER,
    CALENDAR,
    CLOSES_AT,
    MONDAY,
    NOTICE_NO,
    OWNER,
    PUBLISHER,
    REVIEWER,
    china,
    closed,
    draw_terms,
    make_content,
    make_draft,
    person,
    published,
    reviewed,
    rules,
    submitted,
)

STRANGER = person("stranger", Role.OWNER_AGENT, AGENCY)
BOTH = Actor("both", "operator", frozenset({Role.OPERATOR_REVIEWER, Role.OPERATOR_PUBLISHER}))


def publish(notice: Notice, actor: Actor = PUBLISHER, **terms: str | None) -> Notice:
    return publication.publish(notice, replace(draw_terms(), **terms), actor, MONDAY, rules(), CALENDAR).state


def test_a_new_draft_belongs_to_the_organisation_of_its_author() -> None:
    decision = drafts.create("n_9", AGENT, MONDAY)

    assert (decision.state.owner, decision.state.state) == (OWNER, NoticeState.DRAFT)
    assert decision.event.type == "notice.drafted"


@pytest.mark.parametrize("actor", [ADMIN, BIDDER, REVIEWER])
def test_only_an_owner_agent_drafts(actor: Actor) -> None:
    with pytest.raises(Forbidden):
        drafts.create("n_9", actor, MONDAY)


def test_a_step_changes_its_own_fields_only_and_may_leave_gaps() -> None:
    changed = drafts.edit_step(make_draft(), Step.PROJECT, {"title": ""}, AGENT, MONDAY)

    assert changed.state.content == make_content(title="")
    with pytest.raises(Invalid) as refusal:
        drafts.edit_step(make_draft(), Step.PROJECT, {"scope": "x", "nonsense": 1}, AGENT, MONDAY)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [
        ("/nonsense", "unknown-field"),
        ("/scope", "unknown-field"),
    ]


def test_another_organisation_may_neither_edit_nor_copy() -> None:
    for attempt in (
        lambda: drafts.edit_step(make_draft(), Step.PROJECT, {}, STRANGER, MONDAY),
        lambda: drafts.copy(make_draft(), "n_2", STRANGER, MONDAY),
    ):
        with pytest.raises(Forbidden) as refusal:
            attempt()
        assert refusal.value.code == "not-your-organisation"


def test_only_a_draft_can_be_edited() -> None:
    with pytest.raises(Conflict):
        drafts.edit_step(published(), Step.PROJECT, {"title": "另一个标题"}, AGENT, MONDAY)


def test_a_copy_keeps_the_words_and_leaves_dates_and_persons_open() -> None:
    copied = drafts.copy(published(content=make_content(witnesses=("v1",))), "n_2", AGENT, MONDAY).state

    assert copied.content == make_content(closes_on=None, contact_ref=None)
    assert (copied.notice_no, copied.publication, copied.renotice_of) == (None, None, None)


def failed(code: FailureCode, **changes: object) -> Notice:
    ending = Ending(CLOSES_AT, "system", code)
    return replace(closed(), state=NoticeState.FAILED, ending=ending, **changes)


def test_a_failed_notice_stays_failed_and_links_to_its_successor() -> None:
    old, new = drafts.renotice(failed(FailureCode.TOO_FEW), "n_2", AGENT, MONDAY)

    assert (old.state.state, old.state.renoticed_as) == (NoticeState.FAILED, "n_2")
    assert (new.state.state, new.state.renotice_of, new.state.too_few_before) == (
        NoticeState.DRAFT,
        NOTICE_NO,
        1,
    )
    with pytest.raises(Conflict) as refusal:
        drafts.renotice(old.state, "n_3", AGENT, MONDAY)
    assert refusal.value.code == "already-renoticed"


def test_only_failures_for_want_of_registrants_count_along_the_chain() -> None:
    _, second = drafts.renotice(failed(FailureCode.TOO_FEW, too_few_before=1), "n_2", AGENT, MONDAY)
    _, other = drafts.renotice(failed(FailureCode.BEACON_TIMEOUT, too_few_before=1), "n_2", AGENT, MONDAY)

    assert (second.state.too_few_before, other.state.too_few_before) == (2, 1)


def test_a_notice_that_did_not_fail_cannot_be_begun_again() -> None:
    with pytest.raises(Conflict):
        drafts.renotice(published(), "n_2", AGENT, MONDAY)


def test_submission_names_all_errors_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        review.submit(make_draft(content=NoticeContent()), NOTICE_NO, AGENT, MONDAY, rules(), CALENDAR)

    assert len(refusal.value.errors) > 10


def test_the_number_given_first_is_kept_for_good() -> None:
    first = submitted()
    back = review.return_for_correction(first, [Correction("/title", "请写明路段")], REVIEWER, MONDAY).state

    mended = drafts.edit_step(
        back, Step.PROJECT, {"title": "滨河路北段改造工程测绘服务"}, AGENT, MONDAY
    ).state
    again = review.submit(mended, "ZJ-370700-2026-000099", AGENT, MONDAY, rules(), CALENDAR).state

    assert again.notice_no == NOTICE_NO
    assert back.state is NoticeState.DRAFT
    assert back.returned is not None


def test_a_return_says_what_to_mend_at_fields_that_exist() -> None:
    for corrections, code in (
        ([], "required"),
        ([Correction("/nonsense", "x")], "unknown-field"),
        ([Correction("/title", "  ")], "required"),
    ):
        with pytest.raises(Invalid) as refusal:
            review.return_for_correction(submitted(), corrections, REVIEWER, MONDAY)
        assert code in {error.code for error in refusal.value.errors}


def test_a_return_undoes_a_passed_review() -> None:
    back = review.return_for_correction(reviewed(), [Correction("/title", "请写明")], REVIEWER, MONDAY).state

    assert back.review is None


def test_a_warning_must_be_answered_before_the_review_passes() -> None:
    content = make_content(qualification_note="已征求本地企业意见,可不限定")
    notice = submitted(content=content)
    with pytest.raises(Conflict) as refusal:
        review.pass_review(notice, (), REVIEWER, MONDAY, rules(), CALENDAR)
    (key,) = refusal.value.params["findings"]

    with pytest.raises(Conflict):
        review.pass_review(notice, (Dismissal(key, " "),), REVIEWER, MONDAY, rules(), CALENDAR)
    passed = review.pass_review(
        notice, (Dismissal(key, "仅为说明,未限定"),), REVIEWER, MONDAY, rules(), CALENDAR
    )

    assert publish(passed.state).state is NoticeState.PUBLISHED


def test_a_review_passes_once() -> None:
    with pytest.raises(Conflict) as refusal:
        review.pass_review(reviewed(), (), REVIEWER, MONDAY, rules(), CALENDAR)

    assert refusal.value.code == "already-reviewed"


def test_publication_needs_a_passed_review() -> None:
    with pytest.raises(Conflict) as refusal:
        publish(submitted())

    assert refusal.value.code == "review-missing"


def test_reviewer_and_publisher_are_two_people() -> None:
    passed = review.pass_review(submitted(), (), BOTH, MONDAY, rules(), CALENDAR).state

    with pytest.raises(Forbidden) as refusal:
        publish(passed, BOTH)
    assert refusal.value.code == "same-person-reviewed"


def test_whoever_submitted_neither_reviews_nor_publishes() -> None:
    everything = Actor(AGENT.person, OWNER, frozenset(Role))

    for attempt in (
        lambda: review.pass_review(submitted(), (), everything, MONDAY, rules(), CALENDAR),
        lambda: review.return_for_correction(submitted(), [Correction("/title", "x")], everything, MONDAY),
        lambda: publish(reviewed(), everything),
    ):
        with pytest.raises(Forbidden) as refusal:
            attempt()
        assert refusal.value.code == "same-person-submitted"


@pytest.mark.parametrize("actor", [AGENT, ADMIN, BIDDER, REVIEWER])
def test_only_a_publisher_publishes(actor: Actor) -> None:
    with pytest.raises(Forbidden):
        publish(reviewed(), actor)


def test_publication_stamps_profile_commitment_beacon_and_deadline() -> None:
    facts = published().publication

    assert facts is not None
    assert facts.profile == "WF-MARKET-1"
    assert facts.closes_at == CLOSES_AT
    assert facts.opens_at == CLOSES_AT + timedelta(seconds=2)
    assert facts.commitment.hash == "c" * 64
    assert (facts.beacon.kind, facts.beacon.commitment) == (BeaconKind.TWO_PARTY, "a" * 64)


def test_the_full_window_is_kept_when_the_review_took_long() -> None:
    late = china(2026, 3, 11, 9)

    notice = publication.publish(reviewed(), draw_terms(), PUBLISHER, late, rules(), CALENDAR).state

    assert notice.publication is not None
    assert notice.publication.closes_at == china(2026, 3, 16, 17, 30)


def test_a_later_day_asked_for_is_kept() -> None:
    notice = published(content=make_content(closes_on=date(2026, 3, 20)))

    assert notice.publication is not None
    assert notice.publication.closes_at == china(2026, 3, 20, 17, 30)


def test_a_deadline_in_an_unpublished_year_is_provisional() -> None:
    notice = published(content=make_content(closes_on=date(2027, 3, 10)))

    assert notice.publication is not None
    assert notice.publication.provisional


def test_without_a_chain_of_the_supervisor_nothing_is_published() -> None:
    with pytest.raises(Conflict) as refusal:
        publish(reviewed(), chain_link=None)

    assert refusal.value.code == "beacon-chain-missing"


def test_a_drand_notice_names_a_round_whose_value_comes_after_the_deadline() -> None:
    shipped = rules()
    drand = replace(shipped, beacon=replace(shipped.beacon, kind="drand"))

    facts = publication.publish(
        reviewed(), draw_terms(), PUBLISHER, MONDAY, drand, CALENDAR
    ).state.publication

    assert facts is not None
    assert facts.beacon.round is not None
    published_at = 1692803367 + (facts.beacon.round - 1) * 3
    assert published_at > CLOSES_AT.timestamp()


def test_the_event_of_publication_holds_figures_and_hashes_but_no_words() -> None:
    decision = publication.publish(reviewed(), draw_terms(), PUBLISHER, MONDAY, rules(), CALENDAR)
    written = canonical_json(dict(decision.event.data))

    assert decision.event.data["text_hash"] == text_hash(make_content())
    for secret in (make_content().title, make_content().scope, "sealed", "vault_contact", AGENT.person):
        assert secret not in written


def test_public_text_names_no_person_and_only_counts_the_excluded() -> None:
    content = make_content(exclusions=(AGENCY,), exclusion_reason="近期有诉讼", witnesses=("vault_w",))
    text = public_text(content)

    assert text["exclusion_count"] == 1
    assert {"exclusions", "exclusion_reason", "witnesses", "contact_ref"}.isdisjoint(text)


def test_the_hash_follows_public_words_and_nothing_else() -> None:
    base = make_content()

    assert text_hash(base) != text_hash(replace(base, title="另一个项目名称"))
    assert text_hash(base) == text_hash(replace(base, contact_ref="vault_other"))


@pytest.mark.parametrize("actor", [AGENT, ADMIN])
def test_an_owner_withdraws_with_a_public_reason(actor: Actor) -> None:
    notice = withdrawal.withdraw(published(), "项目取消,不再实施", actor, MONDAY, rules()).state

    assert notice.state is NoticeState.WITHDRAWN
    assert notice.ending is not None
    assert notice.ending.reason == "项目取消,不再实施"


def test_a_withdrawal_needs_a_reason_and_an_open_registration() -> None:
    with pytest.raises(Invalid):
        withdrawal.withdraw(published(), " ", AGENT, MONDAY, rules())
    with pytest.raises(Conflict) as refusal:
        withdrawal.withdraw(published(), "项目取消,不再实施", AGENT, CLOSES_AT, rules())
    assert refusal.value.code == "registration-closed"
    before = CLOSES_AT - timedelta(milliseconds=1)
    withdrawal.withdraw(published(), "项目取消,不再实施", AGENT, before, rules())


def test_what_was_withdrawn_under_review_never_becomes_public() -> None:
    hidden = withdrawal.withdraw(submitted(), "项目取消,不再实施", AGENT, MONDAY, rules()).state
    shown = withdrawal.withdraw(published(), "项目取消,不再实施", AGENT, MONDAY, rules()).state

    assert not public_attributes(hidden)
    assert "ending" in public_attributes(shown)


def test_the_public_never_reads_people_proposals_or_the_review() -> None:
    shown = public_attributes(published())

    assert {"content", "publication", "amendments", "notice_no"} <= shown
    assert {"proposal", "review", "submission", "drafted_by", "returned"}.isdisjoint(shown)
    assert not public_attributes(make_draft())
