"""Notices, people and facts for tests: defaults that pass every check, changed by keyword."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.domain.marketplace.awards.awarding import award
from chalicelib.domain.marketplace.awards.recheck import Recheck
from chalicelib.domain.marketplace.eligibility import AgencyFacts, HeldPractitioner, HeldQualification
from chalicelib.domain.marketplace.guards import NO_OBJECTION
from chalicelib.domain.marketplace.notices import choosing, opening, publication, review, selection
from chalicelib.domain.marketplace.notices.content import (
    Criterion,
    MethodTerms,
    NoticeContent,
    PractitionerNeed,
    Price,
    PriceBasis,
    QualificationNeed,
    ScaleType,
    Term,
)
from chalicelib.domain.marketplace.notices.facts import Candidate, Commitment
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.quotes.declaration import Declaration
from chalicelib.domain.marketplace.rule_profiles import parse_rules
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import shipped_calendar

OWNER = "91370700MA3C0000X7"
AGENCY = "91110000600037341L"
RESERVE = "91350100M000100Y43"
THIRD = "91370705123456789B"
DEPARTMENT = "11370700DEM000049K"
NOTICE_NO = "ZJ-370700-2026-000042"
PROFILE = Path("chalicelib/profiles/WF-MARKET-1.json")
CALENDAR = shipped_calendar()


@cache
def profile_json() -> str:
    """Return the shipped profile's text."""
    return PROFILE.read_text(encoding="utf-8")


@cache
def rules() -> MarketRules:
    """Return the shipped profile."""
    return parse_rules(json.loads(profile_json()))


def china(*parts: int) -> datetime:
    """Return an instant by China's clock."""
    return datetime(*parts, tzinfo=CHINA).astimezone(UTC)  # type: ignore[arg-type, misc]


MONDAY = china(2026, 3, 9, 10)
"""A Monday morning with two plain working weeks ahead."""


def person(name: str, role: Role, org: str = "operator") -> Actor:
    """Return somebody with one role."""
    return Actor(name, org, frozenset({role}))


AGENT = person("owner-agent", Role.OWNER_AGENT, OWNER)
ADMIN = person("owner-admin", Role.OWNER_ADMIN, OWNER)
REVIEWER = person("reviewer", Role.OPERATOR_REVIEWER)
PUBLISHER = person("publisher", Role.OPERATOR_PUBLISHER)
BIDDER = person("agency-agent", Role.AGENCY_AGENT, AGENCY)
STANDS = Recheck(None)


def make_content(**changes: Any) -> NoticeContent:
    """Return a complete notice of a random draw at a fixed price."""
    content = NoticeContent(
        title="滨河路改造工程测绘服务",
        division="370700",
        contact_ref="vault_contact",
        service_item="ITEM-1",
        service_item_version=1,
        service_type="surveying",
        department=DEPARTMENT,
        approving_department=DEPARTMENT,
        scope="滨河路改造工程全长三公里,需完成一比五百地形图测绘并提交成果报告。",
        scale_type=ScaleType.INVESTMENT,
        scale_hundredths=500_000_00,
        fiscal_percent=60,
        social_percent=40,
        term=Term(days=30),
        method=Method.RANDOM,
        price=Price(PriceBasis.FIXED, amount_fen=48_500_00),
        closes_on=date(2026, 3, 12),
    )
    return replace(content, **changes)


def lowest_content(**changes: Any) -> NoticeContent:
    """Return a complete notice of a lowest-price selection under a control price."""
    terms: dict[str, Any] = {
        "method": Method.LOWEST,
        "price": Price(PriceBasis.CEILING, amount_fen=50_000_00),
    }
    return make_content(**(terms | changes))


def make_draft(**changes: Any) -> Notice:
    """Return a draft of the owner."""
    draft = Notice("n_1", OWNER, NoticeState.DRAFT, make_content(), AGENT.person, MONDAY)
    return replace(draft, **changes)


def submitted(**changes: Any) -> Notice:
    """Return a notice under review."""
    return review.submit(make_draft(**changes), NOTICE_NO, AGENT, MONDAY, rules(), CALENDAR).state


def reviewed(**changes: Any) -> Notice:
    """Return a notice whose review was passed."""
    return review.pass_review(submitted(**changes), (), REVIEWER, MONDAY, rules(), CALENDAR).state


def draw_terms() -> publication.DrawTerms:
    """Return a commitment and the last revealed link of the supervisor's chain."""
    return publication.DrawTerms(Commitment("c" * 64, "sealed"), "a" * 64)


def published(**changes: Any) -> Notice:
    """Return a live notice, published on the Monday, closing on Thursday at 17:30."""
    return publication.publish(reviewed(**changes), draw_terms(), PUBLISHER, MONDAY, rules(), CALENDAR).state


CLOSES_AT = china(2026, 3, 12, 17, 30)


def closed(**changes: Any) -> Notice:
    """Return a notice whose deadline has passed."""
    return opening.close(published(**changes), CLOSES_AT).state


OPENED_AT = china(2026, 3, 12, 17, 31)


