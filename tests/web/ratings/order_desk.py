"""The people around one bad rating, each with the API in hand."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.domain.satisfaction.work_orders.opening import create
from chalicelib.kernel.actors import SYSTEM, Role
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, people
from tests.factories.work_orders import grievance
from tests.web.ratings.conftest import Hall, person_of

MEASURE = {
    "measure": "已补齐样表并在窗口和网上公布，对窗口人员进行了培训。",
    "public_reply": "感谢您的评价。样表已补齐，今后一次性告知全部材料。",
}
REASON = "经核对监控和系统记录，情况如下，请依法处理。"


def everybody(role: Role) -> list[DemoPerson]:
    return [one for one in people() if role in one.roles]


@dataclass
class OrderDesk:
    """One work order and those who deal with it."""

    hall: Hall
    link: str
    order_id: str

    def __post_init__(self) -> None:
        unit = person_of(Role.UNIT_HANDLER).org.uscc
        self.handler, self.head = person_of(Role.UNIT_HANDLER), _of(Role.UNIT_HEAD, unit)
        self.clerk = _of(Role.CLERK, unit)
        self.centre, self.regulator = person_of(Role.CENTRE_SUPERVISOR), person_of(Role.REGULATOR)
        self.reviewers = everybody(Role.APPEAL_REVIEWER)

    def take(self, who: DemoPerson, step: str, **body: Any) -> Answer:
        """Take a step over the API and let everything happen that follows at once."""
        answer = self.hall.runtime.post_json(f"/api/v1/orders/{self.order_id}/{step}", body, as_=who)
        self.hall.runtime.drain()
        return answer

    def must(self, who: DemoPerson, step: str, **body: Any) -> dict[str, Any]:
        """Take a step that is allowed; return the order."""
        answer = self.take(who, step, **body)
        assert answer.status == 200, (step, answer.text)
        shown: dict[str, Any] = answer.json()
        return shown

    def read(self, who: DemoPerson) -> dict[str, Any]:
        answer = self.hall.runtime.get(f"/api/v1/orders/{self.order_id}", as_=who)
        assert answer.status == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    def page(self, who: DemoPerson, rest: str = "") -> str:
        answer = self.hall.runtime.get(f"/orders/{self.order_id}{rest}", as_=who)
        assert answer.status == 200, answer.text
        return answer.text

    def tracking(self) -> str:
        return self.hall.runtime.get(self.link).text

    def find(self, finding: str = "CLEAR_REASONABLE", cause: str = "MATERIALS") -> None:
        """Sign, contact and verify."""
        self.must(self.handler, "sign")
        shown = self.read(self.handler)
        if shown["is_contactable"]:
            self.must(self.handler if shown["may_unit_contact"] else self.centre, "contact")
        self.must(self.handler, "propose-finding", finding=finding, cause=cause)
        self.must(self.head, "verify")

    def mend(self, **more: Any) -> None:
        """Mend, have it approved and tell the resident."""
        self.must(self.handler, "start-rectifying")
        self.must(self.handler, "submit-measure", **{**MEASURE, **more})
        self.must(self.head, "approve-measure")
        self.must(self.centre, "send-feedback")

    def evidence(self) -> str:
        """Upload a file and return its id."""
        runtime = self.hall.runtime
        begun = runtime.post_json(f"/api/v1/orders/{self.order_id}/uploads", None, as_=self.handler)
        assert begun.status == 201, begun.text
        file_id: str = begun.json()["file_id"]
        runtime.house.files.keep(file_id, "dossier", b"%PDF-1.4\n%%EOF\n", "application/pdf")
        return file_id

    def appeal(self, category: str = "MISTAKEN") -> None:
        """Sign and appeal, up to the reviewers."""
        self.must(self.handler, "sign")
        self.must(self.handler, "appeal", category=category, reason=REASON, evidence=[self.evidence()])
        self.must(self.head, "approve-appeal")


def _of(role: Role, org: str) -> DemoPerson:
    return next(one for one in everybody(role) if one.org.uscc == org)


def rated_badly(hall: Hall, number: int = 1, *, level: str = "1", **said: str) -> OrderDesk:
    """Serve somebody who rates it badly; return the order that comes of it."""
    phone = f"1380536{number:04}"
    hall.serve(number, phone=phone)
    link = hall.link(phone)
    answer = hall.answer(link, level=level, **said)
    assert answer.status == 303, answer.text
    hall.runtime.drain()
    page = hall.runtime.get("/api/v1/orders", as_=person_of(Role.REGULATOR)).json()
    return OrderDesk(hall, link, page["items"][0]["id"])


def rated_without_a_name(hall: Hall) -> OrderDesk:
    """Open the order of a bad rating whose resident left no way to be reached."""
    house, unit = hall.runtime.house, person_of(Role.UNIT_HANDLER).org.uscc
    said = grievance(unit=unit, staff="", has_way_of_contact=False, is_anonymous=True, may_unit_contact=False)
    rules = house.rating_rules.load()
    house.transact(
        lambda uow, now: uow.orders.add(create("wo_anonymous", said, now, rules, house.calendar), SYSTEM)
    )
    hall.runtime.drain()
    hall.runtime.advance(timedelta(seconds=2))
    return OrderDesk(hall, "", "wo_anonymous")
