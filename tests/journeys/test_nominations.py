"""A department nominates by table; agencies find themselves nominated; whatever is killed goes on."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.agencies import nominating
from chalicelib.domain.marketplace.agencies.dossier import Dossier, Organisation, Section
from chalicelib.domain.marketplace.agencies.drafting import save_section
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.errors import Conflict, NotFound, Unavailable
from chalicelib.kernel.paging import PageRequest
from chalicelib.store.blobs import unpack
from chalicelib.usecases.advance import advance
from chalicelib.usecases.nominations import advance_import as worker
from chalicelib.usecases.nominations.decide_nominations import accept_nominations
from chalicelib.usecases.ports import UnitOfWork
from infra.local.runtime import Runtime
from tests.factories.agencies import admin, draft_agency, submitted
from tests.journeys.steps import Town, uscc
from tests.journeys.tables import BOSS, CONTACT, MOBILE, Department, agencies, line, officials, table


@pytest.fixture
def department(runtime: Runtime) -> Department:
    return Department(runtime)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "AGENCIES_A_STEP", 3)


def messages(runtime: Runtime, recipient: str) -> list[dict[str, Any]]:
    return [dict(card.data) for card in runtime.house.inbox.page(recipient, PageRequest()).cards]


def texts(value: Any) -> Iterator[str]:
    """Yield every text of an item on the wire."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)


def actor(department: Department, place: int = 0) -> Actor:
    found = officials(department.official.org.uscc)[place]
    return Actor(found.subject, found.org.uscc, frozenset(found.roles))


def test_an_accepted_table_becomes_drafts_and_every_agency_is_told(
    runtime: Runtime, department: Department, small_steps: None
) -> None:
    identifier = department.applied(agencies(7))

    status = department.status(identifier)
    assert (status["state"], status["done"], status["skipped"]) == ("APPLIED", 7, [])
    agency = department.agency(6)
    assert agency is not None
    draft = agency.draft
    assert draft.organisation.name == "推荐测绘6有限公司"
    assert [offer.service_type for offer in draft.services] == ["CH01", "CH02"]
    assert draft.qualifications[0].number == "乙测资字00000006"
    assert agency.register.organisation == ()
    sealed = runtime.house.queries.personal
    assert sealed(draft.contact.vault_ref) == {"name": CONTACT, "mobile": MOBILE}
    assert sealed(draft.legal_representative.vault_ref)["name"] == BOSS
    assert [one["code"] for one in messages(runtime, f"org:{uscc(6)}")] == ["agency-nominated"]
    told = messages(runtime, f"org:{department.official.org.uscc}")
    assert [(one["code"], one["params"]["agencies"]) for one in told] == [("nominations-finished", 7)]


def test_nothing_is_applied_before_somebody_accepts(department: Department) -> None:
    identifier = department.staged(agencies(3))

    department.runtime.advance(timedelta(days=2))

    assert department.status(identifier)["state"] == "STAGED"
    assert department.agency(0) is None


def test_one_faulty_line_keeps_the_whole_table_out(department: Department) -> None:
    content = table(line(0), line(1, mobile="123"))

    staged = department.stage(content).json()

    assert (staged["state"], staged["errors"], staged["agencies"]) == ("REJECTED", 1, 0)
    assert department.api("POST", f"/{staged['id']}/accept").status == 409
    assert department.agency(0) is None


def test_the_same_file_twice_is_one_import_and_the_second_upload_is_deleted(department: Department) -> None:
    identifier = department.applied(agencies(2))
    before = department.agency(0)

    file_id = department.upload(agencies(2))
    again = department.api("POST", "", {"file_id": file_id})

    assert (again.status, again.json()["id"], again.json()["is_known"]) == (200, identifier, True)
    assert department.agency(0) == before
    with pytest.raises(NotFound):
        department.runtime.house.files.inspect(file_id)


def test_another_file_with_the_same_agencies_says_that_nothing_changes(department: Department) -> None:
    department.applied(agencies(2))
    before = department.agency(1)

    second = department.applied(table(line(1), line(0), encoding="gb18030"))

    assert department.status(second)["effects"] == {"new": 0, "changed": 0, "unchanged": 2, "deferred": 0}
    assert department.agency(1) == before


def test_the_file_lives_until_the_import_is_applied_or_dropped(department: Department) -> None:
    files = department.runtime.house.files
    kept, dropped, applied = (department.upload(agencies(count)) for count in (1, 2, 3))
    ids = [department.api("POST", "", {"file_id": one}).json()["id"] for one in (kept, dropped, applied)]

    department.api("POST", f"/{ids[1]}/discard")
    department.api("POST", f"/{ids[2]}/accept")

    assert files.inspect(kept).size_bytes == len(agencies(1))
    for gone in (dropped, applied):
        with pytest.raises(NotFound):
            files.inspect(gone)


def test_names_and_phones_of_persons_lie_in_no_table_in_the_clear(
    runtime: Runtime, department: Department, tmp_path: Path
) -> None:
    department.staged(agencies(2))
    department.applied(agencies(3))
    runtime.export_snapshot(tmp_path / "all.jsonl")

    rows = map(json.loads, (tmp_path / "all.jsonl").read_text("utf-8").splitlines())
    items = [row["item"] for row in rows if row["kind"] == "item"]
    tables = "\n".join(unpack(text) for item in items for text in texts(item))
    assert "推荐测绘" in tables
    for secret in (BOSS, CONTACT, MOBILE):
        assert secret not in tables


