"""The builder opens every question of every questionnaire that comes with the house, skips included."""

import re

import pytest

from tests.web.surveys.conftest import Bureau


@pytest.mark.parametrize("template", ["PHONE", "VISIT", "SEMI", "POLICY"])
def test_every_question_of_a_template_can_be_opened_and_sent_back_as_it_is(
    bureau: Bureau, template: str
) -> None:
    made = bureau.questionnaire(template)
    who = bureau.evaluator if template == "POLICY" else bureau.designer
    browser, page = bureau.runtime.visit(who), f"/questionnaires/{made['id']}"

    opened = {one["id"]: browser.get(f"{page}/questions/{one['id']}").status for one in made["questions"]}

    assert set(opened.values()) == {200}, opened
    assert browser.get(page).status == 200


def test_a_level_leads_to_another_question_and_the_builder_says_so_in_words(bureau: Bureau) -> None:
    made = bureau.questionnaire("SEMI")
    browser, page = bureau.runtime.visit(bureau.designer), f"/questionnaires/{made['id']}"
    first = made["questions"][0]
    typed = {
        "kind": first["kind"],
        "text": first["text"],
        "mark": first["mark"],
        "skips.0.answer": "5",
        "skips.0.to": made["questions"][2]["id"],
        "skips.1.answer": "1",
        "skips.1.to": "END",
    }

    saved = browser.post_form(f"{page}/questions/{first['id']}", typed)
    shown, editor = browser.get(page), browser.get(f"{page}/questions/{first['id']}")

    assert saved.status == 303, saved.text
    assert (shown.status, editor.status) == (200, 200)
    assert "回答“非常满意”时跳到：" in shown.text
    assert "回答“非常不满意”时跳到：结束" in re.sub(r"\s+", "", shown.text)
    assert "回答“非常满意”后" in editor.text
