"""People served, and those who write, approve and answer, in the running product."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.statistics.periods import before, ends_at, period_of
from chalicelib.domain.satisfaction.surveys.results import results_document
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.usecases.surveys.results import COUNTS
from chalicelib.usecases.surveys.write_questionnaire import find_questionnaire
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.web.ratings.conftest import Hall, person_of


@pytest.fixture(scope="package")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@dataclass(slots=True)
class Bureau:
    """Whoever writes, approves and plans; each command is checked for its answer."""

    runtime: Runtime
    designer: DemoPerson = field(default_factory=lambda: person_of(Role.SURVEY_DESIGNER))
    evaluator: DemoPerson = field(default_factory=lambda: person_of(Role.EXTERNAL_EVALUATOR))
    regulator: DemoPerson = field(default_factory=lambda: person_of(Role.REGULATOR))

    def serve(self, people: int, first: int = 1, **more: Any) -> None:
        """Have so many people served, each with a number of their own."""
        hall = Hall(self.runtime, person_of(Role.CENTRE_SUPERVISOR))
        for number in range(first, first + people):
            body = hall.case(number, **{"phone": f"1380536{number:04d}", **more})
            answer = self.runtime.post_json("/api/v1/cases", body, as_=hall.centre)
            assert answer.status == 201, answer.text
        self.runtime.drain()

    def post(self, path: str, body: dict[str, Any] | None = None, as_: DemoPerson | None = None) -> Answer:
        return self.runtime.post_json(f"/api/v1{path}", body or {}, as_=as_ or self.designer)

    def questionnaire(self, template: str = "PHONE", as_: DemoPerson | None = None) -> dict[str, Any]:
        """Return a questionnaire begun from one that comes with the house."""
        made = self.post("/questionnaires", {"template": template}, as_)
        assert made.status == 201, made.text
        found: dict[str, Any] = made.json()
        return found

    def plan(self, questionnaire: str, **more: Any) -> dict[str, Any]:
        """Return a plan about the last month that begins tomorrow and takes a week."""
        today = self.runtime.now().astimezone(CHINA).date()
        return {
            "kind": "MONTHLY",
            "title": "三月满意度调查",
            "questionnaire": questionnaire,
            "months": [before(self.month)],
            "begins_on": (today + timedelta(days=1)).isoformat(),
            "ends_on": (today + timedelta(days=7)).isoformat(),
            "modes": ["SMS"],
            "method": "CENSUS",
            **more,
        }

    def campaign(self, as_: DemoPerson | None = None, template: str = "PHONE", **more: Any) -> dict[str, Any]:
        """Return a draft with its frame and forecast, of the month that was the running one."""
        if "months" not in more and more.get("kind", "MONTHLY") == "MONTHLY":
            self.runtime.advance(ends_at(self.month) - self.runtime.now())
        questionnaire = self.questionnaire(template, as_)
        made = self.post("/campaigns", self.plan(questionnaire["id"], **more), as_)
        assert made.status == 201, made.text
        self.act(made.json(), "frame", as_=as_)
        self.runtime.drain()
        return self.read(made.json())

    def act(
        self, campaign: dict[str, Any], name: str, as_: DemoPerson | None = None, **body: Any
    ) -> dict[str, Any]:
        """Do something to a campaign that succeeds."""
        done = self.post(f"/campaigns/{campaign['id']}/{name}", body, as_)
        assert done.status == 200, done.text
        found: dict[str, Any] = done.json()
        return found

    def read(self, campaign: dict[str, Any]) -> dict[str, Any]:
        found = self.runtime.get_json(f"/api/v1/campaigns/{campaign['id']}", as_=self.regulator)
        answer: dict[str, Any] = found.json()
        return answer

    def approved(self, as_: DemoPerson | None = None, **more: Any) -> dict[str, Any]:
        """Return a campaign that another person has approved."""
        draft = self.campaign(as_, **more)
        self.act(draft, "submit", as_=as_)
        return self.act(draft, "approve", as_=self.regulator)

    def counted(self, campaign: dict[str, Any]) -> dict[str, Any]:
        """Return the results of a campaign with nothing hidden, however few answered."""
        self.runtime.drain()
        house = self.runtime.house
        found = house.campaigns.find(campaign["id"])
        assert found is not None
        version = find_questionnaire(house, found.plan.questionnaire).version(found.plan.version)
        return results_document(found, version, house.lists.figures(COUNTS, found.id), 0, "")

    def a_month_on(self) -> list[str]:
        """Return the month of now and go beyond the time in which nobody is asked twice."""
        month = self.month
        self.runtime.advance(timedelta(days=31))
        return [month]

    @property
    def month(self) -> str:
        return period_of(self.runtime.now())

    def begun(self, **more: Any) -> dict[str, Any]:
        """Return a campaign whose people are asked, at ten o'clock of its first day."""
        found = self.approved(**more)
        ten = parse_instant(found["begins_at"]) + timedelta(hours=10)
        self.runtime.advance(ten - self.runtime.now())
        self.runtime.drain()
        return self.read(found)


@pytest.fixture
def bureau(started: Runtime) -> Bureau:
    started.reset(MONDAY)
    return Bureau(started)
