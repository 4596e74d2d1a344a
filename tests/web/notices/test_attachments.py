"""Attachments: what a file is, is read from the file; nothing infected or of another type joins a notice."""

import pytest

from chalicelib.gateways.scanning import EICAR
from tests.web.notices.conftest import Desk

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def upload(desk: Desk, address: str, content: bytes) -> str:
    """Send a file as the page's form does; return where the bucket sends the browser."""
    api = address.replace("/owner/", "/api/v1/")
    form = desk.runtime.post_json(f"{api}/uploads", None, as_=desk.agent).json()
    sent = desk.runtime.visit(desk.agent).upload(form["url"], form["fields"], content)
    assert sent.status == 303, sent.text
    return str(form["file_id"])


def test_an_uploaded_file_is_read_named_and_shown(desk: Desk) -> None:
    address = desk.begin()
    assert "multipart/form-data" in desk.runtime.get(f"{address}/attachments", as_=desk.agent).text
    file_id = upload(desk, address, PDF)

    seen = desk.runtime.get(f"{address}/attachments?file_id={file_id}", as_=desk.agent).text
    assert "已通过" in seen
    fields = {"file_id": file_id, "name": "项目建议书批复", "kind": "approval"}
    added = desk.runtime.post_form(f"{address}/attachments", fields, as_=desk.agent)

    assert added.status == 303
    assert "项目建议书批复" in desk.runtime.get(f"{address}/service", as_=desk.agent).text
    opened = desk.runtime.get(f"{address}/files/1", as_=desk.agent)
    assert desk.runtime.get(opened.location).body == PDF


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ\x90\x00 program", "只能上传 PDF、JPG 或 PNG"), (PDF + EICAR, "没有通过安全检查")],
)
def test_a_file_of_another_type_or_with_a_virus_is_refused(desk: Desk, content: bytes, words: str) -> None:
    address = desk.begin()
    file_id = upload(desk, address, content)

    page = desk.runtime.get(f"{address}/attachments?file_id={file_id}", as_=desk.agent).text
    fields = {"file_id": file_id, "name": "批复", "kind": "approval"}
    added = desk.runtime.post_form(f"{address}/attachments", fields, as_=desk.agent)

    assert words in page
    assert added.status == 422


def test_a_file_of_another_purpose_cannot_be_attached(desk: Desk) -> None:
    address = desk.begin()

    fields = {"file_id": "sealed/f_01", "name": "方案", "kind": "approval"}
    answer = desk.runtime.post_form(f"{address}/attachments", fields, as_=desk.agent)

    assert answer.status == 404


def test_a_file_can_be_taken_out_again(desk: Desk) -> None:
    address = desk.begin()
    file_id = upload(desk, address, PDF)
    fields = {"file_id": file_id, "name": "项目建议书批复", "kind": "approval"}
    desk.runtime.post_form(f"{address}/attachments", fields, as_=desk.agent)

    desk.runtime.post_form(f"{address}/attachments/removal", {"file_id": file_id}, as_=desk.agent)

    assert "项目建议书批复" not in desk.runtime.get(f"{address}/service", as_=desk.agent).text
