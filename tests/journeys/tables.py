"""Nomination tables and what an official does with them, through the pages and the API."""

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.nominations.template import COLUMNS
from chalicelib.gateways.profiles import shipped_service_types
from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, people
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.journeys.steps import uscc

EXAMPLE = {column.key: column.example for column in COLUMNS}
BOSS, CONTACT, MOBILE = "赵法人", "钱联系", "13912345678"


def line(number: int, **changes: str) -> dict[str, str]:
    """Return the cells of the n-th agency."""
    own = {
        "uscc": uscc(number),
        "name": f"推荐测绘{number}有限公司",
        "legal_representative": BOSS,
        "contact": CONTACT,
        "mobile": MOBILE,
        "qualification_number": f"乙测资字{number:08d}",
    }
    return {**EXAMPLE, **own, **changes}


def table(*lines: dict[str, str], encoding: str = "utf-8-sig") -> bytes:
    """Write lines as a spreadsheet would."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in COLUMNS])
    writer.writerows([one[column.key] for column in COLUMNS] for one in lines)
    return out.getvalue().encode(encoding)


def agencies(count: int) -> bytes:
    """Write a table of the first agencies."""
    return table(*(line(number) for number in range(count)))


def officials(org: str) -> list[DemoPerson]:
    """Name the officials of a department."""
    return [each for each in people() if Role.DEPARTMENT in each.roles and each.org.uscc == org]


def official_for(service_type: str) -> DemoPerson:
    """Return an official of the department that answers for a service type."""
    return officials(shipped_service_types().department_of(service_type).org)[0]


@dataclass(slots=True)
class Department:
    """An official of the department for natural resources at work."""

    runtime: Runtime
    official: DemoPerson = field(default_factory=lambda: official_for(SURVEY))

    def upload(self, content: bytes) -> str:
        """Send a table through the presigned form and return its file id."""
        form: Any = self.runtime.post_json("/api/v1/nominations/uploads", {}, as_=self.official).json()
        answer = self.runtime.visit(self.official).upload(form["url"], form["fields"], content, "table.csv")
        assert answer.status == 303, answer.text
        return str(form["file_id"])

    def stage(self, content: bytes) -> Answer:
        """Upload a table and have it checked through the API."""
        return self.api("POST", "", {"file_id": self.upload(content)})

    def staged(self, content: bytes) -> str:
        """Upload a table and return the id of its import."""
        return str(self.stage(content).json()["id"])

    def applied(self, content: bytes) -> str:
        """Take a table all the way and return the id of its import."""
        identifier = self.staged(content)
        assert self.api("POST", f"/{identifier}/accept").status == 202
        return identifier

    def api(self, method: str, path: str, body: Any = None) -> Answer:
        """Call the API below the nominations."""
        return self.runtime.send_json(method, f"/api/v1/nominations{path}", body, as_=self.official)

    def status(self, identifier: str) -> dict[str, Any]:
        """Return an import as the API tells it."""
        answer: dict[str, Any] = self.api("GET", f"/{identifier}").json()
        return answer

    def agency(self, number: int) -> Agency | None:
        """Return the n-th agency's file."""
        return self.runtime.house.queries.agencies([uscc(number)]).get(uscc(number))
