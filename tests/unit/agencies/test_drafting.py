"""The wizard: drafts keep what was typed, the task list says what is missing, submission says all of it."""

from dataclasses import fields, replace

import pytest

from chalicelib.domain.marketplace.agencies import drafting, filing
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import Commitment, Dossier, Section, SectionValue
from chalicelib.domain.marketplace.agencies.fields import contact_problems, identity_problems
from chalicelib.domain.marketplace.agencies.files import ScanState
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.domain.marketplace.agencies.task_list import Progress, submission_problems, task_list
from chalicelib.kernel import codec
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.agencies import (
    ASSESSMENT,
    CALENDAR,
    EXPIRES_ON,
    FILE_IDS,
    OPENED_AT,
    OTHER_USCC,
    SURVEY,
    USCC,
    active_agency,
    admin,
    blocked,
    dossier,
    draft_agency,
    engineer,
    market_rules,
    offer,
    organisation,
    practitioner,
    qualification,
    removed,
    service_types,
    stored_file,
    submitted,
    with_sections,
)

TYPES = service_types()
LISTING = market_rules().listing


def save(agency: Agency, section: Section, value: SectionValue):
    return drafting.save_section(agency, section, value, admin(), OPENED_AT, TYPES)


def problems(agency: Agency, **more) -> set[tuple[str, str]]:
    return {(one.pointer, one.code) for one in submission_problems(agency, TYPES, OPENED_AT, LISTING, **more)}


def test_a_name_other_than_the_licences_cannot_be_handed_in():
    other = draft_agency(organisation=organisation(licence_name="别的名字"))
    spaced = draft_agency(organisation=organisation(licence_name="潍坊甲测绘 有限公司　"))

    assert problems(other) == {("/organisation/licence_name", "name-differs-from-licence")}
    assert problems(spaced) == set()


def test_an_agency_opens_its_own_file_and_no_other():
    assert drafting.open_agency(USCC, admin(), OPENED_AT).event.type == "agency.opened"

    with pytest.raises(Forbidden, match="not-your-agency"):
        drafting.open_agency(USCC, admin(OTHER_USCC), OPENED_AT)
    with pytest.raises(Forbidden, match="not-an-agency-admin"):
        drafting.open_agency(USCC, Actor("p", USCC, frozenset({Role.AGENCY_AGENT})), OPENED_AT)


def test_a_uscc_that_fails_its_check_character_is_refused():
    with pytest.raises(Invalid) as refused:
        drafting.open_agency("91370700MA3C0000X8", admin("91370700MA3C0000X8"), OPENED_AT)

    assert [error.pointer for error in refused.value.errors] == ["/uscc"]


def test_a_blank_file_is_told_everything_at_once_over_all_sections():
    agency = drafting.open_agency(USCC, admin(), OPENED_AT).state

    with pytest.raises(Conflict, match="nothing-to-submit"):
        filing.submit(agency, admin(), OPENED_AT, TYPES, market_rules(), CALENDAR)
    sections = {pointer.split("/")[1] for pointer, _ in problems(agency)}

    assert sections == set(Section) - {Section.QUALIFICATIONS, Section.PRACTITIONERS}


def test_picking_a_service_type_shows_what_its_law_asks_for():
    agency = save(drafting.open_agency(USCC, admin(), OPENED_AT).state, Section.SERVICES, (offer(),)).state

    assert ("/qualifications", "qualification-missing") in problems(agency)
    assert ("/practitioners", "staff-missing") in problems(agency)


def test_a_complete_draft_has_no_problem_and_a_complete_task_list():
    agency = draft_agency()

    assert problems(agency) == set()
    assert {line.progress for line in task_list(agency, TYPES, OPENED_AT, LISTING)} == {Progress.COMPLETE}


