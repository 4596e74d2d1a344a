"""Who may act for which side of a contract, and what every fact about it says (docs/rules.md §5)."""

from datetime import date, datetime

from chalicelib.domain.marketplace.contracts.facts import Contract, Side
from chalicelib.domain.marketplace.notices.field_checks import length_errors
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.permissions import check_role
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid

ADMINS = {Side.OWNER: Role.OWNER_ADMIN, Side.AGENCY: Role.AGENCY_ADMIN}
AGENTS = {Side.OWNER: Role.OWNER_AGENT, Side.AGENCY: Role.AGENCY_AGENT}


def org_of(notice: Notice, side: Side) -> str:
    """Return the USCC of a side."""
    return notice.owner if side is Side.OWNER else selection_of(notice).winner.uscc


def check_side(notice: Notice, side: Side, actor: Actor, *roles: Role) -> None:
    """Let only people of one side pass, with one of the roles, or with any role of that side.

    Raises:
        Forbidden: `role-needed` or `not-your-organisation`.
    """
    check_role(actor, *(roles or (ADMINS[side], AGENTS[side])))
    if actor.org != org_of(notice, side):
        raise Forbidden("not-your-organisation")


def contract_of(notice: Notice) -> Contract:
    """Return the contract in force.

    Raises:
        Conflict: `no-contract` before it is confirmed.
    """
    if notice.contract is None:
        raise Conflict("no-contract", state=str(notice.state))
    return notice.contract


def told(notice: Notice, to: Side | None = None, **facts: Json) -> dict[str, Json]:
    """Return what the ledger says of every step: the agency, the contract, and whose turn it is now."""
    about: dict[str, Json] = {"winner": selection_of(notice).winner.uscc}
    if notice.contract is not None:
        about["contract_no"] = notice.contract.contract_no
    if to is not None:
        about |= {"to_side": to.value, "counterparty": org_of(notice, to)}
    return {**about, **facts}


def today(now: datetime) -> date:
    """Return the day in China."""
    return now.astimezone(CHINA).date()


def check_text(pointer: str, text: str, least: int, most: int) -> None:
    """Refuse a text that says nothing, too little or too much.

    Raises:
        Invalid: `required`, `too-short` or `too-long`.
    """
    if found := [*length_errors(pointer, text, least, most)]:
        raise Invalid(errors=found)
