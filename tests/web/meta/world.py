"""A market with something of everything in it, and its addresses: every route can be asked for real."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from chalicelib import bootstrap
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.entrypoints.books import every_book
from chalicelib.entrypoints.routes import Route
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.identity_ports import SignedIn, Standing
from chalicelib.usecases.invitations.links import token_of
from chalicelib.usecases.service_items.find_item import CODE_SCOPE
from chalicelib.web.schema_files import load_schema
from infra.local.people import DemoPerson, find_person, organisations
from infra.local.runtime import Runtime
from infra.local.visits import Visit
from tests.factories.agencies import SURVEY
from tests.factories.callback_campaigns import CAMPAIGN, begin_campaign, claim_any
from tests.factories.conduct import decided_case
from tests.factories.notices import lowest_content
from tests.journeys.steps import Town
from tests.web.notices.conftest import Desk, settle_item
from tests.web.quotes.answers import body
from tests.web.service_items.desk import Desk as ItemDesk

ROUTES = tuple(route for book in every_book() for route in book.routes)
ITEM_CODE = "CH-0001"
PARAMETER = re.compile(r"\{(\w+)\}")
PRICES_FEN = (41_234_56, 42_345_67, 43_456_78)
CONTACTS = (("甲授权人", "13811112222"), ("乙授权人", "13822223333"), ("丙授权人", "13833334444"))
BOGUS = {"notice_no": "ZJ-370700-2026-999999", "uscc": "91350100M000100Y43"}
STEPS = (
    "project",
    "service",
    "requirements",
    "price",
    "dates",
    "check",
    "attachments",
    "submission",
    "removal",
)
REVIEWS = ("approval", "return", "publication")


@dataclass(slots=True)
class World:
    """A notice with three sealed quotes, one under review, a draft, an item's draft, an entry begun."""

    runtime: Runtime
    published: Notice
    reviewed_id: str
    draft_id: str
    bidders: tuple[DemoPerson, ...]
    applicant: DemoPerson
    item: str = ITEM_CODE
    item_draft: str = "HP-0001"
    case: str = ""
    decision: str = ""
    badge: str = ""
    token: str = ""
    order: str = ""
    callback: str = ""
    request: str = ""
    raised: str = ""
    secret: str = ""
    questionnaire: str = ""
    campaign: str = ""

    def person(self, role: Role) -> DemoPerson:
        """Return the person of a role who owns what there is to own."""
        if role is Role.AGENCY_ADMIN:
            return self.applicant
        if role is Role.AGENCY_AGENT:
            return self.bidders[0]
        if role is Role.DEPARTMENT:
            return ItemDesk(self.runtime).official
        return found(role)

    def sender(self, route: Route) -> DemoPerson | None:
        """Return who may send a route's form; None for a resident, whose address is the right to."""
        return self.person(sorted(route.audience)[0]) if route.audience else None

    def address(self, route: Route) -> str:
        """Return the route's address for the things of this market."""
        return PARAMETER.sub(lambda name: self._value(route, name[1]), route.path)

    def visit(self, person: DemoPerson | None) -> Visit:
        """Return the person's browser, signed in."""
        return self.runtime.visit(person)

    def stranger(self, role: Role) -> DemoPerson | None:
        """Return somebody of the role in an organisation that has no part in anything here."""
        own = self.person(role).org.uscc
        parts = {own, *(bidder.org.uscc for bidder in self.bidders), self.applicant.org.uscc}
        candidates = (org.uscc for org in organisations() if org.uscc not in parts)
        return next((one for code in candidates if (one := find_person(role, org=code))), None)

    def _rating(self) -> str:
        order = self.runtime.house.orders.find(self.order) if self.order else None
        return order.source_id if order else "nonesuch"

    def _value(self, route: Route, name: str) -> str:
        if name == "notice_id":
            return self._notice_id(route.path)
        if name == "uscc":
            return self.applicant.org.uscc if "/draft" in route.path else self.bidders[0].org.uscc
        if name == "code":
            return self._code(route.path)
        if name == "number" and "conduct" in route.path:
            return self.decision
        values = {
            "badge": self.badge,
            "token": self.token,
            "order_id": self.order,
            "rating": self._rating(),
            "callback": self.callback,
            "campaign": CAMPAIGN,
            "request": self.request,
            "item": self.raised,
            "secret": self.secret,
            "questionnaire_id": self.questionnaire,
            "question_id": "q5",
            "campaign_id": self.campaign,
            "task": "notice",
            "task_id": self.reviewed_id,
            "case_id": self.case,
            "step": "notice",
            "anchor": publication_of(self.published).chain or "",
            "notice_no": self.published.notice_no or "",
            "section": "organisation",
            "entry_id": "new",
            "service_type": SURVEY,
            "number": "1",
            "kind": "link",
            "place": "1",
            "half": "2026-H1",
            "unit": self.person(Role.UNIT_HEAD).org.uscc,
        }
        return values.get(name, "nonesuch")

    def _notice_id(self, path: str) -> str:
        if "/desk/" in path or (path.endswith(REVIEWS) and "amendment" not in path):
            return self.reviewed_id
        return self.draft_id if path.endswith((*STEPS, "uploads", "{notice_id}")) else self.published.id

    def _code(self, path: str) -> str:
        if path.startswith("/problems"):
            return "not-found"
        is_work = path.startswith(("/department", "/desk")) or "draft" in path or "proposal" in path
        return self.item_draft if is_work else self.item


