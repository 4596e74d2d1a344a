"""What the demo shows (issues: every state and method, contracts, evaluations, decisions, an interception;
ratings, work orders and appeals of three months).

A draw is unforeseeable, so that nothing here asks who was drawn.
"""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.marketplace.conduct.case import Case
from chalicelib.domain.marketplace.conduct.case_states import CaseState
from chalicelib.domain.marketplace.conduct.facts import Interception, MeasureKind, Sanction, Source
from chalicelib.domain.marketplace.conduct.standing import interception_at
from chalicelib.domain.marketplace.contracts.paying import Standing, standings
from chalicelib.domain.marketplace.evaluations.facts import Evaluation
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.satisfaction.callbacks.plan import SHARDS
from chalicelib.domain.satisfaction.hotline.states import ItemState
from chalicelib.domain.satisfaction.invitations.states import Suppression
from chalicelib.domain.satisfaction.work_orders.appeal_states import AppealState
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.kernel.actors import Role
from chalicelib.kernel.paging import PageRequest
from chalicelib.projections.callbacks import CAMPAIGNS
from chalicelib.usecases.invitations.links import id_of
from infra.local import demo
from infra.local.demo import cast
from infra.local.demo.agencies import STOPS, TYPES_OF_TRADE
from infra.local.demo.conduct import LISTED_PLACE
from infra.local.demo.services import courses
from infra.local.demo.services.months import RESULTS
from infra.local.demo.services.plots import read_plots
from infra.local.demo.services.raised import RAISED, secret_of_item
from infra.local.demo.services.reviews import OUT, VERDICTS
from infra.local.demo.story import ENDS_AT
from infra.local.memory import find_table, plain, stored_items
from infra.local.people import find_person
from infra.local.runtime import Runtime
from tests.unit.satisfaction.surveys.test_results import recomputed

S = NoticeState


@dataclass(frozen=True, slots=True)
class Told:
    """The demo, and every purchase and case of it."""

    runtime: Runtime
    notices: tuple[Notice, ...]
    cases: tuple[Case, ...]

    @property
    def evaluations(self) -> list[Evaluation]:
        return [one.evaluation for one in self.notices if one.evaluation is not None]

    def sanctions(self) -> Iterator[Sanction]:
        for place, org in enumerate(cast.agencies()):
            if STOPS.get(place) != "absent":
                yield from self.runtime.house.queries.agency(org.uscc).agency.conduct.sanctions


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=ENDS_AT, ticking=False) as runtime:
        demo.load(runtime)
        queries, keys = runtime.house.queries, partitions(runtime)
        notices = tuple(queries.notice_alone(key[7:]) for key in keys if key.startswith("NOTICE#"))
        cases = tuple(queries.violation(key[10:])[0] for key in keys if key.startswith("VIOLATION#"))
        yield Told(runtime, notices, cases)


def partitions(runtime: Runtime) -> list[str]:
    table = find_table(runtime.settings.region, f"{runtime.settings.table_prefix}-marketplace")
    assert table is not None
    return sorted({str(plain(item)["pk"]["S"]) for item in stored_items(table)})


def contract_states(notice: Notice) -> Iterator[str]:
    """Yield where a contract stands, as marketplace.md §2.4 names it."""
    contract, signing = notice.contract, notice.signing
    if contract is None:
        if notice.state is S.CONTRACTING and signing is not None:
            yield "UPLOADED" if signing.offer else "RETURNED" if signing.sent_back else "NONE"
        return
    if notice.state is S.IN_SERVICE:
        yield "PERFORMING" if contract.published_at else "CONFIRMED"
    if contract.changes:
        yield "CHANGED"
    if notice.delivery is not None and notice.delivery.accepted_at is not None:
        yield "FULFILLED"
    if contract.termination is not None:
        yield "TERMINATED"


def payments(notice: Notice) -> tuple[Standing, ...]:
    return standings(notice.contract, ENDS_AT.date()) if notice.contract else ()


def test_every_state_of_a_notice_is_shown(told: Told) -> None:
    assert {one.state for one in told.notices} == set(S)


def test_items_stand_in_every_state_and_problems_are_merged(told: Told) -> None:
    items = [told.runtime.house.hotline.find(id_of(secret_of_item(number))) for number in range(len(RAISED))]
    found = [one for one in items if one is not None]
    problems = {one.problem for one in found if one.problem}

    assert len(found) == len(RAISED)
    assert {one.state for one in found} == set(ItemState)
    assert any(one.is_refused for one in found)
    assert len(problems) == 2
    assert told.runtime.get_json("/api/v1/problems-solved").json()["items"][0]["people"] == 5


