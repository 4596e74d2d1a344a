"""Texts to the phone beside an inbox: one segment, signature first, no name and no link (pages.md)."""

import pytest

from chalicelib.domain.marketplace.messages.groups import GROUP_OF
from chalicelib.gateways.notifier import text_of
from chalicelib.usecases.notifier_ports import TextMessage
from tests.factories.notices import MONDAY

SIGNATURE = "网上中介服务超市"
LONGEST = {
    "notice_no": "ZJ-370700-2026-000042",
    "contract_no": "HT-370700-2026-000042-X",
    "case_no": "WG-370700-2026-000042-X",
    "due_at": "2026-11-30T15:59:00.000Z",
    "closes_at": "2026-11-30T09:30:00.000Z",
    "name": "张三丰个人独资测绘事务所",
    "title": "滨河路改造工程测绘服务",
    "about": "张三丰个人独资测绘事务所",
}


def text(code: str, params: dict | None = None) -> str:
    message = TextMessage(
        "13800138000", "e", code, MONDAY, LONGEST if params is None else params, GROUP_OF[code]
    )
    found = text_of(message, SIGNATURE)
    assert found is not None
    return found


@pytest.mark.parametrize("code", sorted(GROUP_OF))
def test_a_text_is_one_segment_with_the_signature_first_and_names_nobody(code: str) -> None:
    said = text(code)

    assert said.startswith(f"【{SIGNATURE}】")
    assert len(said) <= 70
    assert "张三丰" not in said
    assert "http" not in said
    assert "{" not in said


def test_a_text_says_what_it_is_about_and_until_when() -> None:
    figures = {"notice_no": LONGEST["notice_no"], "due_at": "2026-11-30T16:00:00.000Z"}

    assert text("award-to-accept", figures) == (
        "【网上中介服务超市】公告ZJ-370700-2026-000042有待办事项，期限11月30日24:00，请登录办理。"
    )
    assert text("agency-approved", {"uscc": "91370700MA3C0000X7", "name": "张三丰"}) == (
        "【网上中介服务超市】您有结果或决定，请登录查看。"
    )
