"""Read a case as far as the reader may, and a public decision by its number (docs/rules.md §2.6, §5)."""

from collections.abc import Mapping

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.conduct.case import Case
from chalicelib.domain.marketplace.conduct.case_rights import check_may_read, is_accused, is_authority
from chalicelib.domain.marketplace.conduct.facts import Sanction
from chalicelib.domain.marketplace.conduct.reading import is_public_at
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.numbers import normalise_number
from chalicelib.kernel.paging import MAX_LIMIT, PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, ListPage

RUNNING = "running-contracts"


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with the words its reader may read, and the document once it is decided."""

    case: Case
    version: int
    words: Mapping[str, str]
    document: Mapping[str, str]
    running: ListPage | None = None
    """The agency's signed contracts that run on, for the authority, where the decision stops the agency."""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A public decision: its agency, the sanction and the document, if the market has one."""

    agency: Agency
    sanction: Sanction
    document: Mapping[str, str]


def read_case(house: House, actor: Actor, case_id: str) -> CaseView:
    """Return a case with the words of its steps; reporters read their own, the agency not the report.

    Raises:
        NotFound: when there is none that concerns the reader.
    """
    case, version, document = house.queries.violation(case_id)
    check_may_read(case, actor)
    refs = {name: ref for name, ref in _refs(case).items() if name in _readable(case, actor)}
    found = house.queries.personal_many(sorted(refs.values())) if refs else {}
    words = {name: _text(found[ref]) for name, ref in refs.items() if ref in found}
    may_see = is_authority(case, actor) or (is_accused(case, actor) and case.delivered is not None)
    running = _running(house, case) if is_authority(case, actor) and stops_agency(case) else None
    return CaseView(case, version, words, document if may_see else {}, running)


def public_decision(house: House, typed: str) -> DecisionView:
    """Return a decision that is in force or over, by its number, in two calls.

    Raises:
        NotFound: when there is none, or it has left public view.
    """
    try:
        number = normalise_number(typed)
    except Unreadable:
        raise NotFound("not-found", kind="decision") from None
    agency, document = house.queries.decision(number)
    sanction = agency.conduct.sanction(number)
    if sanction is None or not is_public_at(sanction, house.clock.product_now()):
        raise NotFound("not-found", kind="decision")
    return DecisionView(agency, sanction, document)


def stops_agency(case: Case) -> bool:
    """Tell whether the decision on a case suspends or removes the agency."""
    ruling = case.ruling
    return ruling is not None and any((ruling.suspension_months, ruling.bar_years, ruling.blacklist_years))


def _running(house: House, case: Case) -> ListPage:
    return house.lists.page(RUNNING, case.uscc, PageRequest(MAX_LIMIT), newest_first=False)


def _refs(case: Case) -> dict[str, str]:
    steps = {
        "report": case.reported,
        "notice": case.notified,
        "answer": case.heard,
        "facts": case.decided,
        "objection": case.objected,
        "reply": case.closed,
    }
    return {name: step.ref for name, step in steps.items() if step is not None and step.ref}


def _readable(case: Case, actor: Actor) -> frozenset[str]:
    if is_authority(case, actor):
        return frozenset({"report", "notice", "answer", "facts", "objection", "reply"})
    if is_accused(case, actor):
        facts = {"facts"} if case.delivered is not None else set()
        return frozenset({"notice", "answer", "objection", "reply"}) | facts
    return frozenset({"report"})


def _text(value: Mapping[str, Json]) -> str:
    return str(value.get("text", ""))