def opened(received: int = 3, valid: int = 3, **changes: Any) -> Notice:
    """Return a notice whose quotes were opened."""
    found = opening.OpenedQuotes(received, valid, "m" * 64)
    return opening.open_quotes(closed(**changes), found, OPENED_AT, rules()).state


def frozen(**changes: Any) -> Notice:
    """Return a notice that waits for its beacon."""
    return selection.freeze(opened(**changes), "r" * 64, 3, OPENED_AT, rules(), CALENDAR).state


def make_outcome(**changes: Any) -> selection.Outcome:
    """Return the outcome of a draw among three."""
    outcome = selection.Outcome("o" * 64, 3, Candidate(AGENCY, 1, amount_fen=48_500_00), drawn=True)
    return replace(outcome, **changes)


DRAWN_AT = china(2026, 3, 13, 9)


def in_publicity(**changes: Any) -> Notice:
    """Return a notice whose winner is in publicity since Friday."""
    return selection.select(frozen(**changes), make_outcome(), DRAWN_AT, rules(), CALENDAR).state


PUBLICITY_ENDS = china(2026, 3, 19)


def awarded(**changes: Any) -> Notice:
    """Return a notice whose winner has to accept."""
    return award(
        in_publicity(**changes), "ZX-1", STANDS, NO_OBJECTION, PUBLICITY_ENDS, rules(), CALENDAR
    ).state


def pending_low_price() -> Notice:
    """Return a lowest-price notice whose winner's price must be explained."""
    outcome = make_outcome(drawn=False, is_low=True)
    notice = opened(content=lowest_content())
    return selection.select(notice, outcome, OPENED_AT, rules(), CALENDAR).state


def credit_content(**changes: Any) -> NoticeContent:
    """Return a complete notice of the credit method: a big list of four, a small list of two."""
    terms: dict[str, Any] = {
        "method": Method.CREDIT,
        "method_terms": MethodTerms(big_list=4, small_list=2),
        "price": Price(PriceBasis.CEILING, amount_fen=50_000_00),
    }
    return make_content(**(terms | changes))


def proposal_content(**changes: Any) -> NoticeContent:
    """Return a complete notice of the proposal method with two criteria."""
    terms: dict[str, Any] = {
        "method": Method.PROPOSAL,
        "method_terms": MethodTerms(criteria=(Criterion("技术方案", 60), Criterion("人员配备", 40))),
        "price": Price(PriceBasis.CEILING, amount_fen=50_000_00),
    }
    return make_content(**(terms | changes))


SMALL_LIST = (AGENCY, RESERVE)
CHOICE_DUE, CHOICE_LAPSES = china(2026, 3, 21), china(2026, 3, 26)
"""Five working days after Friday the 13th, and three more."""


def to_choose(**changes: Any) -> Notice:
    """Return a notice whose owner has to pick one of a small list of two, drawn on the Friday."""
    notice = frozen(content=credit_content(), **changes)
    return choosing.await_owner(notice, "l" * 64, 2, SMALL_LIST, DRAWN_AT, rules(), CALENDAR).state


def to_score(**changes: Any) -> Notice:
    """Return a notice whose owner has to score three proposals."""
    notice = opened(content=proposal_content(), **changes)
    return choosing.await_owner(notice, "l" * 64, 3, (), OPENED_AT, rules(), CALENDAR).state


def prepared(notice: Notice, at: datetime | None = None, **decided: Any) -> Notice:
    """Return a notice whose owner's agent has laid a decision before its administrator."""
    taken = choosing.Decided("信用良好,承接过同类项目", **(decided or {"chosen": AGENCY}))
    return choosing.prepare(notice, taken, AGENT, at or DRAWN_AT, rules()).state


def make_declaration(**changes: Any) -> Declaration:
    """Return a declaration that answers every question with no."""
    declaration = Declaration(
        signed_by="agency-agent",
        signed_at=MONDAY,
        owner_relations=(),
        is_kin_of_owner=False,
        is_run_by_department=False,
        related_agencies=(),
        person_in_charge="boss-1",
        project_roles=(),
    )
    return replace(declaration, **changes)


def make_facts(uscc: str = AGENCY, **changes: Any) -> AgencyFacts:
    """Return an agency in good standing for surveying, at the deadline instant."""
    facts = AgencyFacts(
        uscc=uscc,
        at=CLOSES_AT,
        admissions={"surveying": "ACTIVE"},
        qualifications=(HeldQualification("survey", 2, date(2027, 12, 31)),),
        practitioners=(
            HeldPractitioner("p1", frozenset({"registered-surveyor"}), exclusive=True),
            HeldPractitioner("p2", frozenset(), exclusive=True),
        ),
        affiliations=frozenset(),
        related_agencies=frozenset(),
        person_in_charge="boss-1",
        phone="phone-1",
    )
    return replace(facts, **changes)


def demanding_content(**changes: Any) -> NoticeContent:
    """Return a notice that asks for a qualification and a registered person."""
    wanted: dict[str, Any] = {
        "qualifications": (QualificationNeed("survey", 2),),
        "qualification_note": "工程测量乙级及以上",
        "practitioners": (PractitionerNeed(1, "registered-surveyor"),),
        "practitioner_note": "项目负责人须为注册测绘师",
    }
    return make_content(**(wanted | changes))
