"""A purchase whose result was accepted is a service that its owner can be asked about."""

import json

from chalicelib.domain.satisfaction.cases.served_case import PhoneFault, ServedCase, Source, case_id
from chalicelib.usecases.cases.take_in_contract import take_in_contract
from chalicelib.usecases.contracts.step import department_org
from chalicelib.usecases.notices.contact import contact_ref, known_contact, write_contact
from tests.web.contracts.conftest import Bargain


def case_of(bargain: Bargain) -> ServedCase | None:
    contract = bargain.notice.contract
    assert contract is not None
    identifier = case_id(contract.contract_no, 1)
    return bargain.runtime.house.transact(lambda uow, _now: uow.cases.find(identifier))


def entries(bargain: Bargain) -> list[str]:
    case = case_of(bargain)
    assert case is not None
    return [entry.type for entry in bargain.runtime.house.queries.entries(f"CASE#{case.id}")]


def reach_at(bargain: Bargain, phone: str) -> None:
    """Give the notice's public contact another telephone."""
    house, notice_id = bargain.runtime.house, bargain.notice_id
    contact = {**known_contact(house, notice_id), "contact_phone": phone}
    house.transact(lambda uow, _now: write_contact(uow, contact_ref(notice_id), contact))


def complete(bargain: Bargain) -> None:
    bargain.sign()
    bargain.deliver()
    bargain.done("owner", "acceptance", bargain.owner)


def test_an_accepted_result_becomes_a_completed_case_of_the_items_department(bargain: Bargain) -> None:
    bargain.sign()
    bargain.deliver()
    assert case_of(bargain) is None

    bargain.done("owner", "acceptance", bargain.owner)

    case, notice = case_of(bargain), bargain.notice
    assert case is not None
    assert notice.contract is not None
    assert notice.delivery is not None
    assert (case.source, case.project_no) == (Source.MARKETPLACE, notice.contract.contract_no)
    assert case.service.unit == department_org(bargain.runtime.house, notice)
    assert case.service.hall == case.service.window == case.service.staff == ""
    assert case.done_at == notice.delivery.accepted_at
    assert case.promise_type == "PROMISED"
    assert case.user_type == {"12": "INSTITUTION", "91": "ENTERPRISE"}[notice.owner[:2]]


def test_the_same_effect_again_changes_nothing_whoever_is_the_contact_by_then(bargain: Bargain) -> None:
    complete(bargain)
    before, known = entries(bargain), case_of(bargain)

    reach_at(bargain, "13805369922")
    take_in_contract(bargain.runtime.house, bargain.notice_id)

    assert entries(bargain) == before
    assert case_of(bargain) == known


def test_a_mobile_contact_can_be_asked_and_its_number_stands_in_no_event(bargain: Bargain) -> None:
    reach_at(bargain, "13805369933")

    complete(bargain)

    case = case_of(bargain)
    assert case is not None
    assert case.person_ref
    assert case.phone_fault is None
    assert bargain.runtime.house.queries.personal(case.person_ref)["phone"] == "13805369933"
    told = [e.data for e in bargain.runtime.house.queries.entries(f"CASE#{case.id}")]
    assert "13805369933" not in json.dumps(told)


def test_where_the_contact_is_erased_the_case_says_that_there_is_no_telephone(bargain: Bargain) -> None:
    bargain.sign()
    bargain.deliver()
    bargain.runtime.house.transact(lambda uow, _now: uow.vault.erase(contact_ref(bargain.notice_id)))

    bargain.done("owner", "acceptance", bargain.owner)

    case = case_of(bargain)
    assert case is not None
    assert case.phone_fault is PhoneFault.NO_PHONE


def test_a_landline_takes_no_text_and_is_kept_for_calls(bargain: Bargain) -> None:
    reach_at(bargain, "0536-8091234")

    complete(bargain)

    case = case_of(bargain)
    assert case is not None
    assert case.phone_fault is PhoneFault.INVALID_PHONE
    assert case.contact == ""
    assert case.person_ref
    assert bargain.runtime.house.queries.personal(case.person_ref) == {"landline": "05368091234"}


def test_a_purchase_that_is_not_completed_is_no_case(bargain: Bargain) -> None:
    bargain.sign()

    take_in_contract(bargain.runtime.house, bargain.notice_id)

    assert case_of(bargain) is None
