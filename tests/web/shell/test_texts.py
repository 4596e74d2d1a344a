"""Every text has its English and every code its words."""

import re

import pytest

from chalicelib.kernel.errors import FieldError
from chalicelib.web.field_errors import field_error_text
from chalicelib.web.field_texts import FIELD_TEXTS
from chalicelib.web.i18n import ENGLISH, translate
from chalicelib.web.problem_texts import PROBLEMS
from infra.catalogues import faults, translated
from tests.web.shell.codes import raised_field_codes, raised_problems


def test_every_text_of_templates_and_code_has_its_english() -> None:
    assert list(faults()) == []


def test_every_problem_code_that_is_raised_has_its_page() -> None:
    assert sorted({code for code, _ in raised_problems()} - PROBLEMS.keys()) == []


def test_a_problem_page_names_the_status_the_problem_is_raised_with() -> None:
    wrong = {
        (code, status)
        for code, status in raised_problems()
        if code in PROBLEMS and PROBLEMS[code].status != status
    }

    assert wrong == set()


def test_every_field_error_code_that_is_given_has_its_sentence() -> None:
    assert sorted(set(raised_field_codes()) - FIELD_TEXTS.keys()) == []


@pytest.mark.parametrize("code", sorted(FIELD_TEXTS))
def test_a_field_sentence_is_a_sentence_and_survives_missing_figures(code: str) -> None:
    chinese, english = (field_error_text(FieldError("/x", code), locale) for locale in ("zh-Hans", "en"))

    assert chinese.endswith("。")
    assert english.endswith(".")


def test_a_figure_is_written_with_the_unit_in_its_name() -> None:
    error = FieldError("/ceiling_fen", "too-large", {"max": 1_000_000, "unit": "fen"})

    assert field_error_text(error) == "不能大于 10,000.00 元。"


def test_a_form_that_is_refused_for_conduct_says_by_which_decision_and_until_when() -> None:
    stop = {"reason": "blacklist", "basis": "listed", "number": "SX-1", "document_no": "潍失信〔2026〕3号"}
    error = FieldError("", "agency-intercepted", {**stop, "ends_at": "2026-03-31T16:00:00.000Z"})

    assert "决定文号 潍失信〔2026〕3号，到 2026年3月31日 24:00 期满。" in field_error_text(error)


def test_an_unknown_text_is_shown_in_chinese() -> None:
    assert translate("没有译文的句子", ENGLISH) == "没有译文的句子"


COUNTED = re.compile(r"%\((?:num|count|days|done|errors|skipped|left|agencies)\)s [a-z]+s\b")
"""A figure that may be one, before a plural; limits such as `min` and `max` are never one."""


def test_english_says_one_thing_and_many_things() -> None:
    for message in translated():
        if isinstance(message.string, tuple):
            assert message.string[0] != message.string[1], message.id
        else:
            assert not COUNTED.search(str(message.string)), message.string


def test_english_calls_the_hash_of_a_pool_by_one_name() -> None:
    texts = [str(message.string) for message in translated() if message.id]

    assert not [text for text in texts if "pool fingerprint" in text or "hash of the pool" in text.lower()]
    assert sum("pool hash" in text.lower() for text in texts) == 3
