import re
from datetime import timedelta

import pytest

from chalicelib.web.formats import instant
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.web.agencies.applicant import (
    EICAR,
    HOME,
    PDF,
    Applicant,
    agency_people,
    checked,
    summary_of,
    words,
)


def test_before_the_first_step_the_page_tells_what_to_prepare(applicant: Applicant) -> None:
    page = applicant.page(HOME)

    assert "需要准备" in words(page)
    field = page.find(".//input[@name='uscc']")
    assert field is not None
    assert field.attrib["value"] == applicant.uscc


def test_a_wrong_check_character_is_said_at_the_field_and_what_was_typed_stays(applicant: Applicant) -> None:
    wrong = applicant.uscc[:-1] + ("A" if applicant.uscc[-1] != "A" else "B")

    answer = applicant.post(HOME, {"uscc": wrong})

    assert answer.status == 422
    page = checked(answer)
    assert "校验位对不上" in words(page)
    field = page.find(".//input[@name='uscc']")
    assert field is not None
    assert field.attrib["value"] == wrong


def test_nobody_opens_the_file_of_another_agency(applicant: Applicant) -> None:
    other = agency_people(1)[0].org.uscc

    assert applicant.post(HOME, {"uscc": other}).status == 403


def test_a_half_written_section_is_kept_and_the_task_list_says_so(applicant: Applicant) -> None:
    applicant.open()

    applicant.save(f"{HOME}/organisation", {"name": "潍坊甲测绘有限公司"})

    field = applicant.page(f"{HOME}/organisation").find(".//input[@name='name']")
    assert field is not None
    assert field.attrib["value"] == "潍坊甲测绘有限公司"
    assert "填写中" in words(applicant.page(HOME))


def test_all_errors_of_a_section_come_at_once_and_everything_typed_comes_back(applicant: Applicant) -> None:
    applicant.open()
    typed = {
        "name": "某某公司",
        "division": "99",
        "affiliations": ["91350100M000100Y44"],
        "kind": "enterprise",
    }

    answer = applicant.post(f"{HOME}/organisation", typed)

    assert answer.status == 422
    page = checked(answer)
    links = [link.attrib["href"] for link in page.findall(".//section[@id='error-summary']//a")]
    assert len(links) == 2
    values = [one.attrib["value"] for one in page.findall(".//input[@name='affiliations']")]
    assert "91350100M000100Y44" in values


def test_a_wrong_identity_number_is_refused_and_a_right_one_is_shown_masked(applicant: Applicant) -> None:
    applicant.open()
    address = f"{HOME}/legal-representative"

    refused = applicant.post(address, {"person.name": "欧阳知远", "person.id_number": "110105198001010010"})
    applicant.save(address, applicant.someone("欧阳知远"))

    assert refused.status == 422
    page = applicant.get(address).text
    assert "11010519800101" not in page
    assert "欧阳知远" in page


def test_every_missing_thing_is_listed_with_the_way_to_it(applicant: Applicant) -> None:
    applicant.open()
    applicant.save(f"{HOME}/organisation", {"name": "潍坊甲测绘有限公司"})

    page = applicant.page("/agency/submission")
    answer = applicant.post("/agency/submission")

    links = [
        link.attrib["href"] for link in page.findall(".//section[@class='notice-box notice-box-warning']//a")
    ]
    assert len(links) > 10
    assert f"{HOME}/organisation?check=1" in links
    assert answer.status == 422
    for link in set(links):
        checked_page = applicant.page(link)
        assert checked_page is not None
    assert "此项为必填" in words(applicant.page(f"{HOME}/organisation?check=1"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"MZ\x90\x00 not a scan", "只能上传 PDF"), (PDF + EICAR, "没有通过安全检查")],
    ids=["wrong type", "virus"],
)
def test_a_file_is_judged_by_what_it_is_and_a_virus_is_refused(
    applicant: Applicant, content: bytes, reason: str
) -> None:
    applicant.open()

    answer = applicant.upload("documents.licence", content)

    assert answer.status == 422
    assert reason in summary_of(answer)
    assert "已填写 0 项" in words(applicant.page(f"{HOME}/documents"))


