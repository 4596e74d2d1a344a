"""One purchase by programs alone, from an agency's entry to the accepted award and its recomputation."""

import json
from datetime import timedelta
from typing import Any

from chalicelib.domain.marketplace.selection.beacon import make_chain
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import parse_instant
from infra.local.http_event import Answer, Request
from infra.local.people import DemoPerson, find_person
from infra.local.runtime import Runtime
from tests.web.agencies.applicant import ASSESSMENT, Applicant
from tests.web.agencies.test_api import Client, fill_and_submit, let_in
from tests.web.notices.test_api import BODIES
from tests.web.quotes.answers import body
from tests.web.service_items.desk import Desk as ItemDesk

PRICE_FEN = 5_000_000


class Api:
    """Programs of everybody, each with a token of its own."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.serial = 0

    def post(self, who: DemoPerson, path: str, sent: Any = None) -> Answer:
        self.serial += 1
        answer = self.runtime.post_json(f"/api/v1{path}", sent, as_=who, key=f"k{self.serial}")
        assert answer.status in {200, 201}, (path, answer.text)
        return answer

    def get(self, path: str, who: DemoPerson | None = None) -> dict[str, Any]:
        answer = self.runtime.get_json(f"/api/v1{path}", as_=who)
        assert answer.status == 200, (path, answer.text)
        found: dict[str, Any] = answer.json()
        return found

    def patch(self, who: DemoPerson, path: str, sent: Any, version: str) -> str:
        token = self.runtime.identity.access_token(who)
        headers = (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))
        sealed = json.dumps(sent, ensure_ascii=False).encode()
        request = Request("PATCH", f"/api/v1{path}", "", (*headers, ("If-Match", version)), sealed)
        answer = self.runtime.request(request)
        assert answer.status == 200, answer.text
        return answer.header("ETag") or ""


def a(role: Role, org: str | None = None) -> DemoPerson:
    found = find_person(role, org=org)
    assert found is not None
    return found


def write_notice(api: Api, item: str) -> str:
    """Write a notice step by step, hand it in, have it passed and published; return its number."""
    owner = a(Role.OWNER_AGENT)
    begun = api.post(owner, "/notices")
    notice_id, version = begun.json()["notice_id"], begun.header("ETag") or ""
    service = BODIES["service"] | {"service_item": item, "service_type": ASSESSMENT}
    price = {"method": "random", "price": {"basis": "fixed", "amount_fen": PRICE_FEN}}
    for step, sent in (BODIES | {"service": service, "price": price}).items():
        version = api.patch(owner, f"/notices/{notice_id}/{step}", sent, version)
    api.post(owner, f"/notices/{notice_id}/submission")
    api.post(a(Role.OPERATOR_REVIEWER), f"/notices/{notice_id}/approval", {"dismissals": []})
    return str(api.post(a(Role.OPERATOR_PUBLISHER), f"/notices/{notice_id}/publication").json()["notice_no"])


def quote(api: Api, uscc: str, number: str) -> None:
    """Look at the gates and quote with the agency's practitioners."""
    draft = api.get(f"/agencies/{uscc}/draft", a(Role.AGENCY_ADMIN, uscc))
    staff = next(one["entries"] for one in draft["sections"] if one["section"] == "practitioners")
    agent = a(Role.AGENCY_AGENT, uscc)
    assert api.get(f"/sealed/notices/{number}/self-check", agent)["may_enter"] is not False
    offer = body(PRICE_FEN, staff=[person["id"] for person in staff])
    api.post(agent, f"/sealed/notices/{number}/quote", offer)


def test_programs_alone_take_a_purchase_from_an_entry_to_the_accepted_award(runtime: Runtime) -> None:
    api, chain = Api(runtime), make_chain(bytes(32), 20)
    supervisor = a(Role.SUPERVISOR)
    ItemDesk(runtime).published(service_types=(ASSESSMENT,))
    newcomer = Client(Applicant(runtime))
    fill_and_submit(newcomer)
    let_in(newcomer)
    rivals = [Applicant(runtime, place=place, serial=300 * place) for place in (1, 2)]
    for rival in rivals:
        rival.enter((ASSESSMENT,))
    bidders = [newcomer.applicant.uscc, *(rival.uscc for rival in rivals)]

    api.post(supervisor, "/beacon/anchor", {"anchor": chain[0], "length": len(chain) - 1})
    number = write_notice(api, str(api.get("/service-items")["items"][0]["id"]))
    for uscc in bidders:
        quote(api, uscc, number)
    assert api.get(f"/notices/{number}")["registered"] == len(bidders)

    runtime.move_to(parse_instant(api.get(f"/notices/{number}")["closes_at"]) + timedelta(seconds=3))
    assert api.get(f"/draws/{number}")["status"] == "frozen"
    runtime.advance(timedelta(hours=16))
    api.post(supervisor, "/beacon/reveals", {"value": chain[1]})
    record = api.get(f"/draws/{number}")
    assert sorted(record["order"]) == sorted(bidders)
    assert verify(record).status is Verdict.RIGHT

    runtime.move_to(
        parse_instant(api.get(f"/notices/{number}")["publicity"]["ends_at"]) + timedelta(seconds=1)
    )
    winner = a(Role.AGENCY_ADMIN, record["order"][0])
    api.post(winner, f"/agency/awards/{number}/acceptance", {})

    award = api.get(f"/notices/{number}/award")
    assert award["award"]["winner"]["uscc"] == winner.org.uscc
    assert award["state"] == "CONTRACTING"
    assert [one["uscc"] for one in api.get(f"/notices/{number}/quotes")["items"]] == record["order"]
