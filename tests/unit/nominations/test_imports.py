"""One import: staged, accepted, applied n of m, undone; the same file twice changes nothing."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from chalicelib.domain.marketplace.agencies import filing, nominating
from chalicelib.domain.marketplace.agencies.agency import Correction
from chalicelib.domain.marketplace.agencies.dossier import Contact, Dossier, LegalRepresentative, Section
from chalicelib.domain.marketplace.agencies.drafting import blank_agency
from chalicelib.domain.marketplace.agencies.nominating import NominatedAgency, is_in_use, nominate
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.domain.marketplace.nominations import imports
from chalicelib.domain.marketplace.nominations.imports import (
    NOMINATION_IMPORT,
    CheckedTable,
    ImportState,
    NominationImport,
    Skipped,
    StagedPage,
)
from chalicelib.domain.marketplace.nominations.preview import Effect, preview_line
from chalicelib.kernel import codec
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.factories.agencies import (
    ASSESSMENT,
    OPENED_AT,
    SURVEY,
    USCC,
    active_agency,
    admin,
    blocked,
    department_for,
    draft_agency,
    offer,
    organisation,
    qualification,
    removed,
    reviewer,
    service_types,
    submitted,
    with_sections,
)

S = ImportState
TYPES = service_types()
SHA = "ab" * 32
OFFICIAL = department_for(SURVEY)


def nominated(**changes):
    base = NominatedAgency(
        USCC,
        organisation(relations=None, licence_name=""),
        LegalRepresentative("vault:boss"),
        Contact("vault:contact"),
        (SURVEY,),
        (qualification(scan_file=""),),
    )
    return replace(base, **changes)


def staged(existing=None, errors=0, actor=OFFICIAL):
    table = CheckedTable("exports/f", SHA, 10, errors, {"new": 8}, (StagedPage("page", 8),))
    return imports.stage(existing, "TM-1", table, actor, OPENED_AT, TYPES)


def applied():
    accepted = imports.accept(staged().state, OFFICIAL).state
    return imports.progress(accepted, 8, (), SYSTEM).state


def test_every_pair_that_is_not_listed_is_refused():
    listed = {
        (None, S.STAGED),
        (None, S.REJECTED),
        (S.STAGED, S.ACCEPTED),
        (S.STAGED, S.UNDONE),
        (S.ACCEPTED, S.APPLYING),
        (S.ACCEPTED, S.APPLIED),
        (S.APPLYING, S.APPLYING),
        (S.APPLYING, S.APPLIED),
        (S.APPLIED, S.UNDOING),
        (S.UNDOING, S.UNDOING),
        (S.UNDOING, S.UNDONE),
        (S.REJECTED, S.STAGED),
        (S.REJECTED, S.REJECTED),
        (S.UNDONE, S.STAGED),
        (S.UNDONE, S.REJECTED),
    }
    events = {move.event for move in NOMINATION_IMPORT.moves}

    for source, target in product((None, *S), S):
        allowed = any(NOMINATION_IMPORT.allows(source, event, target) for event in events)
        assert allowed == ((source, target) in listed)


def test_the_same_file_twice_changes_nothing_until_it_was_undone():
    first = staged().state

    assert staged(first) is None
    assert staged(applied()) is None
    assert staged(imports.discard(first, OFFICIAL).state).state == first
    assert imports.import_id(OFFICIAL.org, SHA) == first.id


def test_one_faulty_row_refuses_the_whole_table_and_nothing_is_staged():
    refused = staged(errors=1).state

    assert refused.state is S.REJECTED
    assert refused.pages == ()
    with pytest.raises(Conflict, match="wrong-state"):
        imports.accept(refused, OFFICIAL)
    assert staged(refused).state.state is S.STAGED


def test_an_import_belongs_to_its_department():
    found, other = staged().state, department_for(ASSESSMENT)

    for attempt in (
        lambda: imports.accept(found, other),
        lambda: imports.discard(found, other),
        lambda: imports.begin_undo(applied(), (), other),
    ):
        with pytest.raises(Forbidden, match="not-your-import"):
            attempt()
    with pytest.raises(Forbidden, match="not-a-department"):
        staged(actor=admin())
    with pytest.raises(Forbidden, match="unknown-department"):
        staged(actor=Actor("p", USCC, frozenset({Role.DEPARTMENT})))


def test_progress_counts_up_to_all_and_repeated_messages_do_no_harm():
    accepted = imports.accept(staged().state, OFFICIAL).state

    assert accepted.commander == OFFICIAL
    left_out = Skipped(USCC, "under-check")
    some = imports.progress(accepted, 3, (left_out,), SYSTEM).state
    assert (some.state, some.done, some.skipped) == (S.APPLYING, 3, (left_out,))
    assert imports.progress(some, 3, (), SYSTEM) is None
    assert imports.progress(some, 2, (), SYSTEM) is None
    done = imports.progress(some, 8, (left_out,), SYSTEM).state

    assert (done.state, done.done, done.skipped) == (S.APPLIED, 8, (left_out,))
    assert imports.progress(done, 8, (), SYSTEM) is None
    with pytest.raises(Forbidden, match="not-the-system"):
        imports.progress(accepted, 3, (), OFFICIAL)
    with pytest.raises(Conflict, match="wrong-state"):
        imports.progress(staged().state, 3, (), SYSTEM)


def test_an_applied_import_is_undone_unless_every_agency_has_handed_in():
    everybody = tuple(f"uscc-{place}" for place in range(8))
    with pytest.raises(Conflict, match="nomination-in-use") as refused:
        imports.begin_undo(applied(), everybody, OFFICIAL)
    assert refused.value.params == {"usccs": list(everybody)}

    undoing = imports.begin_undo(applied(), everybody[1:], OFFICIAL).state
    half = imports.progress(undoing, 4, (Skipped(USCC, "nomination-in-use"),), SYSTEM).state
    done = imports.progress(half, 8, (), SYSTEM).state

    assert (undoing.done, half.state, done.state) == (0, S.UNDOING, S.UNDONE)
    assert done.skipped == (Skipped(USCC, "nomination-in-use"),)


def test_a_nomination_makes_a_draft_and_admits_nobody():
    decision = nominate(None, nominated(), "i1", OFFICIAL, OPENED_AT, TYPES)

    agency = decision.state
    assert agency.admission(SURVEY).state is ListingState.DRAFT
    assert agency.draft.organisation.name == organisation().name
    assert agency.draft.qualifications[0].level_rank == 2
    assert agency.register == type(agency.register)()
    text = canonical_json(decision.event.data)
    assert organisation().name not in text
    assert "vault:" not in text


def test_nominating_the_same_again_changes_nothing():
    agency = nominate(None, nominated(), "i1", OFFICIAL, OPENED_AT, TYPES).state

    assert nominate(agency, nominated(), "i1", OFFICIAL, OPENED_AT, TYPES) is None
    assert nominate(active_agency(), nominated(), "i1", OFFICIAL, OPENED_AT, TYPES) is None


def test_a_nomination_never_overwrites_what_the_agency_wrote():
    agency = draft_agency()
    more = nominated(organisation=organisation(name="别名"), service_types=(SURVEY, "CH02"))

    after = nominate(agency, more, "i1", OFFICIAL, OPENED_AT, TYPES).state

    assert after.draft.organisation == agency.draft.organisation
    assert [one.service_type for one in after.draft.services] == [SURVEY, ASSESSMENT, "CH02"]
    assert after.draft.qualifications == agency.draft.qualifications


def test_a_department_nominates_in_its_own_field_only_and_not_into_a_running_check():
    with pytest.raises(Forbidden, match="not-the-responsible-department"):
        nominate(None, nominated(service_types=(ASSESSMENT,)), "i1", OFFICIAL, OPENED_AT, TYPES)
    more = nominated(service_types=("CH02",))
    with pytest.raises(Conflict, match="under-check"):
        nominate(submitted(draft_agency()), more, "i1", OFFICIAL, OPENED_AT, TYPES)
    with pytest.raises(Conflict, match="agency-intercepted"):
        nominate(blocked(draft_agency(), OPENED_AT, None), more, "i1", OFFICIAL, OPENED_AT, TYPES)
    with pytest.raises(Invalid):
        nominate(None, nominated(uscc="X"), "i1", OFFICIAL, OPENED_AT, TYPES)


def test_undoing_leaves_the_file_as_it_was():
    fresh = nominate(None, nominated(), "i1", OFFICIAL, OPENED_AT, TYPES).state
    before = draft_agency()
    added = nominate(before, nominated(service_types=("CH02",)), "i1", OFFICIAL, OPENED_AT, TYPES).state

    emptied = nominating.undo_nomination(fresh, "i1", OFFICIAL, OPENED_AT, TYPES).state
    restored = nominating.undo_nomination(added, "i1", OFFICIAL, OPENED_AT, TYPES).state

    assert (emptied.admissions, emptied.nominations) == ((), ())
    assert restored == before
    with pytest.raises(NotFound):
        nominating.undo_nomination(emptied, "i1", OFFICIAL, OPENED_AT, TYPES)
    with pytest.raises(Forbidden):
        nominating.undo_nomination(fresh, "i1", department_for(ASSESSMENT), OPENED_AT, TYPES)


def test_undoing_takes_what_the_nomination_added_and_leaves_what_the_agency_wrote():
    fresh = nominate(None, nominated(), "i1", OFFICIAL, OPENED_AT, TYPES).state
    own = draft_agency().draft
    edited = with_sections(fresh, own, OPENED_AT, Section.CONTACT, Section.DOCUMENTS)
    edited = with_sections(
        edited, replace(own, services=(*fresh.draft.services, offer(ASSESSMENT))), OPENED_AT, Section.SERVICES
    )

    left = nominating.undo_nomination(edited, "i1", OFFICIAL, OPENED_AT, TYPES).state

    assert (left.draft.contact, left.draft.documents) == (own.contact, own.documents)
    assert [one.service_type for one in left.draft.services] == [ASSESSMENT]
    assert [one.service_type for one in left.admissions] == [ASSESSMENT]
    assert (left.draft.organisation, left.draft.qualifications) == (Dossier().organisation, ())


def test_a_nominated_service_the_agency_has_described_is_its_own_by_then():
    fresh = nominate(None, nominated(), "i1", OFFICIAL, OPENED_AT, TYPES).state
    described = with_sections(fresh, Dossier(services=(offer(SURVEY),)), OPENED_AT, Section.SERVICES)

    left = nominating.undo_nomination(described, "i1", OFFICIAL, OPENED_AT, TYPES).state

    assert left.draft.services == (offer(SURVEY),)


def test_two_nominations_are_taken_back_one_by_one():
    first = nominate(None, nominated(), "i1", OFFICIAL, OPENED_AT, TYPES).state
    second = nominate(first, nominated(service_types=("CH02",)), "i2", OFFICIAL, OPENED_AT, TYPES).state

    left = nominating.undo_nomination(second, "i1", OFFICIAL, OPENED_AT, TYPES).state

    assert [one.service_type for one in left.draft.services] == ["CH02"]
    assert [one.import_id for one in left.nominations] == ["i2"]


def test_a_nomination_stays_once_the_agency_has_handed_it_in():
    more = nominated(service_types=("CH02",))
    added = nominate(draft_agency(), more, "i1", OFFICIAL, OPENED_AT, TYPES).state
    described = with_sections(
        added, replace(added.draft, services=(offer(), offer(ASSESSMENT), offer("CH02"))), OPENED_AT
    )
    handed_in = submitted(described)
    given_back = filing.return_for_correction(
        handed_in, [Correction("缺页", Section.DOCUMENTS)], reviewer(), OPENED_AT
    ).state

    assert not is_in_use(added, "i1")
    assert not is_in_use(handed_in, "another")
    for agency in (handed_in, given_back):
        assert is_in_use(agency, "i1")
        with pytest.raises(Conflict, match="nomination-in-use"):
            nominating.undo_nomination(agency, "i1", OFFICIAL, OPENED_AT, TYPES)


def test_the_preview_says_what_would_happen_to_each_agency():
    more = nominated(service_types=(SURVEY, "CH02"), qualifications=(qualification(id="n", number="N2"),))

    new = preview_line(None, nominated(), OPENED_AT, TYPES)
    same = preview_line(active_agency(), nominated(), OPENED_AT, TYPES)
    changed = preview_line(active_agency(), more, OPENED_AT, TYPES)
    deferred = preview_line(submitted(draft_agency()), more, OPENED_AT, TYPES)

    assert (new.effect, new.added_service_types) == (Effect.NEW, (SURVEY,))
    assert same.effect is Effect.UNCHANGED
    assert (changed.effect, changed.added_service_types) == (Effect.CHANGED, ("CH02",))
    assert changed.added_qualifications == ("N2",)
    assert deferred.effect is Effect.DEFERRED


def test_an_import_survives_storage():
    found = applied()

    assert codec.loads(codec.dumps(found, NominationImport), NominationImport) == found


@pytest.mark.parametrize("kept_out", [blocked, removed])
def test_the_preview_says_who_is_kept_out_even_before_there_is_a_file(kept_out):
    empty = kept_out(blank_agency(USCC, OPENED_AT), OPENED_AT, OPENED_AT + timedelta(days=400))

    assert preview_line(empty, nominated(), OPENED_AT, TYPES).effect is Effect.DEFERRED
    assert preview_line(blank_agency(USCC, OPENED_AT), nominated(), OPENED_AT, TYPES).effect is Effect.NEW
