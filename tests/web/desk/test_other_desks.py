"""Claims where departments work, and on service items: the same rules, each desk for itself (ADR 0065)."""

import pytest

from chalicelib.kernel.actors import Role
from infra.local.people import DemoPerson, people
from infra.local.runtime import Runtime
from tests.factories.agencies import ASSESSMENT, SURVEY
from tests.journeys.tables import Department, agencies, officials
from tests.web.agencies.applicant import Applicant
from tests.web.desk.test_claims import badge
from tests.web.service_items.desk import CODE, Desk, a

PUBLISHER = a(Role.OPERATOR_PUBLISHER)
CLAIMED = "/problems/claimed-by-another"


def other(role: Role, than: DemoPerson) -> DemoPerson:
    """Return a colleague of the role in the same organisation."""
    return next(
        one for one in people() if role in one.roles and one.org == than.org and one.subject != than.subject
    )


@pytest.fixture
def items(runtime: Runtime) -> Desk:
    """A service item that waits for its publication."""
    desk = Desk(runtime)
    assert desk.create().status == 303
    assert desk.save(then="propose").status == 303
    runtime.drain()
    return desk


def test_an_item_is_published_by_whoever_is_at_work_on_it(runtime: Runtime, items: Desk) -> None:
    colleague = other(Role.OPERATOR_PUBLISHER, PUBLISHER)
    assert runtime.post_json(f"/api/v1/claims/item/{CODE}", {}, as_=PUBLISHER).status == 200
    listed = runtime.get("/desk/service-items", as_=colleague).text
    assert f"工号 {badge(runtime, PUBLISHER)} 正在办理" in listed

    refused = runtime.post_json(f"/api/v1/service-items/{CODE}/publication", {}, as_=colleague)
    assert refused.json()["type"] == CLAIMED
    note = {"note": "请补充办理时限的依据。"}
    returned = runtime.post_json(f"/api/v1/service-items/{CODE}/returns", note, as_=colleague)
    assert returned.json()["type"] == CLAIMED

    done = runtime.post_json(f"/api/v1/service-items/{CODE}/publication", {}, as_=PUBLISHER)
    assert done.status < 300, done.text
    assert runtime.get_json("/api/v1/claims", as_=PUBLISHER).json()["claims"] == []


def test_a_filing_stays_claimed_until_the_departments_last_service_type(runtime: Runtime) -> None:
    applicant = Applicant(runtime)
    applicant.fill()
    applicant.submit()
    applicant.pass_form()
    runtime.drain()
    uscc, official = applicant.uscc, applicant.department(SURVEY)
    colleague = other(Role.DEPARTMENT, official)
    assert runtime.post_json(f"/api/v1/claims/agency/{uscc}", {}, as_=official).status == 200

    filing = f"/api/v1/agencies/{uscc}/filing"
    refused = runtime.post_json(f"{filing}/{SURVEY}/approve", {}, as_=colleague)
    assert refused.json()["type"] == CLAIMED
    assert f"工号 {badge(runtime, official)}" in runtime.get("/department/agencies", as_=colleague).text
    # Another department's part of the same filing is another desk's work.
    elsewhere = applicant.department(ASSESSMENT)
    approved = runtime.post_json(f"{filing}/{ASSESSMENT}/approve", {}, as_=elsewhere)
    assert (approved.status < 300) is (elsewhere.org != official.org)

    assert runtime.post_json(f"{filing}/{SURVEY}/approve", {}, as_=official).status < 300
    left = runtime.get_json("/api/v1/claims", as_=official).json()["claims"]
    assert left == []


def test_a_nomination_is_accepted_by_whoever_is_at_work_on_it(runtime: Runtime) -> None:
    department = Department(runtime)
    first, second = officials(department.official.org.uscc)[:2]
    staged = department.staged(agencies(1))
    runtime.drain()
    assert runtime.post_json(f"/api/v1/claims/nomination/{staged}", {}, as_=first).status == 200

    refused = runtime.post_json(f"/api/v1/nominations/{staged}/accept", {}, as_=second)
    assert refused.json()["type"] == CLAIMED
    assert "正在办理" in runtime.get(f"/department/nominations/{staged}", as_=second).text
    assert "正在办理" in runtime.get("/department/nominations", as_=second).text

    assert runtime.post_json(f"/api/v1/nominations/{staged}/accept", {}, as_=first).status < 300
