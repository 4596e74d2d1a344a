"""Judges the codes of qualifications and certificates a notice asks for: only those of the list.

A code that nobody can hold would keep every agency out (policy 二(四)1).
"""

from collections.abc import Iterator

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.kernel.errors import FieldError


def code_errors(content: NoticeContent, types: ServiceTypes) -> Iterator[FieldError]:
    """Name every required qualification or certificate that no agency can have."""
    for place, need in enumerate(content.qualifications):
        if need.code and need.code not in types.qualification_kinds:
            yield FieldError(f"/qualifications/{place}/code", "unknown-qualification")
    for place, wanted in enumerate(content.practitioners):
        if wanted.certificate and wanted.certificate not in types.certificate_kinds:
            yield FieldError(f"/practitioners/{place}/certificate", "unknown-certificate")
