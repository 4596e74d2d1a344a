"""An agency, an owner, two officials of its department and a supervisor, in the running product."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, find_person, organisations, people
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY, service_types
from tests.factories.notices import MONDAY
from tests.journeys.steps import Town


@pytest.fixture(scope="package")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@dataclass(frozen=True, slots=True)
class Court:
    """The people of a violation case, and what they do over the API."""

    runtime: Runtime
    uscc: str
    agency: DemoPerson
    owner: DemoPerson
    officials: tuple[DemoPerson, DemoPerson]
    supervisor: DemoPerson
    stranger: DemoPerson

    def report(self, basis: str = "subcontracting", as_: DemoPerson | None = None, **more: Any) -> str:
        """Report a violation and return the case's id."""
        sent = {
            "uscc": self.uscc,
            "basis": basis,
            "service_type": SURVEY,
            "text": "中选后把外业全部转给别家完成。",
            **more,
        }
        answer = self.runtime.post_json("/api/v1/violations", sent, as_=as_ or self.owner)
        assert answer.status == 201, answer.text
        return str(answer.json()["id"])

    def say(self, case: str, step: str, as_: DemoPerson, text: str = "经查情况属实，依据见附件。") -> Answer:
        """Take a step that consists of words."""
        return self.runtime.post_json(f"/api/v1/violations/{case}/words/{step}", {"text": text}, as_=as_)

    def post(self, case: str, step: str, as_: DemoPerson, **body: Any) -> Answer:
        """Take a step that has its own body."""
        return self.runtime.post_json(f"/api/v1/violations/{case}/{step}", body or None, as_=as_)

    def read(self, case: str, as_: DemoPerson) -> Answer:
        """Read the case."""
        return self.runtime.get_json(f"/api/v1/violations/{case}", as_=as_)

    def heard(self, basis: str = "subcontracting", **more: Any) -> str:
        """Bring a case to the point at which it can be decided; the first official handles it."""
        case = self.report(basis, **more)
        assert self.post(case, "investigation", self.officials[0]).status == 200
        assert self.say(case, "notice", self.officials[0]).status == 200
        assert self.say(case, "answer", self.agency, "我单位没有转包，外业由本单位人员完成。").status == 200
        return case

    def in_force(self, basis: str = "subcontracting", **ruling: Any) -> str:
        """Bring a case into force."""
        case = self.heard(basis)
        sent = {"text": "外业由另一家机构完成，有现场记录为证。", **(ruling or {"suspension_months": 6})}
        decided = self.post(case, "decision", self.officials[1], **sent)
        assert decided.status == 200, decided.text
        assert self.post(case, "delivery", self.officials[1]).status == 200
        return case

    def now(self) -> Agency:
        """Return the agency as it is stored."""
        return self.runtime.house.queries.agency(self.uscc, consistent=True).agency

    def told(self, recipient: str) -> list[str]:
        """Return the codes of the messages that somebody got."""
        return [letter.code for letter in self.runtime.outbox.letters(recipient)]


@pytest.fixture
def court(started: Runtime) -> Court:
    started.reset(MONDAY)
    code, other = [org.uscc for org in organisations() if org.kind == "agency"][:2]
    town = Town(started.house)
    town.settle_agency(code)
    town.settle_agency(other)
    department = service_types().department_of(SURVEY).org
    first, second = (one for one in people() if one.org.uscc == department and Role.DEPARTMENT in one.roles)
    return Court(
        started,
        code,
        found(Role.AGENCY_ADMIN, code),
        found(Role.OWNER_AGENT),
        (first, second),
        found(Role.SUPERVISOR),
        found(Role.AGENCY_ADMIN, other),
    )


def found(role: Role, org: str | None = None) -> DemoPerson:
    person = find_person(role, org=org)
    assert person is not None
    return person
