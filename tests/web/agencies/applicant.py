"""What the people of an entry do in the browser: an agency, the operator's reviewer, the departments."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

from chalicelib.domain.marketplace.agencies.dossier import EntryCondition
from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from infra.local.people import DemoPerson, find_person, people
from infra.local.runtime import Runtime
from tests.web.shell.markup import find_faults, parse

HOME = "/agency/onboarding"
PDF = b"%PDF-1.7\n% a scan\n"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SURVEY, ASSESSMENT = "CH01", "HP01"
INSURED_MONTH = "2026-02"


def id_number(serial: int) -> str:
    """Return the n-th invented identity number with its right check character (GB 11643)."""
    body = f"11010519800101{serial:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def agency_people(place: int = 0) -> tuple[DemoPerson, DemoPerson]:
    """Return administrator and authorised person of the n-th demo agency."""
    admins = [one for one in people() if Role.AGENCY_ADMIN in one.roles]
    agent = find_person(Role.AGENCY_AGENT, org=admins[place].org.uscc)
    assert agent is not None
    return admins[place], agent


def person(role: Role, org: str | None = None) -> DemoPerson:
    found = find_person(role, org=org)
    assert found is not None
    return found


@dataclass
class Applicant:
    """An agency's administrator in front of the browser; `serial` keeps persons of agencies apart."""

    runtime: Runtime
    place: int = 0
    serial: int = 100
    files: int = field(default=0)

    @property
    def admin(self) -> DemoPerson:
        return agency_people(self.place)[0]

    @property
    def uscc(self) -> str:
        return self.admin.org.uscc

    def get(self, address: str, who: DemoPerson | None = None) -> Answer:
        return self.runtime.get(address, as_=who or self.admin)

    def page(self, address: str, who: DemoPerson | None = None) -> ET.Element:
        """Read a page that must be there and without a fault of its markup."""
        answer = self.get(address, who)
        assert answer.status == 200, (address, answer.status, answer.location)
        return checked(answer)

    def post(
        self, address: str, fields: Mapping[str, Any] | None = None, who: DemoPerson | None = None
    ) -> Answer:
        return self.runtime.post_form(address, dict(fields or {}), as_=who or self.admin)

    def done(
        self, address: str, fields: Mapping[str, Any] | None = None, who: DemoPerson | None = None
    ) -> str:
        """Send a form that must be accepted; return where it leads."""
        answer = self.post(address, fields, who)
        assert answer.status == 303, (address, answer.status, summary_of(answer))
        return answer.location

    def upload(self, slot: str, content: bytes = b"") -> Answer:
        """Send a file as the upload page would and follow the way back."""
        self.files += 1
        form = self.page(f"/agency/files/new?slot={slot}").find(".//form[@id='upload']")
        assert form is not None
        hidden = {
            one.attrib["name"]: one.attrib["value"]
            for one in form.iter("input")
            if one.attrib.get("type") == "hidden"
        }
        visit = self.runtime.visit(self.admin)
        sent = visit.upload(form.attrib["action"], hidden, content or PDF + str(self.files).encode())
        assert sent.status == 303, sent.text
        back = visit.get(sent.location)
        self.runtime.drain()
        return back

    def attach(self, slot: str) -> None:
        answer = self.upload(slot)
        assert answer.status == 303, summary_of(answer)

    def save(self, address: str, fields: Mapping[str, Any]) -> str:
        """Save a form with the files that the page carries in hidden fields."""
        page = self.page(address)
        carried = {
            one.attrib["name"]: one.attrib.get("value", "")
            for one in page.findall(".//form[@id='form']//input[@type='hidden']")
            if one.attrib["name"] != "csrf_token"
        }
        return self.done(address, carried | dict(fields))

    def open(self) -> None:
        self.done(HOME, {"uscc": self.uscc})

    def fill(
        self, service_types: tuple[str, ...] = (SURVEY, ASSESSMENT), expires_on: str = "2028-06-30"
    ) -> None:
        """Complete every section of the wizard."""
        self.open()
        self.save(f"{HOME}/organisation", organisation(self.admin.org.name))
        self.save(f"{HOME}/legal-representative", self.someone("欧阳知远"))
        for name in ("id_front_file", "id_back_file"):
            self.attach(f"legal_representative.{name}")
        self.save(f"{HOME}/contact", {"name": "陈安然", "mobile": f"139{self.serial:08}"})
        for code in service_types:
            self.done(f"{HOME}/services/new", service(code))
        if SURVEY in service_types:
            self.add_qualification(expires_on)
            self.add_practitioner("司徒明哲", "registered-surveyor")
        if ASSESSMENT in service_types:
            self.add_practitioner("诸葛雨桐", "eia-engineer")
        agent = self.done(f"{HOME}/agents/new", self.someone("上官景行") | {"insured_month": INSURED_MONTH})
        for name in ("power_of_attorney_file", "social_insurance_file"):
            self.attach(f"agents.{agent.rpartition('/')[2]}.{name}")
        self.attach("documents.licence")
        self.attach("commitment.letter_file")
        self.save(
            f"{HOME}/commitment",
            {
                "signed_on": "2026-03-01",
                "is_sealed": "true",
                "conditions": [str(one) for one in EntryCondition],
            },
        )

    def add_qualification(self, expires_on: str = "2028-06-30") -> str:
        page = self.done(f"{HOME}/qualifications/new", qualification(expires_on))
        self.attach(f"qualifications.{page.rpartition('/')[2]}.scan_file")
        return page

    def add_practitioner(self, name: str, kind: str, until_on: str = "2029-12-31", number: str = "") -> str:
        typed = self.someone(name) if not number else {"person.name": name, "person.id_number": number}
        row = {"kind": kind, "number": f"37{self.serial}", "registered_until_on": until_on}
        fields = typed | {f"certificates.0.{key}": value for key, value in row.items()}
        fields["insured_month"] = INSURED_MONTH
        page = self.done(f"{HOME}/practitioners/new", fields)
        for slot in ("certificate_file", "social_insurance_file"):
            self.attach(f"practitioners.{page.rpartition('/')[2]}.{slot}")
        return page

    def someone(self, name: str) -> dict[str, str]:
        self.serial += 1
        return {"person.name": name, "person.id_number": id_number(self.serial)}

    def submit(self) -> None:
        assert self.done("/agency/submission") == "/agency/submission/done"

    def pass_form(self) -> None:
        self.done(f"/desk/agencies/{self.uscc}/pass", who=person(Role.OPERATOR_REVIEWER))

    def approve(self, service_type: str) -> Answer:
        address = f"/department/agencies/{self.uscc}/{service_type}/approve"
        return self.post(address, who=self.department(service_type))

    def department(self, service_type: str) -> DemoPerson:
        types = self.runtime.house.service_types
        return person(Role.DEPARTMENT, types.department_of(service_type).org)

    def enter(self, service_types: tuple[str, ...] = (SURVEY, ASSESSMENT)) -> None:
        """Go the whole way into the market."""
        self.fill(service_types)
        self.submit()
        self.pass_form()
        for code in service_types:
            answer = self.approve(code)
            assert answer.status == 303, summary_of(answer)

    def states(self) -> dict[str, str]:
        """Return what the API says of the agency's service types."""
        draft = self.runtime.get_json(f"/api/v1/agencies/{self.uscc}/draft", as_=self.admin).json()
        return {one["service_type"]: one["state"] for one in draft["standings"]}


