"""From the body of a registration or quote to its command: one way for the pages and for the API.

A sealed address never carries the agency: who asks is known from the session, and the notice is named by its
number, or by its id where a call wants to save the look-up.
"""

from collections.abc import Mapping, Set
from typing import Any

from chalicelib.domain.marketplace.quotes.declaration import Declaration
from chalicelib.domain.marketplace.quotes.quote import Plan, Quote
from chalicelib.entrypoints.call import Call, MoreErrors
from chalicelib.kernel import codec
from chalicelib.kernel.actors import Role
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import FieldError, NotFound
from chalicelib.kernel.numbers import normalise_notice_number
from chalicelib.usecases.quotes.entry import AS_REGISTERED, CHANGED, EnterNotice, find_errors

ROOT = "/agency/notices"
PAGE = ROOT + "/{notice_no}"
NOTICE_FIELD = "_notice"
"""A form's own field: the id of the notice its page was made for, which saves the commit a read."""
YES = "yes"
QUESTIONS = ("owner_relations", "kin_of_owner", "run_by_department", "related_agencies", "project_roles")
AGENTS = frozenset({Role.AGENCY_AGENT})
"""Who registers and quotes: the authorised person (业务授权人); the administrator reads and may cancel."""

AGENCY = AGENTS | {Role.AGENCY_ADMIN}


def notice_id_of(call: Call) -> str:
    """Return the id of the notice that an address names.

    Raises:
        NotFound: when no notice has the number.
    """
    known = call.posted(NOTICE_FIELD) if call.route.surface == "form" else ""
    named = known or call.params["notice_no"]
    try:
        return call.house.queries.notice_id(normalise_notice_number(named))
    except Unreadable:
        return named


def own_page(call: Call) -> str:
    """Return the address of the agency's own page of the notice that an address names.

    Raises:
        NotFound: when the address names none by its number.
    """
    try:
        return f"{ROOT}/{normalise_notice_number(call.params['notice_no'])}"
    except Unreadable:
        raise NotFound from None


def enter_command(notice_id: str, body: Mapping[str, Any]) -> EnterNotice:
    """Return the command of a valid body."""
    contact = body["contact"]
    return EnterNotice(notice_id, contact["name"], contact["phone"], declaration_of(body["declaration"]))


def quote_of(notice_id: str, uscc: str, body: Mapping[str, Any]) -> Quote:
    """Return the quote of a valid body."""
    return Quote(
        notice_id=notice_id,
        uscc=uscc,
        amount_fen=body.get("amount_fen"),
        rate_bp=body.get("rate_bp"),
        validity_days=body["validity_days"],
        staff=tuple(body.get("staff", ())),
        plan=codec.from_json(body["plan"], Plan) if body.get("plan") else None,
    )


def declaration_of(answers: Mapping[str, Any]) -> Declaration:
    """Return the declaration of valid answers; details beside a "no" say nothing.

    The command signs it: who and when come from the session and the clock.
    """
    told = {name: answer["answer"] == YES for name, answer in answers.items()}
    ties = answers["owner_relations"].get("ties", ()) if told["owner_relations"] else ()
    usccs = answers["related_agencies"].get("usccs", ()) if told["related_agencies"] else ()
    roles = answers["project_roles"].get("roles", ()) if told["project_roles"] else ()
    raw = {
        "signed_by": "",
        "signed_at": UNSIGNED_AT,
        "owner_relations": list(ties),
        "is_kin_of_owner": told["kin_of_owner"],
        "is_run_by_department": told["run_by_department"],
        "related_agencies": list(usccs),
        "person_in_charge": AS_REGISTERED if told["person_in_charge"] else CHANGED,
        "project_roles": list(roles),
        "filing": answers.get("filing", {}).get("answer"),
    }
    return codec.from_json(raw, Declaration)


QUOTE = "submit-quote"
PLAN_FIELDS = {"file_id", "sha256"}
UNSIGNED_AT = "1970-01-01T00:00:00.000Z"

ANSWERED = {name: {"answer": "no"} for name in QUESTIONS} | {"person_in_charge": {"answer": YES}}
"""What stands in for a question whose own answer could not be read: nothing to find there."""


def entry_errors(call: Call) -> MoreErrors:
    """Return what the rules find in those parts of a registration or quote that the schema let pass."""

    def find(body: Mapping[str, Any], broken: Set[str]) -> list[FieldError]:
        notice_id, given = notice_id_of(call), body.get("declaration")
        read = {
            name: answer
            for name, answer in (given.items() if isinstance(given, Mapping) else ())
            if name in ANSWERED and not any(pointer.startswith(f"/declaration/{name}") for pointer in broken)
        }
        quote = _readable_quote(notice_id, call.actor.org, body) if call.route.schema == QUOTE else None
        return find_errors(call.house, call.actor, notice_id, declaration_of(ANSWERED | read), quote)

    return find


def _readable_quote(notice_id: str, uscc: str, body: Mapping[str, Any]) -> Quote:
    """Return the quote of a body of which parts may be unreadable; those stand empty."""
    figures = {name: value for name, value in body.items() if isinstance(value, int)}
    staff = body.get("staff", ())
    people = [one for one in staff if isinstance(one, str)] if isinstance(staff, list) else []
    plan = body.get("plan")
    readable = (
        {"plan": plan} if isinstance(plan, Mapping) and PLAN_FIELDS >= plan.keys() >= {"file_id"} else {}
    )
    return quote_of(notice_id, uscc, {"validity_days": 0, **figures, "staff": people, **readable})
