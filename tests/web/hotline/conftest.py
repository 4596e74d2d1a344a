"""People around the hotline in the running product: a resident, the office, windows, units, the regulator."""

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
SAID = "营业执照变更已经过了承诺的日期，来了三趟还没有办好。"
REPLY = "经核实材料已经收齐，今天已办结，请到窗口领取。"
REASON = "经核对，这件事由市场监督管理部门办理，请改派。"


@pytest.fixture(scope="package")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


def person_of(role: Role, org: str | None = None) -> DemoPerson:
    """Return somebody with a role, of a body where one is named by its code."""
    return next(one for one in people() if role in one.roles and org in (None, one.org.uscc))


@dataclass
class HotlineDesk:
    """Everybody who deals with items."""

    runtime: Runtime

    def __post_init__(self) -> None:
        self.operator, self.regulator = person_of(Role.HOTLINE_OPERATOR), person_of(Role.REGULATOR)
        self.handler, self.clerk = person_of(Role.UNIT_HANDLER), person_of(Role.CLERK)
        self.unit = self.handler.org.uscc

    def complain(self, **said: str) -> Answer:
        """Send the resident's form as its page shows it."""
        page = self.runtime.get("/complain").text
        found = re.search(r'name="ticket" value="(\w{22})"', page)
        assert found
        given = {"door": "HOTLINE", "type": "COMPLAINT", "content": SAID, "ticket": found[1]}
        answer = self.runtime.post_form("/complain", {**given, **said})
        self.runtime.drain()
        return answer

    def register(self, who: DemoPerson | None = None, **said: Any) -> dict[str, Any]:
        """Register an item over the API."""
        given = {"source": "PHONE", "door": "HOTLINE", "type": "COMPLAINT", "content": SAID, "phone": PHONE}
        answer = self.runtime.post_json("/api/v1/items", {**given, **said}, as_=who or self.operator)
        assert answer.status == 201, answer.text
        self.runtime.drain()
        item: dict[str, Any] = answer.json()
        return item

    def take(self, who: DemoPerson, item: str, step: str, **body: Any) -> Answer:
        answer = self.runtime.post_json(f"/api/v1/items/{item}/{step}", body, as_=who)
        self.runtime.drain()
        return answer

    def must(self, who: DemoPerson, item: str, step: str, **body: Any) -> dict[str, Any]:
        answer = self.take(who, item, step, **body)
        assert answer.status == 200, (step, answer.text)
        shown: dict[str, Any] = answer.json()
        return shown

    def read(self, who: DemoPerson, item: str) -> dict[str, Any]:
        answer = self.runtime.get_json(f"/api/v1/items/{item}", as_=who)
        assert answer.status == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    def newest(self) -> str:
        """Return the item that was registered last."""
        found: str = self.runtime.get_json("/api/v1/items?facet=all", as_=self.operator).json()["items"][0][
            "id"
        ]
        return found

    def replied(self, **said: Any) -> str:
        """Have an item registered, sent and replied to; return it."""
        item: str = self.register(**said)["id"]
        self.must(self.operator, item, "dispatch", unit=self.unit)
        self.must(self.handler, item, "reply", reply=REPLY)
        return item

    def texts(self, phone: str = PHONE) -> list[str]:
        self.runtime.advance(timedelta(seconds=2))
        return [one.text for one in self.runtime.outbox.letters(phone) if one.channel == TEXT]

    def page(self, who: DemoPerson, address: str) -> str:
        answer = self.runtime.get(address, as_=who)
        assert answer.status == 200, answer.text
        return answer.text


@pytest.fixture
def desk(started: Runtime) -> HotlineDesk:
    started.reset(MONDAY)
    return HotlineDesk(started)
