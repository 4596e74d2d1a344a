"""Service items of the demo: drafted by departments, published by the operator."""

import json
from dataclasses import dataclass
from pathlib import Path

from chalicelib.domain.marketplace.service_items.checklist import ForbiddenKind
from chalicelib.kernel.actors import Role
from chalicelib.usecases.ports import House
from chalicelib.usecases.service_items.create_item import NewItem, create_item
from chalicelib.usecases.service_items.publish_item import publish_item
from chalicelib.usecases.service_items.write_version import edit_item, propose_item
from infra.local.demo import cast


@dataclass(frozen=True, slots=True)
class Item:
    """What differs between the demo's items; the approval is what the service is for."""

    code: str
    name: str
    department: str
    service_type: str
    law: str
    article: str
    approval: str
    deliverable: str
    days: int


def read_items() -> tuple[Item, ...]:
    """Return the items of the demo."""
    rows = json.loads((Path(__file__).parent / "items.json").read_text(encoding="utf-8"))
    return tuple(Item(**row) for row in rows)


def publish_items(house: House) -> None:
    """Let each department propose its items and the operator publish them."""
    publisher = cast.actor(Role.OPERATOR_PUBLISHER)
    answers = {kind.value: False for kind in ForbiddenKind}
    for item in read_items():
        official = cast.actor(Role.DEPARTMENT, cast.departments()[item.department].uscc)
        create_item(house, official, NewItem(item.code, item.name, answers))
        edit_item(house, official, item.code, _content(item))
        propose_item(house, official, item.code)
        publish_item(house, publisher, item.code)


def _content(item: Item) -> dict[str, object]:
    approval = {"code": f"SP-{item.code[-3:]}", "name": item.approval, "department": item.department}
    return {
        "name": item.name,
        "kind": "approval",
        "is_approval_condition": True,
        "legal_bases": [{"rank": "law", "title": item.law, "article": item.article}],
        "levels": ["city", "county"],
        "conditions": f"办理{item.approval}时需要提交{item.deliverable}。",
        "audience": ["enterprise", "public_institution", "administrative_organ"],
        "materials": ["项目批准文件", "委托书"],
        "time_limit": f"自合同生效起 {item.days} 个工作日",
        "fee_type": "market",
        "fee_standard": "市场调节价,由双方按公开选取的结果约定",
        "linked_approvals": [approval],
        "body_nature": "any",
        "deliverable": item.deliverable,
        "procedure": "公开选取、签订合同、现场作业、提交成果、业主确认",
        "service_types": [item.service_type],
        "qualification_note": "按服务类型的法定资质要求执行。",
    }
