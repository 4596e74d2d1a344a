"""What every route about an owner's notice begins with: the notice, and whether it is the owner's own."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.marketplace.notices.notice import is_discarded
from chalicelib.domain.marketplace.notices.permissions import OWNER_ROLES
from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.entrypoints.call import Call
from chalicelib.entrypoints.named_notice import named_notice
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Forbidden, NotFound, NotSignedIn
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.choose_item import item_values
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.drafts import blank

OWNERS = frozenset(OWNER_ROLES)
AGENTS = frozenset({Role.OWNER_AGENT})
ADMINS = frozenset({Role.OWNER_ADMIN})
LIST = "/owner/notices"
CHOICE = frozenset({"service_item", "service_type"})
"""Fields of the service step that must be right for the item."""


def own_notice(call: Call) -> NoticeView:
    """Return the notice that the address names, by its id or by its number.

    Raises:
        NotFound: when there is none, or it was thrown away as a draft.
        Forbidden: `not-your-organisation` for anyone else's.
    """
    view = named_notice(call)
    if view.notice.owner != call.actor.org:
        raise Forbidden("not-your-organisation")
    if is_discarded(view.notice):
        raise NotFound("not-found", kind="notice")
    return view


def person_of(call: Call) -> SignedIn:
    """Return who is signed in, with the name of the organisation.

    Raises:
        NotSignedIn: when nobody is; guarded routes never get that far.
    """
    if call.signed_in is None:
        raise NotSignedIn
    return call.signed_in


def address_of(notice_id: str) -> str:
    """Return the page of an own notice."""
    return f"{LIST}/{notice_id}"


def step_values(call: Call, step: Step, view: NoticeView) -> dict[str, Json]:
    """Return the fields that a step's form or API body sets, completed by what the service item says.

    A form shows the whole step, so what was left empty there is emptied; the API changes what it names.
    """
    command: Mapping[str, Any] = call.command()
    whole = {**blank(step), **command} if call.route.surface == "form" else dict(command)
    if step is not Step.SERVICE or not CHOICE & whole.keys():
        return whole
    stored = {"service_item": view.notice.content.service_item}
    return item_values(call.house, {**stored, **whole}, call.now)