def test_surveys_are_published_one_of_them_half_yearly_by_strata_and_people_are_left_to_call(
    told: Told,
) -> None:
    surveys = {one["kind"]: one["id"] for one in api(told, "/survey-results")["items"]}
    assert set(surveys) == {"MONTHLY", "SEMI", "POLICY"}
    document = api(told, f"/survey-results/{surveys['SEMI']}")["document"]
    assert document["method"] == "STRATIFIED"
    assert len(document["strata"]) in (3, 4), "strata with few answers are one"
    assert document["course"]["answered"] >= 30
    assert all(one["csat_low"] for one in document["questions"] if one["kind"] == "SCALE5")
    by_stratum = [one for one in document["questions"] if one["by_stratum"]]
    assert by_stratum
    for one in by_stratum:
        assert recomputed(document, one) == [answer["share"] for answer in one["answers"]]

    house, now = told.runtime.house, told.runtime.now()
    (running,) = {
        str(card.data["campaign"])
        for card in house.lists.page(CAMPAIGNS, "all", PageRequest(limit=20)).cards
        if house.campaigns.find(str(card.data["campaign"])).state == "FIELDING"  # type: ignore[union-attr]
    }
    assert sum(len(house.ready_tasks.look(running, shard, now, 60)) for shard in range(SHARDS)) >= 5


def test_every_method_is_shown(told: Told) -> None:
    methods = {str(one.content.method) for one in told.notices}
    assert methods == {"direct", "random", "credit", "proposal", "lowest", "mean"}


def test_a_purchase_by_discount_rate_is_under_contract_at_the_price_of_its_highest_rate(told: Told) -> None:
    (notice,) = [one for one in told.notices if one.content.price and one.content.price.max_rate_bp]
    assert notice.selection is not None
    assert notice.contract is not None
    assert notice.selection.winner.rate_bp == 1800
    assert notice.contract.terms.amount_fen == notice.selection.winner.amount_fen == 88_000_00 * 82 // 100


def test_a_contract_stands_in_every_state(told: Told) -> None:
    assert {state for one in told.notices for state in contract_states(one)} == {
        "NONE", "UPLOADED", "RETURNED", "CONFIRMED", "PERFORMING", "CHANGED", "FULFILLED", "TERMINATED",
    }  # fmt: skip


def test_a_contract_is_paid_in_instalments_and_one_is_late(told: Told) -> None:
    (plan,) = [shown for one in told.notices if (shown := payments(one))]
    first, second, last = plan
    assert first.received_at is not None
    assert first.late_days == 0
    assert (second.paid_on, second.late_days > 0) == (None, True)
    assert (last.paid_on, last.late_days) == (None, 0)


def test_a_late_delivery_cost_points_by_itself(told: Told) -> None:
    (case,) = [one for one in told.cases if one.basis == "late-delivery"]
    (notice,) = [one for one in told.notices if one.notice_no == case.notice_no]
    assert notice.delivery is not None
    assert notice.contract is not None
    assert notice.delivery.results[-1].finished_on > notice.contract.ends_on
    assert case.state is CaseState.IN_FORCE
    (sanction,) = [one for one in told.sanctions() if one.basis == "late-delivery"]
    assert (sanction.source, sanction.points) == (Source.AUTOMATIC, 6)


def test_evaluations_are_open_objected_to_and_decided(told: Told) -> None:
    assert any(one.evaluated_at is None for one in told.evaluations)
    assert any(one.reply is not None for one in told.evaluations)
    objections = [one.objection for one in told.evaluations if one.objection is not None]
    assert {one.decided_at is not None for one in objections} == {True, False}


def test_an_owners_choice_waits_for_its_approval_and_another_is_not_prepared(told: Told) -> None:
    choices = [one.choice for one in told.notices if one.state is S.PENDING_OWNER and one.choice]
    assert {one.prepared is not None for one in choices} == {True, False}


def test_decisions_of_every_kind_are_shown(told: Told) -> None:
    sanctions = list(told.sanctions())
    kinds = {measure.kind for one in sanctions for measure in one.measures}
    assert kinds == {
        MeasureKind.RESTRICTION,
        MeasureKind.SUSPENSION,
        MeasureKind.REMOVAL,
        MeasureKind.BLACKLIST,
    }
    assert {one.source for one in sanctions} == set(Source)
    assert any(one.points and not one.measures for one in sanctions)
    (revoked,) = [one for one in sanctions if one.revoked_at is not None]
    assert {one.number for one in told.cases if one.state is CaseState.CORRECTED} == {revoked.number}


