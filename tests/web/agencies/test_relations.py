"""The affiliation register: officials record what an agency did not declare, and every gate goes by it."""

import re
from dataclasses import replace

from chalicelib.kernel.actors import Role
from infra.local.people import DemoPerson, people
from infra.local.runtime import Runtime
from infra.local.visits import json_request
from tests.factories.agencies import SURVEY
from tests.factories.notices import DEPARTMENT, make_content
from tests.journeys.steps import Town

MINISTRY = DEPARTMENT


def somebody(role: Role, org: str | None = None) -> DemoPerson:
    return next(one for one in people() if role in one.roles and org in (None, one.org.uscc))


def settled(runtime: Runtime) -> tuple[str, DemoPerson]:
    """List an agency that declared no relations, and publish a notice it may enter."""
    agent = somebody(Role.AGENCY_AGENT)
    town = Town(runtime.house)
    town.anchor()
    town.settle_agency(agent.org.uscc)
    town.publish(make_content(service_type=SURVEY))
    runtime.drain()
    return agent.org.uscc, agent


def may_enter(runtime: Runtime, agent: DemoPerson) -> tuple[bool, set[str]]:
    match = runtime.get_json("/api/v1/workbench", as_=agent).json()["matching"][0]
    return match["may_enter"], {code for gate in match["gates"] for code in gate["params"].get("reasons", ())}


def test_what_an_official_records_shuts_the_agency_out_from_now_on_and_it_is_told(runtime: Runtime) -> None:
    uscc, agent = settled(runtime)
    assert may_enter(runtime, agent)[0] is True
    page = f"/relations/{uscc}"
    for role in (Role.OPERATOR_REVIEWER, Role.DEPARTMENT, Role.SUPERVISOR):
        assert "登记机关掌握的关系" in runtime.get(page, as_=somebody(role)).text

    wrong = runtime.post_form(
        page, {"affiliations": [MINISTRY, "913701"], "related_agencies": [""]}, as_=somebody(Role.DEPARTMENT)
    )
    assert wrong.status == 422
    assert "913701" in wrong.text
    saved = runtime.post_form(page, {"affiliations": [MINISTRY, ""]}, as_=somebody(Role.DEPARTMENT))
    runtime.drain()

    assert saved.status == 303
    assert MINISTRY in runtime.get(page, as_=somebody(Role.SUPERVISOR)).text
    can_enter, reasons = may_enter(runtime, agent)
    assert not can_enter
    assert "run-by-approving-department" in reasons
    assert "关联关系登记" in runtime.get("/messages", as_=agent).text


def test_the_register_is_kept_by_officials_alone_and_nobody_is_its_own_relation(runtime: Runtime) -> None:
    uscc, agent = settled(runtime)
    official = somebody(Role.OPERATOR_REVIEWER)

    for stranger in (agent, somebody(Role.OWNER_AGENT), somebody(Role.SYSADMIN)):
        assert runtime.get(f"/relations/{uscc}", as_=stranger).status == 403
        assert runtime.get_json(f"/api/v1/agencies/{uscc}/relations", as_=stranger).status == 403
    own = runtime.post_form(f"/relations/{uscc}", {"related_agencies": [uscc]}, as_=official)

    assert own.status == 422


def test_two_officials_at_once_do_not_overwrite_each_other_over_the_api(runtime: Runtime) -> None:
    uscc, _agent = settled(runtime)
    address, official = f"/api/v1/agencies/{uscc}/relations", somebody(Role.SUPERVISOR)
    token = runtime.identity.access_token(official)
    read = runtime.get_json(address, as_=official)
    etag = dict(read.headers)["ETag"]

    def put(body: dict[str, list[str]]) -> int:
        request = json_request("PUT", address, {**body}, token=token)
        return runtime.request(replace(request, headers=(*request.headers, ("If-Match", etag)))).status

    assert put({"affiliations": [MINISTRY]}) == 200
    assert put({"affiliations": []}) == 412
    after = runtime.get_json(address, as_=official).json()
    assert after["recorded"] == {"affiliations": [MINISTRY], "related_agencies": []}
    assert [one["until"] for one in after["history"]] == [None]


def test_the_finder_leads_to_an_agency_and_says_when_there_is_none(runtime: Runtime) -> None:
    uscc, _agent = settled(runtime)
    official = somebody(Role.DEPARTMENT)

    assert runtime.get(f"/relations?uscc={uscc.lower()}", as_=official).location == f"/relations/{uscc}"
    unknown = runtime.get("/relations?uscc=91350100M000100Y43", as_=official)
    assert unknown.status == 404
    assert "没有这家机构" in unknown.text


def test_two_officials_at_once_do_not_wipe_out_each_others_entry(runtime: Runtime) -> None:
    uscc, _ = settled(runtime)
    page, first, second = f"/relations/{uscc}", somebody(Role.DEPARTMENT), somebody(Role.SUPERVISOR)
    opened = re.search('name="_version" value="([^"]+)"', runtime.get(page, as_=second).text)
    assert opened
    runtime.post_form(page, {"affiliations": [MINISTRY]}, as_=first)

    late = runtime.post_form(
        page, {"affiliations": ["91350100M000100Y43"], "_version": opened[1]}, as_=second
    )

    assert late.status == 409
    assert "修改了同一条记录" in late.text
    assert 'value="91350100M000100Y43"' in late.text
    recorded = runtime.get_json(f"/api/v1/agencies/{uscc}/relations", as_=second).json()["recorded"]
    assert recorded["affiliations"] == [MINISTRY]
