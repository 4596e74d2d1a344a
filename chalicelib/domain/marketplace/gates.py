"""The gates of docs/rules.md §3.0, each answering with a code and the figures that explain it.

They are seven; one more where the notice requires a filing, and one where it names its agency (§3.1).

They fail closed: a datum that is missing counts against the agency. Who else has registered is secret until
the opening; until then gate 6 answers for what the agency itself declared, and says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from chalicelib.domain.marketplace.eligibility import AgencyFacts, Gate, HeldQualification
from chalicelib.domain.marketplace.notices.content import (
    Match,
    NoticeContent,
    PractitionerNeed,
    QualificationNeed,
    service_ends_on,
)
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.quotes.declaration import Declaration, Filing, OwnerRelation
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.records import dataclass

LISTING = "listing-active"
QUALIFICATIONS = "qualifications"
PRACTITIONERS = "practitioners"
NOT_EXCLUDED = "not-excluded"
OWNER_UNRELATED = "unrelated-to-owner"
REGISTRANTS_UNRELATED = "unrelated-to-registrants"
NO_PROJECT_ROLE = "no-prior-project-role"
FILING = "filing"
NAMED = "named-by-owner"

UNDECLARED = "declaration-missing"
UNANSWERED = frozenset({UNDECLARED, "related-agencies-unanswered"})
"""What a gate misses only because the declaration comes with the quote."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a notice asks for, as the gates read it."""

    owner: str
    content: NoticeContent
    service_ends_on: date | None


def terms_of(notice: Notice) -> Terms:
    """Return the terms of a published notice; a term in days is counted from the deadline.

    Raises:
        Conflict: `not-published`.
    """
    return terms_from(notice.owner, notice.content, publication_of(notice).closes_at)


def terms_from(owner: str, content: NoticeContent, closes_at: datetime) -> Terms:
    """Return the terms of an owner's content whose deadline is known."""
    closes_on = closes_at.astimezone(CHINA).date()
    return Terms(owner, content, service_ends_on(content.term, closes_on))


def judge(
    terms: Terms,
    facts: AgencyFacts,
    declaration: Declaration | None,
    related_registrants: Sequence[str] | None,
    at: datetime,
    rules: MarketRules,
) -> tuple[Gate, ...]:
    """Ask all gates for one agency at one instant.

    `related_registrants` are the other registrants it is related to; None while they are still secret.
    """
    content = terms.content
    return (
        _listing(content.service_type, facts, at),
        _qualifications(content, facts, terms.service_ends_on),
        _practitioners(content.practitioners, facts),
        _not_excluded(content, facts),
        _owner_unrelated(terms, facts, declaration, at, rules),
        _registrants_unrelated(facts, declaration, related_registrants),
        _no_project_role(declaration),
        *_filing(content, declaration),
        *_named(content, facts),
    )


def answer_of(gate: Gate) -> str:
    """Return `passed` or `failed`, or `declare` where nothing but the declaration is missing yet."""
    if gate.passed:
        return "passed"
    if gate.code == NO_PROJECT_ROLE:
        return "failed" if gate.params.get("answered") else "declare"
    listed: Any = gate.params.get("reasons", ())
    return "declare" if UNDECLARED in listed and UNANSWERED.issuperset(listed) else "failed"


def may_enter(gates: Iterable[Gate]) -> bool:
    """Tell whether nothing but the declaration is missing."""
    judged = tuple(gates)
    return bool(judged) and all(answer_of(gate) != "failed" for gate in judged)


def _listing(service_type: str, facts: AgencyFacts, at: datetime) -> Gate:
    # Facts of another instant say nothing about this one.
    state = facts.admissions.get(service_type) if facts.at == at else None
    return Gate(LISTING, state == "ACTIVE", {"service_type": service_type, "state": state})


def _qualifications(content: NoticeContent, facts: AgencyFacts, needed_until: date | None) -> Gate:
    needs = content.qualifications
    if not needs:
        return Gate(QUALIFICATIONS, True, {"needs": []})
    judged = [_held(need, facts.qualifications, needed_until) for need in needs]
    passed = [bool(answer["passed"]) for answer in judged]
    is_met = any(passed) if content.qualification_match is Match.ANY else all(passed)
    until = None if needed_until is None else needed_until.isoformat()
    params: dict[str, Json] = {"match": content.qualification_match, "until": until, "needs": judged}
    return Gate(QUALIFICATIONS, is_met, params)


def _held(
    need: QualificationNeed, held: tuple[HeldQualification, ...] | None, until: date | None
) -> dict[str, Json]:
    """Judge one need by the best certificate of its kind: high enough first, then the longest valid."""
    same = [one for one in held or () if one.code == need.code]
    good = [one for one in same if _ranks(one, need)]
    best = max(good or same, key=lambda one: one.expires_on, default=None)
    return {
        "code": need.code,
        "lowest_rank": need.lowest_rank,
        "held_rank": None if best is None else best.level_rank,
        "expires_on": None if best is None else best.expires_on.isoformat(),
        "passed": until is not None and any(one.expires_on >= until for one in good),
    }