def bogus(route: Route) -> str:
    """Return the route's address for things that do not exist."""
    return PARAMETER.sub(lambda name: BOGUS.get(name[1], "nonesuch"), route.path)


def found(role: Role) -> DemoPerson:
    """Return the demo directory's first person of a role."""
    person = find_person(role)
    assert person is not None
    return person


def people() -> Iterator[tuple[Role, DemoPerson]]:
    """Yield one person for each role, who holds no other."""
    for role in Role:
        yield role, found(role)


def fresh_visit(runtime: Runtime, person: DemoPerson | None = None) -> Visit:
    """Return a browser nobody else uses, for what ends sessions."""
    visit = Visit(runtime.request, bootstrap.edge().cookies)
    if person:
        visit.sign_in(person)
    return visit


def settle(runtime: Runtime) -> World:
    """Bring the market about."""
    settle_item(runtime)
    runtime.house.transact(lambda uow, _: uow.claim(CODE_SCOPE, ITEM_CODE, "item_1"))
    desk, town = Desk(runtime), Town(runtime.house)
    agent = desk.agent
    town.owner = SignedIn(
        Actor(agent.subject, agent.org.uscc, frozenset(agent.roles)), agent.display_name, agent.org.name
    )
    codes = [org.uscc for org in organisations() if org.kind == "agency"][:5]
    for code in (*codes[:3], codes[4]):
        town.settle_agency(code)
    published = town.publish(lowest_content(service_type=SURVEY))
    runtime.drain()
    bidders = tuple(person for code in codes[:3] if (person := find_person(Role.AGENCY_AGENT, org=code)))
    _quote(runtime, published, bidders)
    applicant = find_person(Role.AGENCY_ADMIN, org=codes[3])
    assert applicant is not None
    opened = runtime.post_form("/agency/onboarding", {"uscc": applicant.org.uscc}, as_=applicant)
    assert opened.status == 303, opened.text
    assert ItemDesk(runtime).create().status == 303
    reviewed, draft = (desk.submit(), desk.begin())
    # The case is about an agency that quotes for nothing here: what names it tells nothing of the bidders.
    case = decided_case(runtime.house, codes[4], town.owner.actor)
    runtime.drain()
    questionnaire = _questionnaire(runtime)
    return World(
        runtime,
        published,
        _last(reviewed),
        _last(draft),
        bidders,
        applicant,
        case=case.id,
        decision=case.number,
        token=_invited(runtime),
        order=_rated_badly(runtime),
        callback=_called(runtime),
        request=_asked_for_data(runtime),
        secret=_complained(runtime),
        raised=_raised(runtime),
        questionnaire=questionnaire,
        campaign=_campaign(runtime, questionnaire),
        badge=runtime.house.roster.enter(town.owner.actor, Standing(agent.subject), runtime.now().date()),
    )


def _quote(runtime: Runtime, notice: Notice, bidders: tuple[DemoPerson, ...]) -> None:
    for bidder, price_fen, (name, phone) in zip(bidders, PRICES_FEN, CONTACTS, strict=True):
        sent = body(price_fen, contact={"name": name, "phone": phone})
        path = f"/api/v1/sealed/notices/{notice.notice_no}/quote"
        answer = runtime.post_json(path, sent, as_=bidder, key="first")
        assert answer.status == 201, answer.text


