"""Practitioners pasted from a spreadsheet: every line checked, all of them or none."""

from chalicelib.kernel.actors import Role
from infra.local.runtime import Runtime
from tests.web.agencies.applicant import HOME, Applicant, agency_people, checked, id_number, words

TABLE = f"{HOME}/practitioners/table"
HEADINGS = "姓名\t身份证号\t执业证书\t注册编号\t注册有效期至\t社保缴费证明截至月份"


def line(
    name: str, serial: int, kind: str = "注册测绘师", until: str = "2029/12/31", month: str = "2026年2月"
):
    return "\t".join((name, id_number(serial), kind, f"37{serial}", until, month))


def paste(applicant: Applicant, *lines: str):
    return applicant.post(TABLE, {"table": "\n".join(lines)})


def people_of(applicant: Applicant) -> list[dict]:
    draft = applicant.runtime.get_json(f"/api/v1/agencies/{applicant.uscc}/draft", as_=applicant.admin).json()
    return next(one["entries"] for one in draft["sections"] if one["section"] == "practitioners")


def facts(person: dict, label: str) -> list[str]:
    return [fact["value"] for fact in person["facts"] if fact["label"] == label]


def test_pasted_lines_become_practitioners_with_all_their_certificates(applicant: Applicant) -> None:
    applicant.open()

    answer = paste(
        applicant,
        HEADINGS,
        line("司徒明哲", 701),
        "",
        line("诸葛雨桐", 702, "环境影响评价工程师"),
        line("司徒明哲", 701, "注册安全工程师"),
    )

    assert (answer.status, answer.location) == (303, f"{HOME}/practitioners")
    people = {one["title"]: one for one in people_of(applicant)}
    assert set(people) == {"司徒明哲", "诸葛雨桐"}
    assert facts(people["司徒明哲"], "certificate") == ["注册测绘师", "注册安全工程师"]
    assert facts(people["诸葛雨桐"], "registered_until_on") == ["2029-12-31"]
    assert facts(people["诸葛雨桐"], "insured_month") == ["2026-02"]


def test_every_error_is_named_by_its_line_and_nothing_is_added(applicant: Applicant) -> None:
    applicant.open()
    wrong_number = id_number(704)[:-1] + ("0" if id_number(704)[-1] != "0" else "1")
    bad = line("上官景行", 703, until="明年").replace("2026年2月", "二月")

    answer = paste(
        applicant, HEADINGS, line("司徒明哲", 701), bad, f"欧阳知远\t{wrong_number}", "\t\t注册测绘师"
    )

    assert answer.status == 422
    page = checked(answer)
    found = [
        [" ".join("".join(cell.itertext()).split()) for cell in row][:2]
        for row in page.findall(".//table[@id='wrong-lines']/tbody/tr")
    ]
    assert found == [
        ["第 3 行", "注册有效期至"],
        ["第 3 行", "社保缴费证明截至月份"],
        ["第 4 行", "身份证号"],
        ["第 5 行", "姓名"],
        ["第 5 行", "身份证号"],
    ]
    typed = page.find(".//textarea[@name='table']")
    assert typed is not None
    assert "上官景行" in (typed.text or "")
    assert people_of(applicant) == []


def test_a_person_who_is_there_already_is_not_added_twice(applicant: Applicant) -> None:
    applicant.open()
    paste(applicant, line("司徒明哲", 701))

    again = paste(applicant, line("诸葛雨桐", 702), line("司徒明哲", 701))

    assert again.status == 422
    assert "第 2 行" in words(checked(again))
    assert len(people_of(applicant)) == 1


def test_text_that_is_no_table_and_too_many_lines_are_refused(applicant: Applicant) -> None:
    applicant.open()

    empty, wide = paste(applicant, HEADINGS), paste(applicant, "\t".join("一" * 9))
    many = paste(applicant, *(line("某人", 100 + place) for place in range(51)))

    assert (empty.status, wide.status, many.status) == (422, 422, 422)
    assert people_of(applicant) == []


def test_an_authorised_person_may_paste_and_a_program_sends_the_same_rows(
    applicant: Applicant, runtime: Runtime
) -> None:
    applicant.open()
    agent = agency_people()[1]
    assert Role.AGENCY_AGENT in agent.roles
    row = {"kind": "eia-engineer", "number": "37", "registered_until_on": "2029-12-31"}
    rows = [
        {"person": {"name": "欧阳知远", "id_number": id_number(801)}, "certificates": [row]},
        {"certificates": [row]},
    ]
    address = f"/api/v1/agencies/{applicant.uscc}/draft/practitioners/table"

    pasted = applicant.post(TABLE, {"table": line("司徒明哲", 701)}, who=agent)
    refused = runtime.post_json(address, {"rows": rows}, as_=agent)
    added = runtime.post_json(address, {"rows": rows[:1]}, as_=agent)

    assert (pasted.status, refused.status, added.status) == (303, 422, 201)
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/rows/1/person"]
    assert len(people_of(applicant)) == 2