def _ranks(held: HeldQualification, need: QualificationNeed) -> bool:
    if need.lowest_rank is None:
        return True
    return held.level_rank is not None and held.level_rank <= need.lowest_rank


def _practitioners(needs: Sequence[PractitionerNeed], facts: AgencyFacts) -> Gate:
    judged: list[dict[str, Json]] = [_staffed(need, facts) for need in needs]
    return Gate(PRACTITIONERS, all(answer["passed"] for answer in judged), {"needs": judged})


def _staffed(need: PractitionerNeed, facts: AgencyFacts) -> dict[str, Json]:
    own = [person for person in facts.practitioners or () if person.exclusive]
    held = sum(need.certificate is None or need.certificate in person.certificates for person in own)
    return {
        "certificate": need.certificate,
        "needed": need.count,
        "held": held,
        "passed": held >= need.count,
    }


def _not_excluded(content: NoticeContent, facts: AgencyFacts) -> Gate:
    return Gate(NOT_EXCLUDED, facts.uscc not in content.exclusions)


def _owner_unrelated(
    terms: Terms, facts: AgencyFacts, declaration: Declaration | None, at: datetime, rules: MarketRules
) -> Gate:
    reasons = [] if facts.uscc != terms.owner else ["is-the-owner"]
    if declaration is None:
        reasons.append(UNDECLARED)
    else:
        reasons += _declared_ties(declaration, at.astimezone(CHINA).date(), rules.eligibility.relation_years)
    if facts.affiliations is None or not terms.content.approving_department:
        reasons.append("affiliation-unknown")
    elif terms.content.approving_department in facts.affiliations:
        reasons.append("run-by-approving-department")
    return Gate(OWNER_UNRELATED, not reasons, {"reasons": reasons})


def _declared_ties(declaration: Declaration, today: date, years: int) -> list[str]:
    reasons: list[str] = []
    if declaration.owner_relations is None:
        reasons.append("owner-relations-unanswered")
    else:
        reasons += sorted({tie.tie.value for tie in declaration.owner_relations if counts(tie, today, years)})
    for name, word in (("is_kin_of_owner", "kin"), ("is_run_by_department", "run-by-department")):
        answer: bool | None = getattr(declaration, name)
        if answer is not False:
            reasons.append(f"{word}-unanswered" if answer is None else word)
    return reasons


def counts(relation: OwnerRelation, today: date, years: int) -> bool:
    """Tell whether a tie still counts: it goes on, or it ended less than so many years ago [L2 art 9]."""
    if relation.ended_on is None:
        return True
    ended = relation.ended_on
    # 29 February has no anniversary in most years; the day after it is the first free one.
    is_leap_day = (ended.month, ended.day) == (2, 29)
    free_on = date(ended.year + years, 3, 1) if is_leap_day else ended.replace(year=ended.year + years)
    return today < free_on


def _registrants_unrelated(
    facts: AgencyFacts, declaration: Declaration | None, related: Sequence[str] | None
) -> Gate:
    missing = [
        name
        for name, datum in (
            (UNDECLARED, declaration),
            ("related-agencies-unanswered", declaration and declaration.related_agencies),
            ("person-in-charge-unknown", facts.person_in_charge),
            ("holdings-unknown", facts.related_agencies),
        )
        if datum is None
    ]
    if declaration is not None and not missing and declaration.person_in_charge != facts.person_in_charge:
        missing.append("person-in-charge-differs")
    params: dict[str, Json] = {
        "reasons": missing,
        "related": sorted(related or ()),
        "final": related is not None,
    }
    return Gate(REGISTRANTS_UNRELATED, not missing and not related, params)


def _no_project_role(declaration: Declaration | None) -> Gate:
    roles = None if declaration is None else declaration.project_roles
    answered = roles is not None
    return Gate(
        NO_PROJECT_ROLE,
        roles == (),
        {"answered": answered, "roles": sorted(role.value for role in roles or ())},
    )


def _named(content: NoticeContent, facts: AgencyFacts) -> Iterator[Gate]:
    """Let only the agency enter that a direct selection names."""
    if content.method is Method.DIRECT:
        yield Gate(NAMED, facts.uscc == content.method_terms.agency, {"agency": content.method_terms.agency})


def _filing(content: NoticeContent, declaration: Declaration | None) -> Iterator[Gate]:
    """Ask for the filing a notice requires; a promise will do only where the notice says so (§4.4)."""
    if not content.filing_required:
        return
    reasons = []
    if declaration is None:
        reasons.append(UNDECLARED)
    elif declaration.filing is None:
        reasons.append("filing-unanswered")
    elif declaration.filing is Filing.NONE:
        reasons.append("filing-none")
    elif declaration.filing is Filing.PROMISED and not content.promise_only:
        reasons.append("filing-only-promised")
    yield Gate(FILING, not reasons, {"reasons": reasons, "promise_only": content.promise_only})
