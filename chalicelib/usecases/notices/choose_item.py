"""The service item of a notice: what its code brings along (docs/rules.md §4.3, §4.4)."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.marketplace.agencies.service_types import Requirement, ServiceTypes
from chalicelib.domain.marketplace.notices.content import PractitionerNeed, QualificationNeed
from chalicelib.domain.marketplace.service_items.item import ItemVersion, ServiceItem
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.usecases.ports import House


def item_in_force(house: House, item_id: str, now: datetime) -> tuple[ServiceItem, ItemVersion]:
    """Return a service item with the version that governs now.

    Raises:
        Invalid: `unknown-service-item` when there is none in force.
    """
    try:
        item, _version = house.queries.service_item(item_id)
    except NotFound:
        raise _unknown() from None
    version = item.version_at(now)
    if version is None:
        raise _unknown()
    return item, version


def item_values(house: House, values: Mapping[str, Json], now: datetime) -> dict[str, Json]:
    """Complete the fields of the service step by what the chosen item says: name, type, departments.

    Raises:
        Invalid: `unknown-service-item`, or `not-of-this-item` for a service type that it does not cover.
    """
    item_id = values.get("service_item")
    if not item_id:
        if values.get("service_type"):
            raise _unknown()
        return dict(values)
    item, version = item_in_force(house, item_id, now)
    covered = version.content.service_types
    wanted = values.get("service_type") or (covered[0] if len(covered) == 1 else "")
    if wanted and wanted not in covered:
        raise Invalid(errors=[FieldError("/service_type", "not-of-this-item")])
    approving = values.get("approving_department") or approving_department(house.service_types, item, version)
    return {
        **values,
        "service_item_version": version.number,
        "service_item_code": item.code,
        "service_item_name": version.content.name,
        "service_type": wanted,
        "department": item.department,
        "approving_department": approving,
    }


def approving_department(types: ServiceTypes, item: ServiceItem, version: ItemVersion) -> str:
    """Return the unified social credit code of the department whose approval needs the service."""
    linked = version.content.linked_approvals
    code = linked[0].department if linked else item.department
    known = types.departments.get(code)
    return known.org if known else ""


def law_of(types: ServiceTypes, service_type: str) -> Requirement:
    """Return what the law asks for a service type; nothing for one that is unknown."""
    known = types.types.get(service_type)
    return known.requirement if known else Requirement()


def lawful_requirement(
    types: ServiceTypes, service_type: str
) -> tuple[tuple[QualificationNeed, ...], tuple[PractitionerNeed, ...]]:
    """Return what the law asks for a service type, in a notice's own terms."""
    requirement = law_of(types, service_type)
    qualifications = tuple(
        QualificationNeed(kind, requirement.lowest_rank) for kind in requirement.qualification_kinds
    )
    practitioners = tuple(
        PractitionerNeed(need.count, need.certificates[0] if len(need.certificates) == 1 else None)
        for need in requirement.staff
    )
    return qualifications, practitioners


def _unknown() -> Invalid:
    return Invalid(errors=[FieldError("/service_item", "unknown-service-item")])