def test_the_task_list_tells_begun_sections_from_blank_ones():
    agency = save(
        drafting.open_agency(USCC, admin(), OPENED_AT).state, Section.ORGANISATION, organisation(name="")
    ).state
    lines = {line.section: line for line in task_list(agency, TYPES, OPENED_AT, LISTING)}

    assert lines[Section.ORGANISATION].progress is Progress.IN_PROGRESS
    assert [error.pointer for error in lines[Section.ORGANISATION].problems] == ["/organisation/name"]
    assert lines[Section.CONTACT].progress is Progress.NOT_STARTED
    assert lines[Section.ORGANISATION].is_changed


@pytest.mark.parametrize("name", [field.name for field in fields(Dossier)])
def test_submission_asks_for_every_section(name):
    agency = draft_agency()
    blank = replace(agency, draft=replace(agency.draft, **{name: getattr(Dossier(), name)}))

    assert any(pointer.startswith(f"/{name}") for pointer, _ in problems(blank))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"organisation": organisation(relations=None)}, ("/organisation/relations", "required")),
        ({"organisation": organisation(division="999999")}, ("/organisation/division", "not-a-division")),
        (
            {"services": (offer(fee_standard=" "), offer(ASSESSMENT))},
            ("/services/0/fee_standard", "required"),
        ),
        (
            {"services": (offer(), offer(), offer(ASSESSMENT))},
            ("/services/1/service_type", "duplicate-entry"),
        ),
        ({"services": (offer(), offer("CH"))}, ("/services/1/service_type", "unknown-service-type")),
        ({"qualifications": (qualification(level="C"),)}, ("/qualifications/0/level", "unknown-level")),
        ({"qualifications": (qualification(level=""),)}, ("/qualifications/0/level", "required")),
        ({"qualifications": (qualification(kind="x"),)}, ("/qualifications/0/kind", "unknown-qualification")),
        (
            {"qualifications": (qualification(), qualification(id="q2", kind="cma", level=""))},
            ("/qualifications/1/kind", "serves-no-service-type"),
        ),
        (
            {"qualifications": (qualification(), qualification(id="q2"))},
            ("/qualifications/1/number", "duplicate-entry"),
        ),
        (
            {"practitioners": (practitioner(), engineer(), engineer("p3", person_key="key-of-p1"))},
            ("/practitioners/2/person", "duplicate-person"),
        ),
        (
            {"practitioners": (practitioner(), engineer(), practitioner("p3", "cpa"))},
            ("/practitioners/2/certificates", "serves-no-service-type"),
        ),
        (
            {"practitioners": (practitioner(until_on=OPENED_AT.date()), engineer())},
            ("/practitioners/0/certificates/0/registered_until_on", "past-date"),
        ),
        ({"commitment": Commitment("letter", EXPIRES_ON)}, ("/commitment/signed_on", "future-date")),
        ({"commitment": Commitment("letter")}, ("/commitment/is_sealed", "must-be-sealed")),
        ({"commitment": Commitment("letter")}, ("/commitment/conditions", "conditions-missing")),
    ],
)
def test_each_rule_has_its_pointer_and_code(changes, problem):
    assert problem in problems(draft_agency(**changes))


def test_a_certificate_that_ends_today_has_no_tomorrow_and_is_refused():
    today = OPENED_AT.date()

    ending = draft_agency(qualifications=(qualification(expires_on=today),))
    lasting = draft_agency(qualifications=(qualification(expires_on=today.replace(day=today.day + 1)),))

    assert ("/qualifications/0/expires_on", "past-date") in problems(ending)
    assert problems(lasting) == set()


def test_a_person_at_another_agency_is_named_at_submission():
    found = problems(draft_agency(), elsewhere=frozenset({"key-of-p2"}))

    assert found == {("/practitioners/1/person", "practitioner-of-another-agency")}


@pytest.mark.parametrize(
    ("scan", "code"),
    [(ScanState.SCANNING, "file-still-scanned"), (ScanState.INFECTED, "file-infected")],
)
def test_a_file_the_gateway_has_not_passed_cannot_be_submitted(scan, code):
    agency = draft_agency()
    files = tuple(stored_file(one, scan=scan if one == "letter" else ScanState.CLEAN) for one in FILE_IDS)

    assert problems(replace(agency, files=files)) == {("/commitment/letter_file", code)}