def _invited(runtime: Runtime) -> str:
    """Have somebody served and invited; return the token of the link."""
    served = load_schema("take-in-case")["examples"][0] | {"phone": "13855556666"}
    answer = runtime.post_json("/api/v1/cases", served, as_=found(Role.CENTRE_SUPERVISOR))
    assert answer.status == 201, answer.text
    runtime.drain()
    return token_of(runtime.house, answer.json()["id"])


def _rated_badly(runtime: Runtime) -> str:
    """Have somebody rate the unit of the demo handler badly; return the order."""
    unit = found(Role.UNIT_HANDLER).org
    sample = load_schema("take-in-case")["examples"][0]
    mine = {"project_no": "370700-2026-000777", "dept_code": unit.uscc, "dept_name": unit.name}
    served = {**sample, **mine, "phone": "13855556667"}
    answer = runtime.post_json("/api/v1/cases", served, as_=found(Role.CENTRE_SUPERVISOR))
    runtime.drain()
    token = token_of(runtime.house, answer.json()["id"])
    runtime.advance(timedelta(seconds=2))
    rated = runtime.post_form(f"/r/{token}", {"level": "1", "text": "跑了三趟。", "may_contact": "true"})
    assert rated.status == 303, rated.text
    runtime.drain()
    orders = runtime.get("/api/v1/orders", as_=found(Role.REGULATOR)).json()
    order_id: str = orders["items"][0]["id"]
    return order_id


def _complained(runtime: Runtime) -> str:
    """Have a resident raise something; return the secret of its page."""
    ticket = re.search(r'name="ticket" value="(\w{22})"', runtime.get("/complain").text)
    assert ticket
    said = load_schema("raise-item")["examples"][0] | {"ticket": ticket[1]}
    return _last(runtime.post_form("/complain", said).header("Location") or "")


def _raised(runtime: Runtime) -> str:
    """Have a clerk register something, and the hotline send it to the demo handler's unit."""
    said = load_schema("register-item")["examples"][0]
    answer = runtime.post_json("/api/v1/items", said, as_=found(Role.CLERK))
    assert answer.status == 201, answer.text
    item: str = answer.json()["id"]
    unit = {"unit": found(Role.UNIT_HANDLER).org.uscc}
    sent = runtime.post_json(f"/api/v1/items/{item}/dispatch", unit, as_=found(Role.HOTLINE_OPERATOR))
    assert sent.status == 200, sent.text
    runtime.drain()
    return item


def _called(runtime: Runtime) -> str:
    """Begin a campaign of callbacks and have an agent take a task; return it."""
    begin_campaign(runtime)
    return claim_any(runtime, found(Role.CALLBACK_AGENT))


def _questionnaire(runtime: Runtime) -> str:
    """Have the designer begin a questionnaire about a policy, which both who write read; return it."""
    made = runtime.post_json(
        "/api/v1/questionnaires", {"template": "POLICY"}, as_=found(Role.SURVEY_DESIGNER)
    )
    assert made.status == 201, made.text
    identifier: str = made.json()["id"]
    return identifier


def _campaign(runtime: Runtime, questionnaire: str) -> str:
    """Have the designer plan an evaluation of a policy; return it."""
    today = runtime.now().astimezone(CHINA).date()
    plan = {
        "kind": "POLICY",
        "title": "一窗受理效果评估",
        "questionnaire": questionnaire,
        "months": [today.isoformat()[:7]],
        "begins_on": (today + timedelta(days=7)).isoformat(),
        "ends_on": (today + timedelta(days=20)).isoformat(),
        "modes": ["SMS"],
        "method": "CENSUS",
        "measures": [{"title": "一窗受理", "promise": "少跑一趟"}],
    }
    made = runtime.post_json("/api/v1/campaigns", plan, as_=found(Role.SURVEY_DESIGNER))
    assert made.status == 201, made.text
    runtime.drain()
    identifier: str = made.json()["id"]
    return identifier


def _asked_for_data(runtime: Runtime) -> str:
    """Have a person ask what is known of them; return the request."""
    asked = {"phone": "13855556666", "ground": "CAME_IN_PERSON"}
    answer = runtime.post_form("/privacy-requests", asked, as_=found(Role.DPO))
    return _last(answer.header("Location") or "")


def _last(address: str) -> str:
    return address.split("?")[0].rstrip("/").rpartition("/")[2]
