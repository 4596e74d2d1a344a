"""Service items for tests: a complete content, and items brought to a state by the real commands."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.service_items import editing, publishing
from chalicelib.domain.marketplace.service_items.checklist import ForbiddenKind
from chalicelib.domain.marketplace.service_items.content import (
    Audience,
    BasisRank,
    BodyNature,
    ExerciseLevel,
    FeeType,
    ItemContent,
    ItemKind,
    LegalBasis,
    LinkedApproval,
)
from chalicelib.domain.marketplace.service_items.item import ServiceItem
from chalicelib.kernel.actors import Actor, Role
from tests.factories.agencies import OPENED_AT, department_for, reviewer, service_types

DEPARTMENT = "ecology"
NO_HIT = {str(kind): False for kind in ForbiddenKind}


def publisher(person: str = "publisher") -> Actor:
    """Return a publisher of the operator."""
    return Actor(person, reviewer().org, frozenset({Role.OPERATOR_PUBLISHER}))


def official() -> Actor:
    """Return an official of the item's department."""
    return department_for("HP01")


def content(**changes: Any) -> ItemContent:
    """Return the complete content of an environmental impact assessment item."""
    full = ItemContent(
        name="建设项目环境影响报告书编制",
        kind=ItemKind.APPROVAL,
        is_approval_condition=True,
        legal_bases=(LegalBasis(BasisRank.LAW, "中华人民共和国环境影响评价法", "第二十条"),),
        levels=(ExerciseLevel.CITY, ExerciseLevel.COUNTY),
        conditions="建设项目可能造成重大环境影响",
        audience=(Audience.ENTERPRISE,),
        materials=("委托书", "项目资料"),
        time_limit="30 个工作日",
        fee_type=FeeType.MARKET,
        fee_standard="市场调节价",
        linked_approvals=(LinkedApproval("370100-EIA", "环境影响评价文件审批", DEPARTMENT),),
        body_nature=BodyNature.ANY,
        deliverable="环境影响报告书",
        procedure="委托、编制、评审、交付",
        service_types=("HP01",),
    )
    return replace(full, **changes)


def draft_item(at: datetime = OPENED_AT, actor: Actor | None = None, **changes: Any) -> ServiceItem:
    """Return an item whose first version is a draft."""
    who = actor or official()
    types = service_types()
    return editing.create_item(
        "item_1", "HP-0001", DEPARTMENT, content(**changes), NO_HIT, who, at, types
    ).state


def proposed_item(at: datetime = OPENED_AT, **changes: Any) -> ServiceItem:
    """Return an item whose first version is proposed."""
    return editing.propose(draft_item(at, **changes), official(), service_types()).state


def published_item(at: datetime = OPENED_AT, **changes: Any) -> ServiceItem:
    """Return an item whose first version is in force since an instant."""
    return publishing.publish_item(proposed_item(at, **changes), publisher(), at).state
