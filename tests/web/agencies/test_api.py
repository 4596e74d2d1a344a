import json
from typing import Any

from chalicelib.kernel.actors import Role
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from infra.local.visits import json_request
from tests.web.agencies.applicant import (
    ASSESSMENT,
    INSURED_MONTH,
    PDF,
    Applicant,
    id_number,
    organisation,
    person,
    service,
)


class Client:
    """The agency's own program: it never opens a page."""

    def __init__(self, applicant: Applicant) -> None:
        self.applicant, self.runtime = applicant, applicant.runtime
        self.base = f"/api/v1/agencies/{applicant.uscc}"

    def send(
        self, method: str, path: str, body: Any = None, etag: str = "", who: DemoPerson | None = None
    ) -> Answer:
        token = self.runtime.identity.access_token(who or self.applicant.admin)
        request = json_request(method, path, body, token=token)
        headers = (*request.headers, *((("If-Match", etag),) if etag else ()))
        answer = self.runtime.request(
            type(request)(method, request.path, request.query_string, headers, request.body)
        )
        self.runtime.drain()
        return answer

    def etag(self) -> str:
        return self.send("GET", f"{self.base}/draft").header("ETag") or ""

    def put(self, section: str, body: Any) -> None:
        answer = self.send("PUT", f"{self.base}/draft/{section}", body, etag=self.etag())
        assert answer.status == 200, answer.text

    def add(self, section: str, body: Any) -> str:
        answer = self.send("POST", f"{self.base}/draft/{section}", body)
        assert answer.status == 201, answer.text
        return answer.location.rpartition("/")[2]

    def attach(self, slot: str) -> None:
        begun = self.send("POST", f"{self.base}/uploads", {"slot": slot}).json()
        visit = self.runtime.visit(self.applicant.admin)
        visit.upload(begun["url"], begun["fields"], PDF + slot.encode())
        taken = self.send("POST", f"{self.base}/files", {"file_id": begun["file_id"], "slot": slot})
        assert taken.status == 201, taken.text


def fill_and_submit(client: Client) -> None:
    """Take an agency's entry from its first word to its submission."""
    applicant = client.applicant
    assert client.send("POST", "/api/v1/agencies", {"uscc": applicant.uscc}).status == 201
    whole = organisation(applicant.admin.org.name) | {"relations_declared": True}
    someone = {"person": {"name": "欧阳知远", "id_number": id_number(901)}}
    client.put("organisation", whole)
    client.put("legal_representative", someone)
    client.put("contact", {"name": "陈安然", "mobile": "13900000000"})
    client.add("services", service(ASSESSMENT))
    row = {"kind": "eia-engineer", "number": "37", "registered_until_on": "2029-12-31"}
    insured = {"insured_month": INSURED_MONTH}
    engineer = client.add("practitioners", someone | insured | {"certificates": [row]})
    agent = client.add("agents", insured | {"person": {"name": "上官景行", "id_number": id_number(902)}})
    slots = ["legal_representative.id_front_file", "legal_representative.id_back_file", "documents.licence"]
    slots += [f"practitioners.{engineer}.{name}" for name in ("certificate_file", "social_insurance_file")]
    slots += [f"agents.{agent}.{name}" for name in ("power_of_attorney_file", "social_insurance_file")]
    for slot in [*slots, "commitment.letter_file"]:
        client.attach(slot)
    sections = client.send("GET", f"{client.base}/draft").json()["sections"]
    letter = next(one for one in sections if one["section"] == "commitment")["entries"][0]["files"][0]["id"]
    conditions = [
        "civil_liability", "qualified_by_law", "tax_and_social_insurance", "no_legal_prohibition",
        "other_legal_conditions",
    ]  # fmt: skip
    signed = {"letter_file": letter, "signed_on": "2026-03-01", "is_sealed": True, "conditions": conditions}
    client.put("commitment", signed)
    submitted = client.send("POST", f"{client.base}/draft/submit")
    assert submitted.status == 200, submitted.text


def let_in(client: Client) -> None:
    """Let the operator check the form and the department approve the service type."""
    reviewer, official = person(Role.OPERATOR_REVIEWER), client.applicant.department(ASSESSMENT)
    passed = client.send("POST", f"{client.base}/filing/pass", who=reviewer)
    approved = client.send("POST", f"{client.base}/filing/{ASSESSMENT}/approve", who=official)
    assert (passed.status, approved.status) == (200, 200), (passed.text, approved.text)


def test_a_program_takes_an_agency_through_the_whole_entry(applicant: Applicant) -> None:
    client = Client(applicant)

    fill_and_submit(client)
    waiting = client.send("GET", "/api/v1/agency-queue", who=person(Role.OPERATOR_REVIEWER)).json()
    let_in(client)

    assert [card["uscc"] for card in waiting["items"]] == [applicant.uscc]
    profile = client.runtime.get_json(client.base).json()
    assert [(one["service_type"], one["state"]) for one in profile["services"]] == [(ASSESSMENT, "ACTIVE")]


def test_an_edit_names_the_version_it_was_made_from(applicant: Applicant) -> None:
    client = Client(applicant)
    applicant.open()
    etag = client.etag()
    client.put("contact", {"name": "陈安然", "mobile": "13900000000"})

    late = client.send("PUT", f"{client.base}/draft/contact", {"name": "何若溪"}, etag=etag)
    missing = client.send("PUT", f"{client.base}/draft/contact", {"name": "何若溪"})

    assert (late.status, missing.status) == (412, 428)


def test_submitting_too_early_names_every_missing_thing_by_its_pointer(applicant: Applicant) -> None:
    client = Client(applicant)
    applicant.open()
    client.put("organisation", {"address": "奎文区胜利东街1号"})

    answer = client.send("POST", f"{client.base}/draft/submit")

    assert answer.status == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"/organisation/name", "/services", "/documents/licence", "/commitment/letter_file"} <= pointers


def test_a_reviewers_program_reads_masked_and_opens_with_a_reason(applicant: Applicant) -> None:
    client = Client(applicant)
    applicant.fill((ASSESSMENT,))
    applicant.submit()
    reviewer = person(Role.OPERATOR_REVIEWER)

    filing = client.send("GET", f"{client.base}/filing", who=reviewer)
    body = {"subject": "legal_representative", "reason": "identity-check"}
    opened = client.send("POST", f"{client.base}/filing/disclosures", body, who=reviewer)

    assert "欧阳知远" not in filing.text
    assert opened.json()["name"] == "欧阳知远"


def test_another_agencys_draft_is_closed(applicant: Applicant) -> None:
    applicant.open()
    other = Applicant(applicant.runtime, place=1).admin

    answer = Client(applicant).send("GET", f"/api/v1/agencies/{applicant.uscc}/draft", who=other)

    assert answer.status == 403
    assert json.loads(answer.text)["type"] == "/problems/not-your-agency"
