"""Evidence of a case: who may hand it in, until when, and who opens it (docs/rules.md §2.6)."""

from typing import Any

from infra.local.people import DemoPerson
from tests.web.conduct.conftest import Court

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def hand_in(court: Court, case: str, who: DemoPerson, content: bytes = PAPER) -> Any:
    form: Any = court.runtime.post_json(f"/api/v1/violations/{case}/uploads", None, as_=who).json()
    assert court.runtime.visit(who).upload(form["url"], form["fields"], content, "a.pdf").status == 303
    sent = {"file_id": form["file_id"], "name": "现场照片"}
    return court.runtime.post_json(f"/api/v1/violations/{case}/evidence", sent, as_=who)


def opened(court: Court, case: str, place: int, who: DemoPerson) -> int:
    return court.runtime.get(f"/cases/{case}/evidence/{place}", as_=who).status


def test_evidence_is_handed_in_and_opened_by_the_authority_and_whoever_brought_it(court: Court) -> None:
    case = court.report()

    added = hand_in(court, case, court.owner)

    assert [one["name"] for one in added.json()["evidence"]] == ["现场照片"]
    assert opened(court, case, 1, court.owner) == 303
    assert opened(court, case, 1, court.officials[1]) == 303
    assert "现场照片" in court.runtime.get(f"/cases/{case}", as_=court.officials[0]).text


def test_the_accused_opens_what_the_department_collected_and_not_the_reporters_papers(court: Court) -> None:
    case = court.report()
    hand_in(court, case, court.owner)
    court.post(case, "investigation", court.officials[0])
    hand_in(court, case, court.officials[0], PAPER + b"%")
    court.say(case, "notice", court.officials[0])

    assert opened(court, case, 1, court.agency) == 404
    assert opened(court, case, 2, court.agency) == 303
    assert [one["place"] for one in court.read(case, court.agency).json()["evidence"]] == [2]


def test_what_is_no_paper_is_refused_and_nothing_is_added_once_the_agency_was_told(court: Court) -> None:
    case = court.report()
    assert [one["code"] for one in hand_in(court, case, court.owner, b"text").json()["errors"]] == [
        "file-type-not-allowed"
    ]
    court.post(case, "investigation", court.officials[0])
    court.say(case, "notice", court.officials[0])

    assert hand_in(court, case, court.officials[0]).status == 409


def test_the_form_leads_from_the_file_to_the_case(court: Court) -> None:
    case = court.report()
    form: Any = court.runtime.post_json(f"/api/v1/violations/{case}/uploads", None, as_=court.owner).json()
    court.runtime.visit(court.owner).upload(form["url"], form["fields"], PAPER, "a.pdf")

    named = court.runtime.get(f"/cases/{case}/evidence?file_id={form['file_id']}", as_=court.owner)
    sent = court.runtime.post_form(
        f"/cases/{case}/evidence", {"file_id": form["file_id"], "name": "合同"}, as_=court.owner
    )

    assert "加入案件" in named.text
    assert "证据已收到" in court.runtime.get(sent.location, as_=court.owner).text
