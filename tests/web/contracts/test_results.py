"""An accepted result is a record that travels: public, checkable, and usable by the approving department."""

import hashlib

from chalicelib.kernel.actors import Role
from chalicelib.kernel.paging import PageRequest
from infra.local.people import DemoPerson, people
from tests.factories.notices import DEPARTMENT
from tests.web.contracts.conftest import Bargain
from tests.web.notices.test_attachments import PDF


def another_department(than: DemoPerson) -> DemoPerson:
    return next(one for one in people() if Role.DEPARTMENT in one.roles and one.org != than.org)


def accepted(bargain: Bargain) -> str:
    """Take the purchase to its accepted result and return the record's address."""
    bargain.sign()
    bargain.done("owner", "publication", bargain.owner)
    bargain.deliver()
    bargain.done("owner", "acceptance", bargain.owner)
    return f"/results/{bargain.number}"


def test_the_record_names_the_file_by_its_hash_and_the_approval_it_serves(bargain: Bargain) -> None:
    address = accepted(bargain)

    record = bargain.runtime.get_json(f"{address}.json").json()
    page = bargain.runtime.get(address).text

    assert record["format"] == "result/1"
    assert record["file"]["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert record["approval"]["department"] == DEPARTMENT
    assert (record["accepted_by"], record["agency"]["uscc"]) == ("owner", bargain.agency.org.uscc)
    assert bargain.runtime.get_json(f"/api/v1/results/{bargain.number}").json() == record
    assert f'data-sha256="{record["file"]["sha256"]}"' in page
    assert address in bargain.runtime.get(f"/contracts/{bargain.number}").text


def test_what_the_supervisor_settled_is_not_said_to_be_the_owners_word(bargain: Bargain) -> None:
    bargain.sign()
    bargain.done("owner", "publication", bargain.owner)
    for _ in range(3):
        bargain.deliver()
        bargain.done("owner", "result-return", bargain.owner, {"reason": "成果缺少附图"})
    bargain.deliver()
    bargain.done("owner", "dispute", bargain.owner, {"reason": "成果还是缺少附图"})
    bargain.done("supervisor", "acceptance", bargain.supervisor)

    assert bargain.runtime.get_json(f"/results/{bargain.number}.json").json()["accepted_by"] == "supervisor"
    page = bargain.runtime.get(f"/results/{bargain.number}").text
    assert "监督部门认定通过" in page
    assert "业主审核通过" not in page


def test_there_is_no_record_before_the_acceptance_or_before_the_contract_is_public(bargain: Bargain) -> None:
    bargain.sign()
    bargain.deliver()
    assert bargain.runtime.get(f"/results/{bargain.number}").status == 404
    bargain.done("owner", "acceptance", bargain.owner)

    assert bargain.runtime.get(f"/results/{bargain.number}").status == 404
    bargain.done("owner", "publication", bargain.owner)

    assert bargain.runtime.get(f"/results/{bargain.number}").status == 200


def test_the_file_goes_to_the_approving_department_alone_which_is_told_of_it(bargain: Bargain) -> None:
    address = accepted(bargain)
    house, path = bargain.runtime.house, f"/department{address}/file"
    approving, other = bargain.official, another_department(bargain.official)
    assert approving.org.uscc == DEPARTMENT

    for stranger in (other, bargain.owner, bargain.agency):
        assert bargain.runtime.get(path, as_=stranger).status == 403
    link = bargain.runtime.get(path, as_=approving).location

    assert bargain.runtime.get(link).body == PDF
    told = [card.data["code"] for card in house.inbox.page(f"org:{DEPARTMENT}", PageRequest()).cards]
    assert "result-for-approval" in told