def test_cases_wait_at_every_step_where_somebody_has_to_act(told: Told) -> None:
    waiting = {CaseState.REPORTED, CaseState.NOTIFIED, CaseState.DECIDED}
    assert waiting <= {one.state for one in told.cases}


def test_each_accused_agency_offers_the_service_it_is_accused_in(told: Told) -> None:
    trades = {org.uscc: TYPES_OF_TRADE[org.field] for org in cast.agencies()}
    assert [one.basis for one in told.cases if one.service_type not in trades[one.uscc]] == []


def test_a_listed_agency_lost_its_first_place_and_is_kept_out_with_the_reason(told: Told) -> None:
    runtime, listed = told.runtime, cast.agencies()[LISTED_PLACE].uscc
    agency = runtime.house.queries.agency(listed).agency
    stop = interception_at(agency, "CH01", ENDS_AT)
    assert isinstance(stop, Interception)
    assert stop.kind is MeasureKind.BLACKLIST

    lost = [one for one in told.notices if listed in {left.candidate.uscc for left in one.dropouts}]
    assert any(one.state is S.PUBLICITY for one in lost)

    (open_one,) = [
        one for one in told.notices if one.state is S.PUBLISHED and one.content.service_type == "CH02"
    ]
    person = find_person(Role.AGENCY_AGENT, org=listed)
    page = runtime.get(f"/agency/notices/{open_one.notice_no}", as_=person)
    assert page.status == 200
    assert stop.document_no in page.text


def api(told: Told, address: str, role: Role | None = None) -> dict[str, Any]:
    person = find_person(role) if role else None
    answer = told.runtime.get(f"/api/v1{address}", as_=person)
    assert answer.status == 200
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="module")
def orders(told: Told) -> list[dict[str, Any]]:
    """Return every work order as the regulator's list shows it."""
    found, address = list[dict[str, Any]](), "/orders?facet=all&limit=100"
    while address:
        page = api(told, address, Role.REGULATOR)
        found += page["items"]
        address = (page.get("next") or "").removeprefix("/api/v1")
    return found


@pytest.fixture(scope="module")
def figures(told: Told) -> dict[str, Any]:
    """Return what is published of the district."""
    return api(told, "/ratings")


def given() -> Counter[str]:
    """Return how many ratings of each department stand at the end, as the tables tell it."""
    rated = Counter({
        department: sum(letter in "345tC" for letters in months.values() for letter in letters)
        for department, months in RESULTS.items()
    })  # fmt: skip
    gone = (courses.WITHDRAWN, courses.SPLIT_UPHELD, courses.UPHELD, courses.OBJECTED, courses.CONFIRMED)
    rated.update(plot.department for plot in read_plots() if plot.course not in gone)
    rated["finance"] -= sum(verdict is OUT for verdict in VERDICTS.values())
    return rated


def ratings_of(part: dict[str, Any]) -> int | None:
    levels = [part["counts"][f"effective_{level}"] for level in range(1, 6)]
    return None if None in levels else sum(levels)


def test_three_hundred_services_of_nine_departments_in_three_months(
    told: Told, figures: dict[str, Any]
) -> None:
    assert figures["total"]["counts"]["completed"] >= 300
    assert len(figures["units"]) == 9
    months = [api(told, f"/ratings?period=2026-{month}")["total"] for month in ("09", "10", "11")]
    assert all(ratings_of(month) for month in months)


def test_what_is_published_of_each_unit_adds_up_what_its_residents_said_in_the_months_shown(
    told: Told, figures: dict[str, Any]
) -> None:
    said = {cast.departments()[name].uscc: number for name, number in given().items()}
    months = [api(told, f"/ratings?period=2026-{month}") for month in ("08", "09", "10", "11")]
    shown: Counter[str] = Counter()
    for part in (part for month in months for part in month["units"]):
        shown[part["unit"]] += ratings_of(part) or 0
    assert {part["unit"]: ratings_of(part) or 0 for part in figures["units"]} == dict(shown)
    assert all(shown[unit] <= said[unit] for unit in shown)
    assert ratings_of(figures["total"]) == sum(ratings_of(month["total"]) or 0 for month in months)


def test_three_units_are_ranked_and_the_others_are_too_small(told: Told) -> None:
    assert sorted(name for name, number in given().items() if number >= 30) == [
        "construction", "market-regulation", "natural-resources",
    ]  # fmt: skip
    page = told.runtime.get("/ratings").text
    assert page.count("样本不足") >= 6
    assert "&lt;5" in page


