"""Judges the codes a notice names: qualifications, certificates, the approving department; only known ones.

A code that nobody can hold would keep every agency out (policy 二(四)1), and a department that does not exist
would let everybody pass the check of affiliation (回避).
"""

from collections.abc import Iterator

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import BadIdentifier, check_uscc


def code_errors(content: NoticeContent, types: ServiceTypes) -> Iterator[FieldError]:
    """Name every required qualification or certificate that no agency can have, and an unknown department.

    A department's code that is none at all is named by the checks of the content.
    """
    approving = content.approving_department
    if approving and _is_uscc(approving) and types.department_by_org(approving) is None:
        yield FieldError("/approving_department", "unknown-department")
    for place, need in enumerate(content.qualifications):
        if need.code and need.code not in types.qualification_kinds:
            yield FieldError(f"/qualifications/{place}/code", "unknown-qualification")
    for place, wanted in enumerate(content.practitioners):
        if wanted.certificate and wanted.certificate not in types.certificate_kinds:
            yield FieldError(f"/practitioners/{place}/certificate", "unknown-certificate")


def _is_uscc(text: str) -> bool:
    try:
        check_uscc(text)
    except BadIdentifier:
        return False
    return True
