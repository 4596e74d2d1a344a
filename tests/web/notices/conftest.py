"""One running product for the pages of notices, with an owner, the operator's people and a service item."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.domain.marketplace.selection.beacon import make_chain
from chalicelib.domain.marketplace.service_items import editing, publishing
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.beacons.reveal_beacon import anchor_chain
from chalicelib.usecases.ports import UnitOfWork
from chalicelib.usecases.service_items.changing import noted
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, find_person, people
from infra.local.runtime import Runtime
from tests.factories import service_items
from tests.factories.agencies import SURVEY, department_for, service_types
from tests.factories.notices import MONDAY
from tests.web.notices.filled import filled_form
from tests.web.running import running_from

ITEM_NAME = "工程测量服务"


@dataclass(slots=True)
class Desk:
    """Everybody around a notice, each in a browser of their own."""

    runtime: Runtime
    agent: DemoPerson = field(default_factory=lambda: person(Role.OWNER_AGENT))
    admin: DemoPerson = field(default_factory=lambda: person(Role.OWNER_ADMIN))
    reviewer: DemoPerson = field(default_factory=lambda: person(Role.OPERATOR_REVIEWER))
    publisher: DemoPerson = field(default_factory=lambda: person(Role.OPERATOR_PUBLISHER))
    item_id: str = "item_1"

    def begin(self) -> str:
        """Let the agent begin a draft; return its address."""
        return self.runtime.post_form("/owner/notices", as_=self.agent).location

    def save(self, address: str, step: str, fields: dict[str, Any], then: str = "next") -> Answer:
        """Let the agent save a step."""
        return self.runtime.post_form(f"{address}/{step}", {**fields, "_then": then}, as_=self.agent)

    def fill(self, address: str, **changes: dict[str, Any]) -> None:
        """Let the agent fill in every step; `changes` by step replace fields."""
        for step, fields in complete(self.item_id).items():
            answer = self.save(address, step, fields | changes.get(step, {}))
            assert answer.status == 303, answer.text

    def submit(self, **changes: dict[str, Any]) -> str:
        """Take a notice to its review; return the owner's address."""
        address = self.begin()
        self.fill(address, **changes)
        assert self.runtime.post_form(f"{address}/submission", as_=self.agent).location.endswith("/submitted")
        return address

    def publish(self, **changes: dict[str, Any]) -> str:
        """Take a notice to its publication; return the owner's address."""
        address = self.submit(**changes)
        desk = address.replace("/owner/", "/desk/")
        assert self.approve(desk).status == 303
        assert self.runtime.post_form(f"{desk}/publication", as_=self.publisher).status == 303
        return address

    def approve(self, desk: str, task: str = "approval") -> Answer:
        """Let the reviewer pass what waits, and answer every warning."""
        page = self.runtime.get(desk, as_=self.reviewer).text
        asked = filled_form(page, f"{desk}/{task}")
        answers = {name: "已经核对，符合规定" for name in asked if name.endswith(".reason")}
        return self.runtime.post_form(f"{desk}/{task}", asked | answers, as_=self.reviewer)


def complete(item_id: str) -> dict[str, dict[str, Any]]:
    """Return what an agent types into each step of a faultless notice."""
    return {
        "project": {
            "title": "滨河路改造工程测绘服务",
            "division": "370705",
            "contact_name": "联系人甲",
            "contact_phone": "0536-8000000",
            "complaint_phone": "0536-8000001",
        },
        "service": {
            "service_item": item_id,
            "service_type": SURVEY,
            "scope": "滨河路改造工程全长三公里，需完成一比五百地形图测绘并提交成果报告。",
            "scale_type": "investment",
            "scale_hundredths": "50万",
            "fiscal_percent": "60",
            "social_percent": "40",
            "term.days": "30",
        },
        "requirements": {
            "qualifications.0.code": "surveying",
            "qualifications.0.lowest_rank": "2",
            "qualification_match": "any",
            "qualification_note": "测绘资质乙级及以上方可从事本项目",
        },
        "price": {"method": "random", "price.basis": "fixed", "price.amount_fen": "4.85万"},
        "dates": {"closes_on": "2026-03-20"},
    }


def person(role: Role) -> DemoPerson:
    """Return the demo directory's first person with a role."""
    found = find_person(role)
    assert found is not None
    return found


def another(role: Role, than: DemoPerson) -> DemoPerson:
    """Return a second person with a role."""
    return next(one for one in people() if role in one.roles and one.subject != than.subject)


def settle_item(runtime: Runtime) -> None:
    """Put a service item of surveying into force, by the decisions of its department and the operator."""
    official, types = department_for(SURVEY), service_types()
    department = types.types[SURVEY].department or ""
    text = service_items.content(name=ITEM_NAME, service_types=(SURVEY,))
    house = runtime.house

    def attempt(uow: UnitOfWork, now: Any) -> None:
        drafted = editing.create_item(
            "item_1", "CH-0001", department, text, service_items.NO_HIT, official, now, types
        )
        uow.service_items.add(noted(house, uow, drafted), official)
        proposed = editing.propose(drafted.state, official, types)
        uow.service_items.save(noted(house, uow, proposed), official)
        publisher = service_items.publisher()
        published = publishing.publish_item(proposed.state, publisher, now)
        uow.service_items.save(noted(house, uow, published), publisher)

    house.transact(attempt)
    supervisor = Actor("supervisor-1", "supervisor", frozenset({Role.SUPERVISOR}))
    chain = make_chain(bytes(32), 50)
    anchor_chain(house, supervisor, chain[0], len(chain) - 1)
    runtime.drain()


running, runtime = running_from(MONDAY)


@pytest.fixture
def desk(runtime: Runtime) -> Desk:
    settle_item(runtime)
    return Desk(runtime)
