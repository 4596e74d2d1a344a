"""An accepted result as anybody may check it and an approval may rest on it (rules.md §6), format result/1.

The file itself stays with the parties and the approving department; its SHA-256 proves a copy.
"""

from typing import Any

from chalicelib.domain.marketplace.contracts.facts import Result
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.contracts.papers import accepted_result
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.plain import plain

FORMAT = "result/1"
BY_SIDE = {"owner": "owner", "supervisor": "supervisor", "system": "silence"}


def result_record(view: NoticeView, owner_name: str) -> dict[str, Any]:
    """Return the record of a notice's accepted result.

    Raises:
        NotFound: before the contract is public and its result accepted.
    """
    notice, result = view.notice, accepted_result(view.notice)
    if result is None or notice.contract is None or notice.delivery is None:
        raise NotFound("not-found", kind="result")
    winner, content = selection_of(notice).winner, notice.content
    return {
        "format": FORMAT,
        "notice_no": notice.notice_no,
        "contract_no": notice.contract.contract_no,
        "title": content.title,
        "service_item": content.service_item,
        "service_type": content.service_type,
        "owner": {"uscc": notice.owner, "name": owner_name},
        "agency": {"uscc": winner.uscc, "name": winner.name},
        "approval": _approval(notice),
        "finished_on": result.finished_on,
        "handed_over_at": result.at,
        "accepted_at": notice.delivery.accepted_at,
        "accepted_by": BY_SIDE[notice.delivery.accepted_side or "owner"],
        "file": _file(result),
    }


def result_json(view: NoticeView, owner_name: str) -> dict[str, Json]:
    """Return the same as JSON."""
    return {name: plain(value) for name, value in result_record(view, owner_name).items()}


def _approval(notice: Notice) -> dict[str, str]:
    content = notice.content
    return {
        "department": content.approving_department,
        "project": content.approval_project,
        "project_code": content.project_code,
        "code": content.approval_code,
        "serial": content.approval_serial,
    }


def _file(result: Result) -> dict[str, Any]:
    file = result.file
    return {"sha256": file.sha256, "size_bytes": file.size_bytes, "content_type": file.content_type}
