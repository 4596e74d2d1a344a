"""One resident of the demo who was served, and the way the case comes into the house."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.satisfaction.cases.served_case import Source, case_id
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.cases.take_in_case import take_in_case
from chalicelib.usecases.invitations.links import id_of, token_of
from chalicelib.usecases.ports import House
from infra.local.demo import cast
from infra.local.demo.persons import Person, persons
from infra.local.demo.services.places import REGION, Desk, Matter, Window

FIRST_RESIDENT = 500_001
"""The serial from which residents are invented: none of them works for an agency."""
PROMISED_DAYS = (3, 5, 8, 12)


@dataclass(frozen=True, slots=True)
class Visit:
    """A resident at a window about a matter, done at an instant."""

    number: int
    desk: Desk
    window: Window
    matter: Matter
    person: Person
    done_at: datetime

    @property
    def project_no(self) -> str:
        """Return the number that the department gave the case."""
        return f"{REGION}-{self.done_at:%Y%m%d}-{self.number:05d}"

    @property
    def case(self) -> str:
        """Return the case's id."""
        return case_id(self.project_no, 1)

    @property
    def accepted_at(self) -> datetime:
        """Return when it was accepted: minutes before, or days before where it takes time."""
        if self.matter.is_at_once:
            return self.done_at - timedelta(minutes=12 + self.number % 25)
        return self.done_at - timedelta(days=PROMISED_DAYS[self.number % len(PROMISED_DAYS)], minutes=40)

    def token(self, house: House) -> str:
        """Return the token of the link in the text message."""
        return token_of(house, self.case)

    def invitation(self, house: House) -> str:
        """Return the invitation's id."""
        return id_of(self.token(house))

    def body(self, **other: Json) -> dict[str, Json]:
        """Return the case as a department's system sends it."""
        is_company = self.number % 3 == 0
        body: dict[str, Json] = {
            "project_no": self.project_no,
            "service_no": 1,
            "task_code": self.desk.code_of(self.matter),
            "task_name": self.matter.name,
            "dept_code": self.desk.uscc,
            "dept_name": self.desk.name,
            "region_code": REGION,
            "hall_id": self.window.hall,
            "window_no": self.window.number,
            "staff_id": self.desk.badge_at(self.window),
            "accept_time": self.accepted_at.isoformat(),
            "done_time": self.done_at.isoformat(),
            "promise_type": {"code_system": "GBT39046_A6", "code": "1" if self.matter.is_at_once else "2"},
            "user_type": {"code_system": "USER_PROP", "code": "2" if is_company else "1"},
            "user_name": self.person.name,
            "phone": self.person.mobile,
            "contact_consent": "NOTICE_SHOWN",
            "is_sensitive": self.matter.is_sensitive,
        }
        return {**body, **other}


class Queue:
    """Whoever comes next, to which window and about what: the same ones each time."""

    def __init__(self) -> None:
        """Begin with the first resident."""
        self._people: Iterator[Person] = persons(FIRST_RESIDENT)
        self._number = 0

    def next(
        self, desk: Desk, done_at: datetime, person: Person | None = None, matter: Matter | None = None
    ) -> Visit:
        """Return the next visit at a desk; of somebody new and about any matter unless they are named."""
        self._number += 1
        number = self._number
        window = desk.windows[number % len(desk.windows)]
        about = matter or desk.matters[number // 2 % len(desk.matters)]
        return Visit(number, desk, window, about, person or next(self._people), done_at)


def take_in(house: House, visit: Visit, source: Source = Source.API, **other: Json) -> str:
    """Take a case in, from the department's system or from the window; return its id."""
    role = Role.CLERK if source is Source.WINDOW else Role.CENTRE_SUPERVISOR
    actor = cast.actor(role, visit.desk.uscc if source is Source.WINDOW else None)
    return take_in_case(house, actor, visit.body(**other), source).id
