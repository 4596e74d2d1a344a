"""The frame of every page and every macro in it, as a browser and a screen reader get them."""

import pytest

from chalicelib.kernel.errors import Conflict, DomainError, FieldError, Invalid, NotFound, NotSignedIn
from chalicelib.web import problems
from chalicelib.web.context import PageContext
from chalicelib.web.forms import Form
from chalicelib.web.problem_texts import PROBLEMS
from chalicelib.web.render import TEMPLATE_FOLDER, render
from tests.web.shell.markup import find_faults, parse, text
from tests.web.shell.pages import NOW, a_context, a_failed_form, a_signed_in_context, gallery

VIEWS = {
    "public": a_context(),
    "signed in": a_signed_in_context(),
    "english": a_context(locale="en"),
    "elder": a_context(elder=True, theme="dark"),
    "home": a_context(path="/"),
}
INFO = sorted(path.name for path in (TEMPLATE_FOLDER / "info").glob("*.html"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_macro_is_valid_html_with_names_labels_and_unique_ids(view: str) -> None:
    assert find_faults(parse(gallery(VIEWS[view]))) == []


def test_a_failed_form_is_valid_html_with_names_labels_and_unique_ids() -> None:
    assert find_faults(parse(gallery(a_signed_in_context(), a_failed_form()))) == []


@pytest.mark.parametrize("template", INFO)
@pytest.mark.parametrize("locale", ["zh-Hans", "en"])
def test_a_standing_page_is_valid_in_both_languages(template: str, locale: str) -> None:
    assert find_faults(parse(render(f"info/{template}", a_context(locale=locale)))) == []


def test_the_title_begins_with_the_heading() -> None:
    root = parse(gallery(a_context()))

    heading = text(next(root.iter("h1")))

    assert text(next(root.iter("title"))) == f"{heading} - 潍坊市网上中介服务超市"


def test_an_english_page_names_site_and_city_in_english() -> None:
    root = parse(render("info/privacy.html", a_context(locale="en", path="/privacy")))

    assert text(next(root.iter("title"))) == "Privacy notice - Weifang Intermediary Services Marketplace"
    assert "Official website of Weifang" in text(root)


def test_the_frame_offers_what_every_page_must_have() -> None:
    html = gallery(a_context(query="page=2"))
    links = {element.attrib.get("href") for element in parse(html).iter("a")}

    assert {
        "#main",
        "/",
        "tel:12345",
        "tel:0536-8090000",
        "/accessibility",
        "/privacy",
        "/complaints",
    } <= links
    assert "/preferences?elder=on&back=%2Fnotices%2F1%3Fpage%3D2" in links
    assert "/preferences?lang=en&back=%2Fnotices%2F1%3Fpage%3D2" in links
    assert "/preferences?theme=dark&back=%2Fnotices%2F1%3Fpage%3D2" in links
    for shown in (
        "鲁ICP备00000000号",
        "鲁公网安备 37070000000000号",
        "系统版本 0.1.0",
        "2026年11月23日 09:30",
        "北京时间",
    ):
        assert shown in html


def test_the_navigation_has_at_most_five_entries_and_marks_where_we_are() -> None:
    root = parse(gallery(a_signed_in_context()))
    nav = next(element for element in root.iter("nav") if element.attrib["aria-label"] == "主要栏目")

    entries = list(nav.iter("a"))

    assert len(entries) <= 5
    assert [text(entry) for entry in entries if "aria-current" in entry.attrib] == ["采购公告"]


def test_every_form_that_posts_carries_the_csrf_token() -> None:
    root = parse(gallery(a_signed_in_context()))

    for form in (form for form in root.iter("form") if form.attrib["method"] == "post"):
        hidden = {field.attrib.get("name"): field.attrib.get("value") for field in form.iter("input")}
        assert hidden.get("csrf_token") == "token", form.attrib["action"]


def test_errors_come_first_lead_to_their_fields_and_keep_what_was_typed() -> None:
    root = parse(gallery(a_signed_in_context(), a_failed_form()))
    summary = next(element for element in root.iter("section") if element.attrib.get("id") == "error-summary")
    fields = {element.attrib["name"]: element for element in root.iter("input") if "name" in element.attrib}

    lines = [(link.attrib["href"], text(link)) for link in summary.iter("a")]

    assert text(next(root.iter("title"))).startswith("错误：")
    assert lines == [
        ("#f-project-name", "项目名称：内容过长，请缩短到 80 个字以内。"),
        ("#f-method", "选取方式：请从给出的选项中选择一项。"),
        ("#f-contact-phone", "联系电话：此项为必填，请填写。"),
    ]
    assert fields["project.name"].attrib["value"] == "测" * 90
    assert fields["project.name"].attrib["aria-invalid"] == "true"
    assert "f-project-name-error" in fields["project.name"].attrib["aria-describedby"].split()
    assert "checked" in fields["declared"].attrib


def test_what_people_typed_is_text_and_never_markup() -> None:
    typed = '"><script>alert(1)</script>'
    form = Form({"project.name": (typed,), "content": (typed,)}, [FieldError("/x", typed)])

    root = parse(gallery(a_context(query=typed), form))

    assert all("src" in script.attrib for script in root.iter("script"))
    assert find_faults(root) == []


def test_money_is_echoed_in_capital_characters_without_a_script() -> None:
    root = parse(gallery(a_context(), a_failed_form()))

    assert "壹万贰仟元伍角整" in {text(output) for output in root.iter("output")}


@pytest.mark.parametrize(
    "error",
    [
        NotFound(),
        NotSignedIn(),
        Conflict("registration-closed", closes_at="2026-11-29T16:00:00.000Z"),
        Invalid(errors=[FieldError("/title", "required")]),
        DomainError(),
    ],
    ids=lambda error: error.code,
)
@pytest.mark.parametrize("context", [a_context(), a_signed_in_context(locale="en")], ids=["zh", "en"])
def test_a_refusal_is_a_valid_page_with_its_code_and_request_number(
    error: DomainError, context: PageContext
) -> None:
    html = problems.problem_page(error, context, request_id="req-7")

    assert find_faults(parse(html)) == []
    assert f"/problems/{error.code}" in html
    assert "req-7" in html


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_code_has_its_page_in_both_languages(code: str) -> None:
    for locale in ("zh-Hans", "en"):
        root = parse(problems.explanation_page(code, a_context(path=f"/problems/{code}", locale=locale)))
        assert find_faults(root) == []


def test_the_list_of_codes_is_a_valid_page() -> None:
    assert find_faults(parse(problems.index_page(a_context(path="/problems")))) == []


def test_an_unknown_code_has_no_page() -> None:
    with pytest.raises(NotFound):
        problems.explanation_page("no-such-code", a_context())


def test_a_problem_object_names_the_deadline_and_all_field_errors() -> None:
    error = Invalid(errors=[FieldError("/title", "too-long", {"max": 80}), FieldError("/price", "required")])

    problem = problems.problem_json(error, instance="/api/v1/notices")

    assert problem["type"] == "/problems/invalid-fields"
    assert problem["status"] == 422
    assert [field["pointer"] for field in problem["errors"]] == ["/title", "/price"]
    closed = Conflict("registration-closed", closes_at="2026-11-29T16:00:00.000Z")
    assert "2026年11月29日 24:00" in problems.problem_json(closed, instance="/q")["detail"]


def test_a_fault_of_ours_says_nothing_about_itself() -> None:
    class Broken(DomainError):
        code = "stack-trace-inside"

    problem = problems.problem_json(Broken(secret="table marketplace"), instance="/x")

    assert (problem["type"], problem["status"]) == ("/problems/internal", 500)
    assert "marketplace" not in str(problem)


def test_a_session_about_to_end_can_be_extended_from_any_page() -> None:
    root = parse(gallery(a_signed_in_context(session_expires_at=NOW)))
    dialog = next(root.iter("dialog"))

    assert dialog.attrib["data-session"] == "0"
    assert next(dialog.iter("form")).attrib["action"] == "/session/extend"