def test_a_work_order_rests_in_every_state_but_the_one_of_its_first_minute(
    orders: list[dict[str, Any]],
) -> None:
    assert {one["state"] for one in orders} == set(OrderState) - {OrderState.CREATED}


def test_an_appeal_stands_in_every_state(orders: list[dict[str, Any]]) -> None:
    assert {one["appeal"] for one in orders if one.get("appeal")} == set(AppealState)


def test_one_reopened_order_ended_well_and_one_did_not(told: Told, orders: list[dict[str, Any]]) -> None:
    shown = [api(told, f"/orders/{one['id']}", Role.REGULATOR) for one in orders]
    events = [{entry["event"] for entry in one["history"]} for one in shown]
    reopened = [one["state"] for one, of_one in zip(shown, events, strict=True) if "reopened" in of_one]
    assert sorted(reopened) == ["CLOSED_OK", "CLOSED_UNRESOLVED", "REOPENED"]
    assert {"YELLOW", "RED", "URGED"} <= {card["kind"] for one in shown for card in one["cards"]}
    assert any(one["disclosures"] for one in shown)


def test_every_reason_not_to_ask_is_shown_but_a_missing_provider(told: Told) -> None:
    centre = find_person(Role.CENTRE_SUPERVISOR)
    for reason in set(Suppression) - {Suppression.NO_PROVIDER}:
        table = told.runtime.get(f"/invitations.csv?facet=reason={reason}", as_=centre)
        assert (reason, len(table.text.splitlines()) > 1) == (reason, True)


def test_guides_were_changed_because_somebody_rated_badly(told: Told) -> None:
    changes = api(told, "/changes")["items"]
    assert len(changes) == 3
    assert all(one["before"] != one["after"] for one in changes)


def test_a_coaxed_window_is_noticed_and_its_ratings_count(told: Told, figures: dict[str, Any]) -> None:
    regulator, finance = find_person(Role.REGULATOR), cast.departments()["finance"].uscc
    page = told.runtime.get(f"/staff/ratings/units/{finance}", as_=regulator).text
    assert "2026-10" in page
    (part,) = [one for one in figures["units"] if one["unit"] == finance]
    assert 20 < (ratings_of(part) or 0) <= given()["finance"]  # a month of few is in no sum


def test_of_the_coaxed_ratings_one_was_kept_one_is_invalid_and_others_wait(told: Told) -> None:
    lists = {
        facet: api(told, f"/flagged-ratings?facet={facet}", Role.APPEAL_REVIEWER)
        for facet in ("open", "settled", "invalidated")
    }
    assert lists["open"]["count"] >= 1
    assert (lists["settled"]["count"], lists["invalidated"]["count"]) == (1, 1)
    assert lists["invalidated"]["items"][0]["category"] == "BRUSHED_GOOD"


def test_a_clerk_sees_the_own_ratings_in_groups(told: Told) -> None:
    clerk = find_person(Role.CLERK, org=cast.departments()["natural-resources"].uscc)
    assert "<table" in told.runtime.get("/staff/ratings", as_=clerk).text


def test_the_frozen_months_are_found_right_by_the_published_script(told: Told, tmp_path: Path) -> None:
    frozen = api(told, "/ratings/snapshots")["items"]
    assert [one["period"] for one in frozen] == ["2026-09", "2026-08", "2025-11", "2025-10"]
    for one in frozen:
        document = tmp_path / f"{one['period']}.json"
        document.write_text(told.runtime.get(f"/ratings/snapshots/{one['period']}.json").text, "utf-8")
        command = [sys.executable, "chalicelib/web/static/verify_ratings.py", str(document), one["sha256"]]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_the_telephones_list_links_that_nobody_answered(told: Told) -> None:
    links = re.findall(r'href="(/r/\w+)"', told.runtime.get("/dev/telephone").text)
    assert len(links) >= 6
    assert "非常满意" in told.runtime.get(links[0]).text


def test_a_unit_was_talked_to_another_praised_and_two_findings_are_mended(told: Told) -> None:
    measures = api(told, "/ratings/measures")["items"]
    assert sorted((one["kind"], one["state"]) for one in measures) == [
        ("PRAISE", "PRAISED"), ("TALK", "COMMITTED"),
    ]  # fmt: skip
    findings = api(told, "/findings")["items"]
    assert sorted(one["state"] for one in findings) == ["CLOSED_OK", "DISPATCHED"]
    assert "暂定" in told.runtime.get("/ratings/half-years/2026-H2").text