@pytest.mark.parametrize("fatal_call", range(1, 9))
def test_a_worker_killed_at_any_agency_goes_on_and_nominates_nobody_twice(
    department: Department, small_steps: None, monkeypatch: pytest.MonkeyPatch, fatal_call: int
) -> None:
    calls = iter(range(1, 1000))
    nominate = nominating.nominate

    def mortal(*arguments: Any) -> Any:
        if next(calls) == fatal_call:
            raise Unavailable
        return nominate(*arguments)

    monkeypatch.setattr(worker, "nominate", mortal)

    identifier = department.applied(agencies(7))

    assert department.status(identifier)["done"] == 7
    for number in range(7):
        agency = department.agency(number)
        assert agency is not None
        assert len(agency.nominations) == 1
        assert len(messages(department.runtime, f"org:{uscc(number)}")) == 1


def test_messages_that_come_twice_or_late_change_nothing(department: Department, small_steps: None) -> None:
    identifier = department.applied(agencies(4))
    before = [department.agency(number) for number in range(4)]
    house = department.runtime.house

    for _ in range(3):
        advance(house, "import", identifier, "lifecycle")

    assert [department.agency(number) for number in range(4)] == before
    assert len(list(house.queries.entries(f"IMPORT#{identifier}"))) == 4


def test_of_two_officials_who_accept_at_once_one_does(department: Department) -> None:
    identifier = department.staged(agencies(2))
    house = department.runtime.house
    accept_nominations(house, actor(department), identifier)

    with pytest.raises(Conflict, match="wrong-state"):
        accept_nominations(house, actor(department, 1), identifier)
    department.runtime.drain()

    types = [entry.type for entry in house.queries.entries(f"IMPORT#{identifier}")]
    assert types == ["import.staged", "import.accepted", "import.completed"]


def test_undoing_leaves_no_trace_in_drafts_and_vault(department: Department, small_steps: None) -> None:
    identifier = department.applied(agencies(5))
    agency = department.agency(4)
    assert agency is not None

    assert department.api("POST", f"/{identifier}/undo").status == 202

    assert department.status(identifier)["state"] == "UNDONE"
    after = department.agency(4)
    assert after is not None
    assert (after.draft.services, after.nominations, after.admissions) == ((), (), ())
    for ref in (agency.draft.contact.vault_ref, agency.draft.legal_representative.vault_ref):
        with pytest.raises(NotFound):
            department.runtime.house.queries.personal(ref)
    assert department.applied(agencies(5)) == identifier
    assert department.status(identifier)["state"] == "APPLIED"


def test_one_agencys_edit_does_not_keep_the_others_nominations(department: Department) -> None:
    identifier = department.applied(agencies(2))
    house = department.runtime.house

    def edit(uow: UnitOfWork, now: datetime) -> None:
        agency = uow.agencies.load(uscc(1))
        mine = Organisation(name="自己改过的名称")
        decision = save_section(agency, Section.ORGANISATION, mine, admin(uscc(1)), now, house.service_types)
        uow.agencies.save(decision, admin(uscc(1)))

    house.transact(edit)

    assert department.api("POST", f"/{identifier}/undo").status == 202
    assert department.status(identifier)["state"] == "UNDONE"
    edited, other = department.agency(1), department.agency(0)
    assert edited is not None
    assert other is not None
    assert (edited.draft.organisation.name, edited.draft.services) == ("自己改过的名称", ())
    assert other.draft == Dossier()


def test_what_was_handed_in_stays_and_is_named_with_the_reason(department: Department) -> None:
    identifier = department.applied(agencies(2))
    house = department.runtime.house

    def hand_in(uow: UnitOfWork, _now: datetime) -> None:
        agency = uow.agencies.load(uscc(1))
        settled = tuple(replace(one, is_settled=True) for one in agency.nominations)
        event = Event("agency.submitted", {"uscc": agency.id, "moves": []})
        uow.agencies.save(Decision(replace(agency, nominations=settled), event), SYSTEM)

    house.transact(hand_in)
    assert department.api("POST", f"/{identifier}/undo").status == 202

    status = department.status(identifier)
    kept, other = department.agency(1), department.agency(0)
    assert kept is not None
    assert other is not None
    assert (status["state"], status["skipped"]) == (
        "UNDONE",
        [{"uscc": uscc(1), "reason": "nomination-in-use"}],
    )
    assert kept.draft.services
    assert other.draft == Dossier()


def test_an_agency_under_check_is_left_out_and_named(department: Department) -> None:
    town = Town(department.runtime.house)
    waiting = submitted(draft_agency(uscc(0)))
    event = Event("agency.submitted", {"uscc": uscc(0), "moves": []})
    town.house.transact(lambda uow, _: uow.agencies.add(Decision(waiting, event), SYSTEM))

    staged = department.stage(table(line(0, service_types="CH02"), line(1))).json()
    department.api("POST", f"/{staged['id']}/accept")

    assert staged["effects"]["deferred"] == 1
    status = department.status(staged["id"])
    assert (status["state"], status["skipped"]) == (
        "APPLIED",
        [{"uscc": uscc(0), "reason": "under-check"}],
    )
    assert department.agency(0) == waiting


def test_a_file_that_was_swapped_or_is_gone_stops_the_acceptance(department: Department) -> None:
    file_id = department.upload(agencies(1))
    identifier = department.api("POST", "", {"file_id": file_id}).json()["id"]
    department.runtime.house.files.erase(file_id)

    refused = department.api("POST", f"/{identifier}/accept")

    assert (refused.status, refused.json()["type"].rsplit("/", 1)[-1]) == (409, "upload-expired")
