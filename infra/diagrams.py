"""Draws docs/state-machines.md from the transition tables: `python -m infra.diagrams`."""

from pathlib import Path
from typing import Any

from chalicelib.domain.marketplace.agencies.states import LISTING
from chalicelib.domain.marketplace.conduct.case_states import CASE
from chalicelib.domain.marketplace.conduct.list_import import LIST_IMPORT
from chalicelib.domain.marketplace.nominations.imports import NOMINATION_IMPORT
from chalicelib.domain.marketplace.notices.state import NOTICE
from chalicelib.domain.marketplace.quotes.sealed import QUOTE
from chalicelib.domain.marketplace.service_items.item import SERVICE_ITEM
from chalicelib.domain.satisfaction.callbacks.states import TASK
from chalicelib.domain.satisfaction.campaigns.states import CAMPAIGN
from chalicelib.domain.satisfaction.hotline.states import ITEM
from chalicelib.domain.satisfaction.invitations.states import INVITATION
from chalicelib.domain.satisfaction.order_texts.states import ORDER_TEXT
from chalicelib.domain.satisfaction.privacy.request import REQUEST
from chalicelib.domain.satisfaction.problems.problem import PROBLEM
from chalicelib.domain.satisfaction.reviews.states import REVIEW
from chalicelib.domain.satisfaction.supervision.states import MEASURE
from chalicelib.domain.satisfaction.surveys.states import SURVEY
from chalicelib.domain.satisfaction.text_templates.template import TEXT_VERSION
from chalicelib.domain.satisfaction.upward.states import TELLING
from chalicelib.domain.satisfaction.work_orders.appeal_states import APPEAL
from chalicelib.domain.satisfaction.work_orders.states import ORDER
from chalicelib.kernel.transitions import TransitionTable

PAGE = Path(__file__).parent.parent / "docs" / "state-machines.md"

TABLES: tuple[tuple[str, str, TransitionTable[Any]], ...] = (
    (
        "Invitation (短信邀请), with the rating that it leads to",
        "chalicelib/domain/satisfaction/invitations/states.py",
        INVITATION,
    ),
    (
        "Campaign (调查活动)",
        "chalicelib/domain/satisfaction/campaigns/states.py",
        CAMPAIGN,
    ),
    (
        "Survey by link (问卷链接), with its answer",
        "chalicelib/domain/satisfaction/surveys/states.py",
        SURVEY,
    ),
    (
        "Request about one's own data (个人信息请求)",
        "chalicelib/domain/satisfaction/privacy/request.py",
        REQUEST,
    ),
    ("Purchase notice (采购公告)", "chalicelib/domain/marketplace/notices/state.py", NOTICE),
    ("Registration and quote (报名与报价)", "chalicelib/domain/marketplace/quotes/sealed.py", QUOTE),
    (
        "Admission of an agency (入驻), per service type",
        "chalicelib/domain/marketplace/agencies/states.py",
        LISTING,
    ),
    ("Violation case (违规案件)", "chalicelib/domain/marketplace/conduct/case_states.py", CASE),
    (
        "Import of list entries (名单导入)",
        "chalicelib/domain/marketplace/conduct/list_import.py",
        LIST_IMPORT,
    ),
    (
        "Nomination import (提名导入)",
        "chalicelib/domain/marketplace/nominations/imports.py",
        NOMINATION_IMPORT,
    ),
    (
        "Service item version (中介服务事项)",
        "chalicelib/domain/marketplace/service_items/item.py",
        SERVICE_ITEM,
    ),
    (
        "Item of the hotline and the windows (诉求件)",
        "chalicelib/domain/satisfaction/hotline/states.py",
        ITEM,
    ),
    (
        "Problem that several people raise (问题)",
        "chalicelib/domain/satisfaction/problems/problem.py",
        PROBLEM,
    ),
    (
        "Bad-rating work order (差评工单)",
        "chalicelib/domain/satisfaction/work_orders/states.py",
        ORDER,
    ),
    (
        "Talk with a unit or praise of it (约谈、表扬)",
        "chalicelib/domain/satisfaction/supervision/states.py",
        MEASURE,
    ),
    (
        "Appeal beside a work order (申诉复核)",
        "chalicelib/domain/satisfaction/work_orders/appeal_states.py",
        APPEAL,
    ),
    (
        "Review of a flagged rating (异常评价的复核), beside the rating",
        "chalicelib/domain/satisfaction/reviews/states.py",
        REVIEW,
    ),
    (
        "Callback task (回访任务)",
        "chalicelib/domain/satisfaction/callbacks/states.py",
        TASK,
    ),
    (
        "Text about a work order (差评回执、整改反馈短信)",
        "chalicelib/domain/satisfaction/order_texts/states.py",
        ORDER_TEXT,
    ),
    (
        "Version of a text that residents get (短信模板)",
        "chalicelib/domain/satisfaction/text_templates/template.py",
        TEXT_VERSION,
    ),
    (
        "Telling the provincial system of a rating (上报)",
        "chalicelib/domain/satisfaction/upward/states.py",
        TELLING,
    ),
)

HEAD = """# State machines

Drawn from the transition tables by `python -m infra.diagrams`; a test compares. A pair that is not in a
table is refused. From OPENED on, the state of a quote is derived from its notice and never written.
"""


def document() -> str:
    """Return the page."""
    parts = [
        f"## {title}\n\nTable: `{source}`\n\n```mermaid\n{table.mermaid()}\n```\n"
        for title, source, table in TABLES
    ]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