def organisation(name: str) -> dict[str, str]:
    return {
        "name": name,
        "licence_name": name,
        "kind": "enterprise",
        "division": "370705",
        "address": "奎文区胜利东街1号",
        "relations_declared": "true",
    }


def service(code: str) -> dict[str, str]:
    return {
        "service_type": code,
        "conditions": "提供项目批复文件",
        "procedure": "委托、作业、交付",
        "time_limit": "收齐资料后 10 个工作日",
        "fee_standard": "市场调节价",
    }


def qualification(expires_on: str) -> dict[str, str]:
    return {
        "name": "乙级测绘资质证书",
        "kind": "surveying",
        "level": "B",
        "number": f"乙测资字{expires_on}",
        "issuer": "山东省自然资源厅",
        "issued_on": "2023-07-01",
        "expires_on": expires_on,
    }


def checked(answer: Answer) -> ET.Element:
    """Parse a page and hold it against what the markup alone makes certain."""
    root = parse(answer.text)
    faults = find_faults(root)
    assert not faults, faults
    return root


def words(root: ET.Element) -> str:
    main = root.find(".//main")
    assert main is not None
    return " ".join("".join(main.itertext()).split())


def summary_of(answer: Answer) -> str:
    """Return the error summary of a page, or its title."""
    found = re.search(r'<section class="error-summary".*?</section>', answer.text, re.DOTALL)
    text = found.group() if found else answer.text[:3000]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split()))