def test_a_file_is_not_shown_until_the_scan_has_passed(
    applicant: Applicant, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    applicant.open()
    scanner = type(runtime.house.files._scanner)  # type: ignore[attr-defined]
    with monkeypatch.context() as slow:
        slow.setattr(scanner, "scan", lambda _self, _content: "scanning")
        applicant.attach("commitment.letter_file")
        waiting = applicant.page(f"{HOME}/commitment")

    assert "正在安全检查" in words(waiting)
    form = next(one for one in waiting.iter("form") if one.attrib["action"].endswith("/scan"))
    file = form.attrib["action"].removesuffix("/scan")
    assert applicant.get(file).status == 404

    applicant.done(form.attrib["action"], {"slot": "commitment.letter_file"})

    assert "已通过安全检查" in words(applicant.page(f"{HOME}/commitment"))
    assert applicant.get(file).status == 303


def test_only_our_own_upload_page_can_put_a_file_into_a_draft(applicant: Applicant) -> None:
    applicant.open()

    forged = applicant.get("/agency/files/done?slot=documents.licence&file=dossier%2Ff_1&mark=" + "A" * 40)

    assert forged.status == 400


def test_the_upload_page_alone_may_post_to_the_bucket(applicant: Applicant) -> None:
    applicant.open()

    answer = applicant.get("/agency/files/new?slot=documents.licence")

    assert answer.header("Content-Security-Policy") is not None
    assert checked(answer).find(".//form[@id='upload']//input[@type='file']") is not None


def test_an_authorised_person_keeps_the_staff_and_nothing_else(applicant: Applicant) -> None:
    applicant.open()
    agent = agency_people()[1]

    staff = applicant.post(f"{HOME}/practitioners/new", applicant.someone("司徒明哲"), who=agent)
    other = applicant.post(f"{HOME}/contact", {"name": "陈安然", "mobile": "13900000000"}, who=agent)

    assert staff.status == 303
    assert other.status == 403
    assert "由机构管理员填写" in words(applicant.page(f"{HOME}/contact", who=agent))


def test_an_entry_can_be_changed_and_removed(applicant: Applicant) -> None:
    applicant.open()
    page = applicant.done(f"{HOME}/qualifications/new", {"kind": "surveying"})

    applicant.save(page, {"kind": "surveying", "level": "A", "number": "甲测资字1"})

    assert "甲测资字1" in words(applicant.page(f"{HOME}/qualifications"))
    applicant.done(f"{page}/remove")
    assert "已填写 0 项" in words(applicant.page(f"{HOME}/qualifications"))


@pytest.mark.parametrize(
    ("section", "missing"),
    [
        ("practitioners", ["#f-person-name", "#f-person-id_number"]),
        ("agents", ["#f-person-name", "#f-person-id_number"]),
        ("qualifications", ["#f-kind"]),
    ],
)
def test_a_form_that_says_nothing_makes_no_entry(
    applicant: Applicant, section: str, missing: list[str]
) -> None:
    applicant.open()

    answer = applicant.post(f"{HOME}/{section}/new", {})

    assert answer.status == 422
    links = [one.attrib["href"] for one in checked(answer).findall(".//section[@id='error-summary']//a")]
    assert links == missing
    assert "已填写 0 项" in words(applicant.page(f"{HOME}/{section}"))


def test_two_papers_of_one_kind_are_told_apart_by_when_they_came(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.open()
    applicant.attach("documents.licence")
    runtime.advance(timedelta(hours=1))
    applicant.attach("documents.licence")

    shown = words(applicant.page(f"{HOME}/documents"))

    assert re.findall(r"上传于 (\S+ \S+) ", shown) == [
        instant(MONDAY),
        instant(MONDAY + timedelta(hours=1)),
    ]


def test_the_same_form_sent_twice_adds_one_entry(applicant: Applicant) -> None:
    applicant.open()
    fields = {"kind": "surveying", "_key": "one-key"}

    first, second = (applicant.done(f"{HOME}/qualifications/new", fields) for _ in range(2))

    assert first == second
    assert "已填写 1 项" in words(applicant.page(f"{HOME}/qualifications"))
