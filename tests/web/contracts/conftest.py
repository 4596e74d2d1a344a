"""One running product with a purchase whose award was accepted: two sides, the authorities, and time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.awards.answer_award import accept_award
from chalicelib.usecases.identity_ports import SignedIn
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, find_person, organisations
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY, department_for, service_types
from tests.factories.notices import MONDAY, lowest_content
from tests.journeys.steps import Town
from tests.web.notices.test_attachments import PDF

PRICES_FEN = (40_000_00, 41_000_00)


def person(role: Role, org: str | None = None) -> DemoPerson:
    """Return a demo person of a role."""
    found = find_person(role, org=org)
    assert found is not None
    return found


def acting(who: DemoPerson) -> Actor:
    """Return somebody as the use cases see him."""
    return Actor(who.subject, who.org.uscc, frozenset(who.roles))


@dataclass(slots=True)
class Bargain:
    """A purchase under contract and everybody around it; `number` is the notice's."""

    runtime: Runtime
    notice_id: str
    number: str
    owner: DemoPerson
    owner_admin: DemoPerson
    agency: DemoPerson
    agency_admin: DemoPerson
    official: DemoPerson
    reviewer: DemoPerson
    supervisor: DemoPerson
    serial: int = 0

    @property
    def notice(self) -> Notice:
        """Return the notice as it stands."""
        return self.runtime.house.queries.notice_alone(self.notice_id)

    def get(self, seat: str, who: DemoPerson) -> dict[str, Any]:
        """Read the purchase over the API."""
        answer = self.runtime.get_json(f"/api/v1/{seat}/contracts/{self.number}", as_=who)
        assert answer.status == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def do(self, seat: str, act: str, who: DemoPerson, body: Any = None) -> Answer:
        """Take a step over the API."""
        self.serial += 1
        path = f"/api/v1/{seat}/contracts/{self.number}/{act}"
        return self.runtime.post_json(path, body, as_=who, key=f"k{self.serial}")

    def done(self, seat: str, act: str, who: DemoPerson, body: Any = None) -> dict[str, Any]:
        """Take a step that must succeed."""
        answer = self.do(seat, act, who, body)
        assert answer.status == 201, (act, answer.text)
        found: dict[str, Any] = answer.json()
        self.runtime.drain()
        return found

    def send(self, seat: str, who: DemoPerson, paper: str, content: bytes = PDF) -> str:
        """Send a file and return the name it was given."""
        form = self.do(seat, "uploads", who, {"for": paper}).json()
        sent = self.runtime.visit(who).upload(form["url"], form["fields"], content)
        assert sent.status == 303, sent.text
        assert form["file_id"] in sent.location.replace("%3D", "=")
        return str(form["file_id"])

    def terms(self, **changes: Any) -> dict[str, Any]:
        """Return the terms that the award fills in."""
        today = (self.runtime.now() + timedelta(hours=8)).date()
        given = {
            "name": "测绘服务合同",
            "amount_fen": PRICES_FEN[0],
            "signed_on": today.isoformat(),
            "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=29)).isoformat(),
            "content": "完成一比五百地形图测绘并提交成果报告。",
        }
        return given | changes

    def sign(self) -> dict[str, Any]:
        """Let the agency upload and the owner confirm."""
        file_id = self.send("agency", self.agency, "contract")
        self.done("agency", "contract", self.agency, self.terms(file_id=file_id))
        return self.done("owner", "confirmation", self.owner_admin)

    def deliver(self) -> dict[str, Any]:
        """Let the agency hand the result over."""
        file_id = self.send("agency", self.agency, "result")
        today = (self.runtime.now() + timedelta(hours=8)).date()
        given = {"finished_on": today.isoformat(), "file_id": file_id, "note": "成果报告。"}
        return self.done("agency", "result", self.agency, given)


SCORES = {"quality": 5, "timeliness": 4, "attitude": 5, "fee": 4, "standardisation": 4, "overall": 5}


def bargain_in(runtime: Runtime) -> Bargain:
    """Take a purchase to its accepted award."""
    town, agent = Town(runtime.house), person(Role.OWNER_AGENT)
    town.owner = SignedIn(acting(agent), agent.display_name, agent.org.name)
    codes = [org.uscc for org in organisations() if org.kind == "agency"][:2]
    for code in codes:
        town.settle_agency(code)
    town.anchor()
    department = department_for(SURVEY).org
    notice = town.publish(
        lowest_content(service_type=SURVEY, department=service_types().types[SURVEY].department)
    )
    for code, price in zip(codes, PRICES_FEN, strict=True):
        town.quote(code, notice, price)
    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    shown = runtime.house.queries.notice_alone(notice.id)
    assert shown.publicity is not None
    runtime.move_to(shown.publicity.ends_at + timedelta(hours=9))
    winner = person(Role.AGENCY_ADMIN, codes[0])
    accept_award(runtime.house, acting(winner), notice.id)
    runtime.drain()
    return Bargain(
        runtime,
        notice.id,
        notice.notice_no or "",
        agent,
        person(Role.OWNER_ADMIN, agent.org.uscc),
        person(Role.AGENCY_AGENT, codes[0]),
        winner,
        person(Role.DEPARTMENT, department),
        person(Role.OPERATOR_REVIEWER),
        person(Role.SUPERVISOR),
    )


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@pytest.fixture
def bargain(running: Runtime) -> Bargain:
    running.reset(MONDAY)
    return bargain_in(running)
