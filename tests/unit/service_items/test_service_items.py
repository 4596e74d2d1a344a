"""Service items: ten elements, six forbidden kinds, versions that never change."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.service_items import editing, publishing
from chalicelib.domain.marketplace.service_items.checklist import ForbiddenKind
from chalicelib.domain.marketplace.service_items.content import (
    BasisRank,
    ItemContent,
    ItemKind,
    LegalBasis,
    content_problems,
)
from chalicelib.domain.marketplace.service_items.difference import difference
from chalicelib.domain.marketplace.service_items.item import SERVICE_ITEM, ItemState, ServiceItem, with_latest
from chalicelib.kernel import codec
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.agencies import OPENED_AT, admin, department_for, reviewer, service_types
from tests.factories.service_items import (
    DEPARTMENT,
    NO_HIT,
    content,
    draft_item,
    official,
    proposed_item,
    published_item,
    publisher,
)

S = ItemState
TYPES = service_types()
MS = timedelta(milliseconds=1)
LATER = OPENED_AT + timedelta(days=30)
ELEMENTS = [
    "name",
    "kind",
    "levels",
    "conditions",
    "audience",
    "materials",
    "time_limit",
    "fee_type",
    "fee_standard",
    "body_nature",
    "deliverable",
    "procedure",
    "service_types",
]


def create(code="HP-0001", department=DEPARTMENT, answers=NO_HIT, actor=None, **changes):
    return editing.create_item(
        "item_1", code, department, content(**changes), answers, actor or official(), OPENED_AT, TYPES
    )


def errors_of(call):
    with pytest.raises(Invalid) as refused:
        call()
    return {(error.pointer, error.code) for error in refused.value.errors}


def next_version(item: ServiceItem, at=LATER, effective_from=None, **changes) -> ServiceItem:
    item = editing.begin_version(item, NO_HIT, official(), at, TYPES).state
    item = editing.edit_draft(item, content(**changes), official(), TYPES).state
    item = editing.propose(item, official(), TYPES).state
    return publishing.publish_item(item, publisher(), at, effective_from).state


def test_the_table_lists_the_life_of_a_version_and_refuses_every_other_pair():
    listed = {
        (None, S.DRAFT),
        (S.DRAFT, S.DRAFT),
        (S.DRAFT, S.PROPOSED),
        (S.PROPOSED, S.DRAFT),
        (S.PROPOSED, S.PUBLISHED),
        (S.PUBLISHED, S.RETIRED),
    }
    events = {move.event for move in SERVICE_ITEM.moves}

    for source, target in product((None, *S), S):
        allowed = any(SERVICE_ITEM.allows(source, event, target) for event in events)
        assert allowed == ((source, target) in listed)


@pytest.mark.parametrize("kind", list(ForbiddenKind))
def test_each_of_the_six_kinds_must_be_answered_and_stops_the_item_with_its_clause(kind):
    unanswered = {name: hit for name, hit in NO_HIT.items() if name != kind}

    assert errors_of(lambda: create(answers=unanswered)) == {(f"/checklist/{kind}", "required")}
    with pytest.raises(Invalid) as refused:
        create(answers={**NO_HIT, kind: True})
    assert refused.value.errors[0].code == "forbidden-kind"
    assert refused.value.errors[0].params == {"clause": "L8b art 16"}


def test_creation_tells_all_errors_at_once():
    found = errors_of(lambda: create(code="?", answers={}, name="长" * 101, service_types=("XX",)))

    pointers = {pointer for pointer, _ in found}
    assert {"/code", "/name", "/service_types/0"} < pointers
    assert len(pointers) == 3 + len(ForbiddenKind)


@pytest.mark.parametrize("element", ELEMENTS)
def test_a_version_without_an_element_cannot_be_proposed(element):
    item = draft_item(**{element: getattr(ItemContent(), element)})

    assert (f"/{element}", "required") in errors_of(lambda: editing.propose(item, official(), TYPES))


def test_without_law_regulation_or_state_council_decision_it_is_no_approval_condition():
    weak = (LegalBasis(BasisRank.OTHER, "某局通知"),)

    found = errors_of(lambda: editing.propose(draft_item(legal_bases=weak), official(), TYPES))
    assert found == {("/legal_bases", "no-legal-basis")}
    voluntary = content(legal_bases=weak, is_approval_condition=False, kind=ItemKind.VOLUNTARY)
    assert content_problems(voluntary) == ()


@pytest.mark.parametrize(
    "bases", [(), (LegalBasis(BasisRank.OTHER, "某局通知"),), (LegalBasis(BasisRank.LAW, " "),)]
)
def test_what_no_law_demands_is_never_published_as_demanded(bases):
    demanded = {"legal_bases": bases, "is_approval_condition": False, "kind": ItemKind.APPROVAL}

    assert errors_of(lambda: editing.propose(draft_item(**demanded), official(), TYPES)) == {
        ("/legal_bases", "no-legal-basis")
    }


def test_a_voluntary_item_names_what_it_rests_on_too():
    voluntary = {"is_approval_condition": False, "kind": ItemKind.VOLUNTARY}

    assert [
        (error.pointer, error.code) for error in content_problems(content(legal_bases=(), **voluntary))
    ] == [("/legal_bases", "required")]


def test_publishing_looks_at_the_content_once_more():
    proposed = proposed_item()
    hollow = replace(proposed.latest, content=content(legal_bases=()))

    found = errors_of(lambda: publishing.publish_item(with_latest(proposed, hollow), publisher(), LATER))

    assert found == {("/legal_bases", "no-legal-basis")}


@pytest.mark.parametrize("rank", [BasisRank.LAW, BasisRank.REGULATION, BasisRank.STATE_COUNCIL_DECISION])
def test_each_of_the_three_ranks_carries_an_approval_condition(rank):
    assert content_problems(content(legal_bases=(LegalBasis(rank, "某某条例"),))) == ()


def test_an_approval_item_names_its_approval_and_a_voluntary_one_is_no_condition():
    unlinked, voluntary = content(linked_approvals=()), content(kind=ItemKind.VOLUNTARY)

    assert [error.pointer for error in content_problems(unlinked)] == ["/linked_approvals"]
    assert [error.code for error in content_problems(voluntary)] == ["voluntary-cannot-be-a-condition"]


def test_a_department_works_in_its_own_field_and_the_operator_may_draft_in_any():
    with pytest.raises(Forbidden, match="not-your-field"):
        create(actor=department_for("CH01"))
    with pytest.raises(Forbidden, match="may-not-draft-items"):
        create(actor=admin())
    drafted = create(actor=reviewer()).state
    with pytest.raises(Forbidden, match="not-a-department"):
        editing.propose(drafted, reviewer(), TYPES)

    assert editing.propose(drafted, official(), TYPES).state.latest.state is S.PROPOSED


def test_an_unknown_department_is_a_field_error_for_the_operator():
    found = errors_of(lambda: create(department="nowhere", actor=reviewer()))

    assert found == {("/department", "unknown-department")}


def test_only_another_person_of_the_operator_publishes():
    item = proposed_item()

    with pytest.raises(Forbidden, match="not-an-operator-publisher"):
        publishing.publish_item(item, official(), OPENED_AT)
    with pytest.raises(Forbidden, match="same-person"):
        publishing.publish_item(item, publisher(item.latest.proposed_by), OPENED_AT)
    with pytest.raises(Forbidden, match="not-an-operator-publisher"):
        publishing.return_to_draft(item, "缺", reviewer())


def test_a_published_version_is_in_force_from_its_instant_on():
    item = published_item()

    assert item.version_at(OPENED_AT - MS) is None
    assert item.version_at(OPENED_AT).number == 1
    with pytest.raises(Conflict, match="wrong-state"):
        editing.edit_draft(item, content(), official(), TYPES)


def test_the_next_version_is_scheduled_and_takes_over_at_its_instant():
    begins = LATER + timedelta(days=10)

    item = next_version(published_item(), effective_from=begins, name="新名称")

    assert item.version_at(begins - MS).number == 1
    assert item.version_at(begins).content.name == "新名称"
    assert item.scheduled_at(begins - MS).number == 2
    assert item.scheduled_at(begins) is None
    assert item.versions[0].content == content()


def test_a_version_cannot_begin_in_the_past_or_before_the_one_it_follows():
    scheduled = next_version(published_item(), effective_from=LATER + timedelta(days=10))

    with pytest.raises(Invalid) as past:
        publishing.publish_item(proposed_item(), publisher(), OPENED_AT, OPENED_AT - MS)
    assert past.value.errors[0].code == "past-date"
    with pytest.raises(Invalid) as early:
        next_version(scheduled, effective_from=LATER + timedelta(days=10))
    assert early.value.errors[0].code == "not-after-previous-version"


def test_only_one_version_is_written_at_a_time_and_each_answers_the_checklist():
    item = published_item()
    begun = editing.begin_version(item, NO_HIT, official(), LATER, TYPES).state

    with pytest.raises(Conflict, match="version-in-progress"):
        editing.begin_version(begun, NO_HIT, official(), LATER, TYPES)
    with pytest.raises(Invalid):
        editing.begin_version(item, {**NO_HIT, "split_service": True}, official(), LATER, TYPES)
    assert begun.version_at(LATER).number == 1


def test_a_returned_version_carries_the_note_to_the_department_and_not_to_the_ledger():
    item = proposed_item()
    with pytest.raises(Invalid):
        publishing.return_to_draft(item, " ", publisher())
    with pytest.raises(Invalid):
        publishing.return_to_draft(item, "长" * 2001, publisher())

    returned = publishing.return_to_draft(item, "请补充流程", publisher())

    assert returned.state.latest.return_note == "请补充流程"
    assert returned.state.latest.state is S.DRAFT
    assert "流程" not in canonical_json(returned.event.data)


def test_retiring_ends_what_is_in_force_and_what_was_to_come():
    scheduled = next_version(published_item(), effective_from=LATER + timedelta(days=10))

    retired = publishing.retire(scheduled, official(), LATER, TYPES).state

    assert retired.version_at(LATER - MS).number == 1
    assert retired.version_at(LATER) is None
    assert retired.version_at(LATER + timedelta(days=11)) is None
    with pytest.raises(Conflict, match="item-retired"):
        editing.begin_version(retired, NO_HIT, official(), LATER, TYPES)
    with pytest.raises(Conflict, match="wrong-state"):
        publishing.retire(retired, official(), LATER, TYPES)


def test_retiring_drops_an_unfinished_version_and_may_lie_ahead_but_not_behind():
    begun = editing.begin_version(published_item(), NO_HIT, official(), LATER, TYPES).state
    end = LATER + timedelta(days=5)

    retired = publishing.retire(begun, official(), LATER, TYPES, end).state

    assert [version.number for version in retired.versions] == [1]
    assert retired.version_at(end - MS).number == 1
    assert retired.version_at(end) is None
    with pytest.raises(Invalid):
        publishing.retire(begun, official(), LATER, TYPES, LATER - MS)
    with pytest.raises(Conflict, match="wrong-state"):
        publishing.retire(draft_item(), official(), LATER, TYPES)
    with pytest.raises(Forbidden, match="not-your-field"):
        publishing.retire(published_item(), department_for("CH01"), LATER, TYPES)


def test_the_event_of_publication_holds_the_contents_hash_and_no_text():
    event = publishing.publish_item(proposed_item(), publisher(), OPENED_AT).event

    assert event.data["content_hash"] == publishing.content_hash(content())
    assert content().name not in canonical_json(event.data)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_at_any_instant_at_most_one_version_is_in_force(gaps):
    item, at = published_item(), OPENED_AT
    for gap in gaps:
        at += timedelta(days=gap)
        item = next_version(item, at)

    for days in range(sum(gaps) + 3):
        probe = OPENED_AT + timedelta(days=days)
        assert sum(version.is_in_force_at(probe) for version in item.versions) == 1


def test_the_difference_names_changed_elements_with_what_came_and_went():
    changed = content(time_limit="20 个工作日", materials=("委托书", "监测数据"))

    found = {one.element: one for one in difference(content(), changed)}

    assert set(found) == {"time_limit", "materials"}
    assert found["materials"].added == ("监测数据",)
    assert found["materials"].removed == ("项目资料",)
    assert difference(content(), content()) == ()


def test_bounds_hold_for_lists_and_their_texts():
    too_many = content(materials=("长" * 2001,) * 51)

    codes = {(error.pointer, error.code) for error in content_problems(too_many)}

    assert ("/materials", "too-many") in codes
    assert ("/materials/0", "too-long") in codes
    with pytest.raises(Invalid):
        editing.edit_draft(draft_item(), too_many, official(), TYPES)


def test_an_item_survives_storage():
    item = next_version(published_item())

    assert codec.loads(codec.dumps(item, ServiceItem), ServiceItem) == item
