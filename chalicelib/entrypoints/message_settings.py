"""How the messages of one's organisation or desk arrive: as texts too, when, and whether alerts come."""

from typing import Any

from chalicelib.domain.marketplace.messages.groups import Group
from chalicelib.domain.marketplace.messages.quiet import Quiet
from chalicelib.domain.marketplace.messages.settings import CHANGERS, MessageSettings, recipient_of
from chalicelib.entrypoints.authority.item_bodies import check_seen
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import EVERYONE, Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.usecases.messages.change_settings import Wish, change_settings, known_mobile
from chalicelib.web.forms import Form
from chalicelib.web.views.message_settings import offered_groups, settings_json

book = RouteBook(EVERYONE, Duty.DESK)

PAGE, API, SCHEMA = "/messages/settings", "/api/v1/messages/settings", "message-settings"
BIDDERS = (Role.AGENCY_ADMIN, Role.AGENCY_AGENT)
DONE = "saved"


@book.page(PAGE)
def show_settings(call: Call, form: Form | None = None) -> Reply:
    """Show how messages arrive, as a form to whoever may change it."""
    settings, version = call.house.message_settings.versioned(recipient_of(call.actor))
    shown = _shown(call, settings)
    own = {name: shown[name] for name in ("texts", "alerts", "quiet_from", "quiet_until")}
    return call.show(
        "message_settings.html",
        form=form or call.filled_form(own, SCHEMA),
        settings=shown,
        groups=offered_groups(is_bidder=call.actor.has(*BIDDERS)),
        version=version,
        is_connected=call.house.notifier.is_connected,
        rules=call.house.rules.load().message,
        done=call.asked("done") == DONE,
    )


@book.form(PAGE, schema=SCHEMA, audience=CHANGERS, again=show_settings)
def post_settings(call: Call) -> Reply:
    """Keep the choice and show it."""
    change_settings(call.house, call.actor, _wish(call), check_seen(call), call.once())
    return call.go(f"{PAGE}?done={DONE}")


@book.api("GET", API, answer="message-settings-answer")
def get_settings(call: Call) -> Reply:
    """Return how messages arrive; the ETag is what PUT wants back."""
    settings, version = call.house.message_settings.versioned(recipient_of(call.actor))
    return call.data(_shown(call, settings), version=version)


@book.api("PUT", API, schema=SCHEMA, audience=CHANGERS, answer="message-settings-answer")
def put_settings(call: Call) -> Reply:
    """Replace the whole choice; the phone on file stays unless another is given or it is to be deleted."""
    changed = change_settings(call.house, call.actor, _wish(call), call.check_if_match)
    return call.data(_shown(call, changed.settings), version=changed.version)


def _wish(call: Call) -> Wish:
    body, rules = call.command(), call.house.rules.load().message
    usual = Quiet(rules.quiet_from_hour, rules.quiet_until_hour)
    quiet = Quiet(body["quiet_from"], body["quiet_until"]) if "quiet_from" in body else usual
    return Wish(
        texts=tuple(Group(one) for one in body.get("texts", ())),
        alerts=body["alerts"],
        quiet=None if quiet == usual else quiet,
        mobile=body.get("phone"),
        forget_phone=body.get("forget_phone", False),
    )


def _shown(call: Call, settings: MessageSettings) -> dict[str, Any]:
    mobile, rules = known_mobile(call.house, settings), call.house.rules.load().message
    return settings_json(settings, mobile, rules, may_change=call.actor.has(*CHANGERS))
