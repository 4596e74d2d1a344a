"""The monitor of invitations: where they stand, why nobody was asked, what texts cost (pages.md, regulator).

Nobody's telephone or name is here, and no answer: it says whether people are asked, not what they said.
"""

import re
from typing import Any

from chalicelib.domain.satisfaction.cases.served_case import case_id
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.states import ANSWERABLE, InvitationState, Suppression
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.text_templates.template import version_at
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import all_cards, left_out_line, show_list
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.csv_text import csv_text
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.file_names import attachment
from chalicelib.usecases.invitations.revoke_invitation import revoke_invitation
from chalicelib.usecases.ratings.read_coverage import matter_names
from chalicelib.usecases.texts.change_template import measured
from chalicelib.web.forms import Form
from chalicelib.web.i18n import translate
from chalicelib.web.labels.ratings import INVITATION_STATES, REVOCATIONS, SUPPRESSIONS

CENTRE = frozenset({Role.CENTRE_SUPERVISOR})
book = RouteBook(CENTRE | {Role.REGULATOR}, Duty.DESK)

PAGE, LIST = "/invitations", "invitations"
ONE = PAGE + "/{invitation}"
STATES = tuple(state.value for state in InvitationState if state is not InvitationState.USED)
FACETS = (*(f"state={one}" for one in STATES), *(f"reason={one.value}" for one in Suppression))
FILTERS = {"facet": OneOf(FACETS)}
SERVICE = re.compile(r"./[0-9]{1,4}$")
COLUMNS = (
    "state",
    "reason",
    "fault",
    "unit",
    "hall",
    "window",
    "task_code",
    "segments",
    "done_at",
    "told_at",
)


@book.page(PAGE, filters=FILTERS)
def show_invitations(call: Call) -> Reply:
    """Show how many stand where, and those of one state or reason, or of one case."""
    asked = call.asked("case").strip()
    only = f"case={_case_asked(asked)}" if asked else None
    chosen = call.asked("facet") or FACETS[0]
    return show_list(
        call, "ratings/invitations.html", LIST, FACETS, only=only, asked=asked, chosen=chosen, **_whole(call)
    )


def _case_asked(asked: str) -> str:
    """Return the case of a project number, of its n-th service where `/n` follows."""
    number, _, service = asked.rpartition("/") if SERVICE.search(asked) else (asked, "", "1")
    return case_id(number.strip(), int(service))


def _whole(call: Call) -> dict[str, Any]:
    """Return the figures of all invitations, and the text with what it costs."""
    house = call.house
    rules = house.rating_rules.load()
    kind = TextKind(rules.text.asks_by)
    text = version_at(house.templates.find(kind), kind, call.now, rules).text
    example = measured(house, text)
    return {
        "figures": house.lists.counts(LIST),
        "names": matter_names(house),
        "states": (*STATES, "USED"),
        "reasons": tuple(SUPPRESSIONS),
        "price_fen": rules.text.price_per_segment_fen,
        "example": example.words.replace("0" * rules.invitation.token_chars_sms, "…"),
        "example_segments": example.segments,
    }


@book.file(PAGE + ".csv", filters=FILTERS)
def get_invitations_table(call: Call) -> Reply:
    """Return those of one state or reason as a table, whose last line says how many it leaves out (§7.16)."""
    locale, facet = call.context.locale, call.asked("facet") or FACETS[0]
    words = {**INVITATION_STATES, **SUPPRESSIONS}
    rows = [
        [translate(words.get(str(card.get(name, "")), str(card.get(name, ""))), locale) for name in COLUMNS]
        for card in all_cards(call, LIST, facet)
    ]
    rows.extend(left_out_line(call, LIST, facet, len(rows)))
    headers = {"Content-Disposition": attachment("invitations.csv"), "Cache-Control": "no-store"}
    return Reply(csv_text([COLUMNS, *rows]), 200, "text/csv; charset=utf-8", headers)


@book.page(ONE)
def show_invitation(call: Call, form: Form | None = None) -> Reply:
    """Show one invitation: what happened to it, and the form that takes it back."""
    found = found_invitation(call)
    return call.show(
        "ratings/invitation.html",
        one=found,
        form=form or call.new_form(),
        reasons=tuple(REVOCATIONS),
        may_revoke=call.actor.has(Role.CENTRE_SUPERVISOR) and found.state in ANSWERABLE,
    )


@book.form(ONE + "/revoke", schema="revoke-invitation", again=show_invitation, audience=CENTRE)
def post_revocation(call: Call) -> Reply:
    """Take an invitation back for a reason."""
    revoke_invitation(call.house, call.actor, call.params["invitation"], call.command()["reason"])
    return call.go(f"{PAGE}/{call.params['invitation']}")


def found_invitation(call: Call) -> Invitation:
    """Return the invitation that the address names.

    Raises:
        NotFound: when there is none.
    """
    found = call.house.invitations.find(call.params["invitation"])
    if found is None:
        raise NotFound("not-found", kind="invitation")
    return found
