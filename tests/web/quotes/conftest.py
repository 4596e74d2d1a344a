"""A published notice and demo agencies with their agents, in the running product, through its own HTTP."""

from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.actors import Role
from infra.local.people import DemoPerson, find_person, organisations
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import MONDAY, lowest_content
from tests.journeys.steps import Town
from tests.web.running import running_from

running, runtime = running_from(MONDAY)


@dataclass(frozen=True, slots=True)
class Market:
    runtime: Runtime
    town: Town
    notice: Notice
    agents: tuple[DemoPerson, ...]

    @property
    def number(self) -> str:
        return self.notice.notice_no or ""

    @property
    def page(self) -> str:
        return f"/agency/notices/{self.number}"


@pytest.fixture
def market(runtime: Runtime) -> Market:
    return open_market(runtime)


@pytest.fixture(scope="module")
def standing_market(running: Runtime) -> Market:
    """One market for a whole module of requests that change nothing for each other."""
    running.reset(MONDAY)
    return open_market(running)


def open_market(runtime: Runtime, **changes: Any) -> Market:
    town = Town(runtime.house)
    codes = [org.uscc for org in organisations() if org.kind == "agency"][:3]
    for code in codes:
        town.settle_agency(code)
    town.anchor()
    notice = town.publish(lowest_content(service_type=SURVEY, **changes))
    runtime.drain()
    agents = tuple(person for code in codes if (person := find_person(Role.AGENCY_AGENT, org=code)))
    return Market(runtime, town, notice, agents)
