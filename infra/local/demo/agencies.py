"""Agencies of the demo: each enters as a real one would, section by section and file by file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.marketplace.agencies.dossier import EntryCondition, Section
from chalicelib.domain.marketplace.agencies.service_types import Requirement, ServiceTypes
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.agencies.attach_file import take_in_upload
from chalicelib.usecases.agencies.check_form import pass_agency, return_agency
from chalicelib.usecases.agencies.file_slots import FileSlot
from chalicelib.usecases.agencies.open_agency import open_agency
from chalicelib.usecases.agencies.review_agency import approve_agency
from chalicelib.usecases.agencies.save_section import add_entry, save_section
from chalicelib.usecases.agencies.submit_agency import submit_agency
from chalicelib.usecases.ports import House
from infra.local.demo import cast
from infra.local.demo.persons import Person, persons
from infra.local.people import DemoOrganisation

TYPES_OF_TRADE: Mapping[str, tuple[str, ...]] = {
    "surveying": ("CH01", "CH02"),
    "environment": ("HP01",),
    "testing": ("JS06",),
    "costing": ("JS01",),
    "safety": ("AQ01",),
    "geology": ("CH03", "JS02"),
    "soil-water": ("HP03",),
    "drawings": ("JS04",),
    "fire": ("AQ02",),
    "energy": ("CW03",),
    "transport": ("CW04",),
}
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""The smallest paper that a sniffer takes for a PDF."""

STOPS = {43: "draft", 44: "submitted", 45: "returned", 46: "form-passed", 47: "absent"}
"""Agencies that are not in yet, by their place; all others are listed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One agency on its way in."""

    house: House
    org: DemoOrganisation
    people: Iterator[Person]
    expires_on: str

    @property
    def admin(self) -> Actor:
        """Return the agency's administrator."""
        return cast.actor(Role.AGENCY_ADMIN, self.org.uscc)

    def put(self, slot: str) -> None:
        """Hand in one paper."""
        file_id = self.house.files.put(
            "dossier", PAPER + slot.encode() + self.org.uscc.encode(), "application/pdf"
        )
        take_in_upload(self.house, self.admin, self.org.uscc, file_id, FileSlot.parse(slot))

    def add(self, section: Section, body: Mapping[str, Any]) -> str:
        """Add a row and return its identifier."""
        return add_entry(self.house, self.admin, self.org.uscc, section, body)[1]

    def save(self, section: Section, body: Mapping[str, Any]) -> None:
        """Write a section."""
        save_section(self.house, self.admin, self.org.uscc, section, body)


def enter_all(house: House) -> None:
    """Let every agency of the directory enter; the last five are still under way or have not begun."""
    people = persons()
    for place, org in enumerate(cast.agencies()):
        # Every ninth certificate runs out soon, so that badges and reminders have something to show.
        expires_on = "2026-12-15" if place % 9 == 4 else "2028-06-30"
        enter(Entry(house, org, people, expires_on), STOPS.get(place, "listed"))


def enter(entry: Entry, until: str) -> None:
    """Take an agency in up to a stop."""
    house, org = entry.house, entry.org
    if until == "absent":
        return
    open_agency(house, entry.admin, org.uscc)
    _fill(entry)
    if until == "draft":
        return
    submit_agency(house, entry.admin, org.uscc)
    if until == "submitted":
        return
    reviewer = cast.actor(Role.OPERATOR_REVIEWER)
    if until == "returned":
        notes = {
            "organisation": "地址与营业执照不一致，请更正。",
            "practitioners": "执业证书扫描件不清晰，请重新上传。",
        }
        return_agency(house, reviewer, org.uscc, notes)
        return
    pass_agency(house, reviewer, org.uscc)
    for code in TYPES_OF_TRADE[org.field] if until == "listed" else ():
        department = house.service_types.department_of(code).org
        approve_agency(house, cast.actor(Role.DEPARTMENT, department), org.uscc, code)


def _fill(entry: Entry) -> None:
    org, boss, contact, agent = entry.org, *(next(entry.people) for _ in range(3))
    entry.save(Section.ORGANISATION, _organisation(org))
    entry.save(Section.LEGAL_REPRESENTATIVE, {"person": boss.identity})
    entry.put("legal_representative.id_front_file")
    entry.put("legal_representative.id_back_file")
    entry.save(Section.CONTACT, {"name": contact.name, "mobile": contact.mobile})
    month = {"insured_month": f"{entry.house.clock.product_now():%Y-%m}"}
    agent_id = entry.add(Section.AGENTS, {"person": agent.identity, **month})
    entry.put(f"agents.{agent_id}.power_of_attorney_file")
    entry.put(f"agents.{agent_id}.social_insurance_file")
    entry.put("documents.licence")
    entry.save(Section.COMMITMENT, {
        "signed_on": "2026-10-09",
        "is_sealed": True,
        "conditions": [condition.value for condition in EntryCondition],
    })  # fmt: skip
    entry.put("commitment.letter_file")
    _fill_services(entry, entry.house.service_types)


def _organisation(org: DemoOrganisation) -> dict[str, Any]:
    return {
        "name": org.name,
        "licence_name": org.name,
        "kind": "enterprise",
        "division": org.uscc[2:8],
        "address": "演示路 1 号",
        "relations_declared": True,
    }


def _fill_services(entry: Entry, types: ServiceTypes) -> None:
    codes = TYPES_OF_TRADE[entry.org.field]
    kinds: dict[str, int | None] = {}
    certificates: dict[str, int] = {}
    for code in codes:
        entry.add(Section.SERVICES, _offer(code))
        requirement = types.types[code].requirement
        for kind in requirement.qualification_kinds[:1]:
            kinds[kind] = requirement.lowest_rank
        for certificate, count in _staff(requirement):
            certificates[certificate] = max(count, certificates.get(certificate, 0))
    for kind, rank in kinds.items():
        _add_qualification(entry, types, kind, rank)
    for certificate, count in certificates.items():
        for _ in range(count):
            _add_practitioner(entry, certificate)


def _staff(requirement: Requirement) -> Iterator[tuple[str, int]]:
    return ((need.certificates[0], need.count) for need in requirement.staff)


def _offer(code: str) -> dict[str, Any]:
    return {
        "service_type": code,
        "conditions": "具备相应资质,按合同约定提供服务",
        "procedure": "委托、作业、校核、交付",
        "time_limit": "一般 15 个工作日",
        "fee_standard": "市场调节价",
    }


def _add_qualification(entry: Entry, types: ServiceTypes, kind: str, rank: int | None) -> None:
    levels = types.qualification_kinds[kind].levels
    level = next((level.code for level in levels if level.rank == rank), levels[-1].code if levels else "")
    body = {
        "name": types.qualification_kinds[kind].name,
        "kind": kind,
        "level": level,
        "number": f"{kind[:4].upper()}{entry.org.uscc[-8:]}",
        "issuer": "山东省主管部门",
        "issued_on": "2023-07-01",
        "expires_on": entry.expires_on,
    }
    row = entry.add(Section.QUALIFICATIONS, body)
    entry.put(f"qualifications.{row}.scan_file")


def _add_practitioner(entry: Entry, certificate: str) -> None:
    person = next(entry.people)
    body = {
        "person": person.identity,
        "certificates": [
            {"kind": certificate, "number": f"ZY{person.serial:06d}", "registered_until_on": "2029-12-31"}
        ],
        "insured_month": f"{entry.house.clock.product_now():%Y-%m}",
    }
    row = entry.add(Section.PRACTITIONERS, body)
    entry.put(f"practitioners.{row}.certificate_file")
    entry.put(f"practitioners.{row}.social_insurance_file")
