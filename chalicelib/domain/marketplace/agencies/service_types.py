"""The tree of service types (服务类型): what the law asks of an agency, and which department answers for it.

The data stand in a versioned profile (`chalicelib/profiles/SERVICE-TYPES-1.json`); a district loads its own.
Requirements follow "qualification required by law" (docs/rules.md §4.2): where the State has abolished a
qualification, the profile names none and asks for registered persons only. Every name has an English one
beside it for readers of the English pages; records, tables and the API use the Chinese name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Department:
    """An industry department (行业主管部门); `org` is its own unified social credit code."""

    code: str
    name: str
    org: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a qualification; rank 1 is the highest."""

    code: str
    name: str
    rank: int
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class QualificationKind:
    """A kind of qualification (资质类别); one without levels has none."""

    code: str
    name: str
    levels: tuple[Level, ...] = ()
    name_en: str = ""

    def rank_of(self, level: str) -> int | None:
        """Return the rank of a level, or None when the kind does not know it."""
        return next((known.rank for known in self.levels if known.code == level), None)


@dataclass(frozen=True, slots=True)
class CertificateKind:
    """A kind of personal certificate (执业资格)."""

    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class StaffNeed:
    """How many persons with any one of the certificates must be registered."""

    certificates: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an agency needs for one service type: any one of the qualifications, and all of the staff."""

    qualification_kinds: tuple[str, ...] = ()
    lowest_rank: int | None = None
    staff: tuple[StaffNeed, ...] = ()

    @property
    def certificates(self) -> frozenset[str]:
        """Every certificate the requirement recognises."""
        return frozenset(code for need in self.staff for code in need.certificates)


@dataclass(frozen=True, slots=True)
class ServiceType:
    """A node of the tree; only a leaf has a department and can be applied for."""

    code: str
    name: str
    parent: str | None
    department: str | None
    requirement: Requirement
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ServiceTypes:
    """One version of the tree with its departments, qualifications and certificates, each by code."""

    name: str
    departments: Mapping[str, Department]
    qualification_kinds: Mapping[str, QualificationKind]
    certificate_kinds: Mapping[str, CertificateKind]
    types: Mapping[str, ServiceType]

    def is_open(self, code: str) -> bool:
        """Tell whether an agency can apply for the type: it exists and a department answers for it."""
        return code in self.types and self.types[code].department is not None

    def department_of(self, code: str) -> Department:
        """Return the department that answers for a type.

        Raises:
            KeyError: when the type is unknown or only a heading.
        """
        department = self.types[code].department
        if department is None:
            raise KeyError(code)
        return self.departments[department]

    def department_by_org(self, org: str) -> Department | None:
        """Find the department that has a unified social credit code."""
        return next((found for found in self.departments.values() if found.org == org), None)

    def name_of(self, code: str) -> str:
        """Return what a service type is called; a code of another version is shown as it is."""
        return self.types[code].name if code in self.types else code

    def qualification_name(self, kind: str) -> str:
        """Return what a kind of qualification is called."""
        return self.qualification_kinds[kind].name if kind in self.qualification_kinds else kind

    def level_name(self, kind: str, rank: int) -> str:
        """Return what the level of a rank is called within its kind."""
        levels = self.qualification_kinds[kind].levels if kind in self.qualification_kinds else ()
        return next((level.name for level in levels if level.rank == rank), str(rank))

    def certificate_name(self, kind: str) -> str:
        """Return what a personal certificate is called."""
        return self.certificate_kinds[kind].name if kind in self.certificate_kinds else kind

    def requirement_name(self, code: str) -> str:
        """Return what a kind of qualification or certificate is called, whichever the code is."""
        return (
            self.qualification_name(code) if code in self.qualification_kinds else self.certificate_name(code)
        )

    def choices(self) -> list[tuple[str, str]]:
        """Return code and name of every type that can be applied for, in the tree's order."""
        return [(found.code, found.name) for found in self.types.values() if found.department is not None]

    def types_of(self, department: str) -> Iterator[ServiceType]:
        """Name the service types of one department."""
        return (found for found in self.types.values() if found.department == department)

    def in_english(self) -> "ServiceTypes":
        """Return the same tree under its English names; what has none keeps its Chinese one."""
        kinds = {
            code: replace(_english(kind), levels=tuple(map(_english, kind.levels)))
            for code, kind in self.qualification_kinds.items()
        }
        return replace(
            self,
            departments={code: _english(found) for code, found in self.departments.items()},
            qualification_kinds=kinds,
            certificate_kinds={code: _english(kind) for code, kind in self.certificate_kinds.items()},
            types={code: _english(found) for code, found in self.types.items()},
        )


def parse_catalogue(document: Mapping[str, Any]) -> ServiceTypes:
    """Read one version of the tree and refuse one that refers to what it does not define.

    Raises:
        ValueError: naming the first dangling reference, or a level rank that is used twice.
        KeyError: when a field is missing.
    """
    types = ServiceTypes(
        name=document["name"],
        departments={row["code"]: Department(**row) for row in document["departments"]},
        qualification_kinds={row["code"]: _qualification(row) for row in document["qualification_kinds"]},
        certificate_kinds={row["code"]: CertificateKind(**row) for row in document["certificate_kinds"]},
        types={row["code"]: _service_type(row) for row in document["service_types"]},
    )
    for service_type in types.types.values():
        _check_references(types, service_type)
    return types


def _qualification(row: Mapping[str, Any]) -> QualificationKind:
    levels = tuple(Level(**level) for level in row.get("levels", ()))
    if len({level.rank for level in levels}) != len(levels):
        raise ValueError(f"qualification kind {row['code']}: a rank is used twice")
    return QualificationKind(row["code"], row["name"], levels, row.get("name_en", ""))


def _service_type(row: Mapping[str, Any]) -> ServiceType:
    staff = tuple(StaffNeed(tuple(need["certificates"]), need["count"]) for need in row.get("staff", ()))
    requirement = Requirement(tuple(row.get("qualification_kinds", ())), row.get("lowest_rank"), staff)
    return ServiceType(
        row["code"],
        row["name"],
        row.get("parent"),
        row.get("department"),
        requirement,
        row.get("name_en", ""),
    )


_Named = TypeVar("_Named", Department, Level, QualificationKind, CertificateKind, ServiceType)


def _english(found: _Named) -> _Named:
    return replace(found, name=found.name_en or found.name)


def _check_references(types: ServiceTypes, service_type: ServiceType) -> None:
    references = (
        ({service_type.parent} - {None}, types.types, "parent"),
        ({service_type.department} - {None}, types.departments, "department"),
        (set(service_type.requirement.qualification_kinds), types.qualification_kinds, "qualification"),
        (set(service_type.requirement.certificates), types.certificate_kinds, "certificate"),
    )
    for codes, known, what in references:
        for code in codes:
            if code not in known:
                raise ValueError(f"service type {service_type.code}: unknown {what} {code}")
