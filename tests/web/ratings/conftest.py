"""A served person, the systems that report it, and the texts that go out, in the running product."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, people
from infra.local.runtime import Runtime
from infra.local.telephones import TEXT
from tests.factories.notices import MONDAY

PHONE = "13805360101"


@pytest.fixture(scope="package")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


def person_of(role: Role, org: str | None = None) -> DemoPerson:
    """Return somebody with a role, of an organisation where one is named."""
    return next(one for one in people() if role in one.roles and org in (None, one.org.name))


@dataclass(frozen=True, slots=True)
class Hall:
    """What happens around a rating."""

    runtime: Runtime
    centre: DemoPerson

    def case(self, number: int = 1, **more: Any) -> dict[str, Any]:
        """Return a completed case as its own system reports it."""
        done = self.runtime.now()
        unit = person_of(Role.UNIT_HANDLER).org
        return {
            "project_no": f"370700-2026-{number:06d}",
            "service_no": 1,
            "task_code": "1137070004TEST001",
            "task_name": "建设工程规划许可证核发",
            "dept_code": unit.uscc,
            "dept_name": unit.name,
            "region_code": "370700",
            "hall_id": "H1",
            "window_no": "12",
            "staff_id": "W-108",
            "accept_time": (done - timedelta(days=1)).isoformat(),
            "done_time": done.isoformat(),
            "promise_type": {"code_system": "GBT39046_A6", "code": "2"},
            "user_type": {"code_system": "USER_PROP", "code": "1"},
            "user_name": "王小明",
            "phone": PHONE,
            **more,
        }

    def serve(self, number: int = 1, **more: Any) -> Answer:
        """Report a completed case and let everything happen that follows at once."""
        answer = self.runtime.post_json("/api/v1/cases", self.case(number, **more), as_=self.centre)
        self.runtime.drain()
        self.runtime.advance(timedelta(seconds=2))
        return answer

    def texts(self, phone: str = PHONE) -> list[str]:
        """Return the words of the texts that reached a telephone."""
        return [one.text for one in self.runtime.outbox.letters(phone) if one.channel == TEXT]

    def link(self, phone: str = PHONE) -> str:
        """Return the address in the last text."""
        found = re.search(r"https?://[^/]+(/r/[0-9A-Za-z]+)", self.texts(phone)[-1])
        assert found
        return found[1]

    def answer(self, link: str, **said: str) -> Answer:
        """Send the page's form."""
        return self.runtime.post_form(link, said)


@pytest.fixture
def hall(started: Runtime) -> Hall:
    started.reset(MONDAY)
    return Hall(started, person_of(Role.CENTRE_SUPERVISOR))