def test_any_division_of_the_country_may_enter():
    assert problems(draft_agency(organisation=organisation(division="650102"))) == set()


def test_a_draft_keeps_wrong_data_but_not_endless_data():
    wrong = save(draft_agency(), Section.ORGANISATION, organisation(division="??")).state
    assert wrong.draft.organisation.division == "??"

    with pytest.raises(Invalid) as refused:
        save(wrong, Section.SERVICES, (offer(procedure="长" * 2001),))
    assert refused.value.errors[0].pointer == "/services/0/procedure"
    with pytest.raises(Invalid, match="invalid-fields"):
        save(wrong, Section.PRACTITIONERS, tuple(engineer(f"p{n}") for n in range(301)))
    with pytest.raises(Invalid, match="invalid-fields"):
        save(wrong, Section.SERVICES, organisation())


def test_dropping_a_service_type_before_submission_drops_its_application():
    agency = save(draft_agency(), Section.SERVICES, (offer(),)).state

    assert [one.service_type for one in agency.admissions] == [SURVEY]


def test_the_draft_rests_while_it_is_under_check():
    agency = submitted(draft_agency())

    for attempt in (
        lambda: save(agency, Section.CONTACT, agency.draft.contact),
        lambda: drafting.attach_file(agency, stored_file("new"), admin(), OPENED_AT),
        lambda: drafting.discard_changes(agency, admin(), OPENED_AT),
        lambda: filing.submit(agency, admin(), OPENED_AT, TYPES, market_rules(), CALENDAR),
    ):
        with pytest.raises(Conflict, match="under-check"):
            attempt()


def test_a_blocked_agency_writes_and_submits_nothing():
    agency = blocked(draft_agency(), OPENED_AT, None)

    with pytest.raises(Conflict, match="agency-intercepted"):
        save(agency, Section.CONTACT, agency.draft.contact)
    with pytest.raises(Conflict, match="agency-intercepted"):
        filing.submit(agency, admin(), OPENED_AT, TYPES, market_rules(), CALENDAR)


def test_discarding_changes_returns_to_what_is_registered():
    agency = active_agency()
    changed = with_sections(agency, dossier(organisation=organisation(name="新名")), OPENED_AT)

    restored = drafting.discard_changes(changed, admin(), OPENED_AT).state

    assert restored.draft == agency.draft
    with pytest.raises(Conflict, match="nothing-registered"):
        drafting.discard_changes(draft_agency(), admin(), OPENED_AT)


def test_a_removed_agency_may_apply_again_at_the_instant_its_bar_ends():
    bar_end = OPENED_AT.replace(year=2027)
    agency = removed(active_agency(), OPENED_AT, bar_end)

    with pytest.raises(Conflict, match="agency-intercepted"):
        drafting.reopen(agency, SURVEY, admin(), bar_end.replace(hour=0))
    reopened = drafting.reopen(agency, SURVEY, admin(), bar_end).state

    assert reopened.admission(SURVEY).state is ListingState.DRAFT


def test_persons_are_judged_before_they_go_to_the_vault():
    assert identity_problems("张三", "11010519491231002X", "/p") == ()
    assert contact_problems("李四", "19800001111", "/c") == ()

    assert {one.pointer for one in identity_problems(" ", "123", "/p")} == {"/p/name", "/p/id_number"}
    assert {one.code for one in contact_problems("李四", "", "/c")} == {"required"}


def test_no_field_could_hold_a_quota_or_a_locality_filter():
    names = {field.name for kind in (Agency, Dossier, type(TYPES)) for field in fields(kind)}

    assert not {name for name in names if "quota" in name or "limit" in name or "local" in name}


def test_an_agency_with_its_history_survives_storage():
    agency = blocked(active_agency(), OPENED_AT, None)

    assert codec.loads(codec.dumps(agency, Agency), Agency) == agency
