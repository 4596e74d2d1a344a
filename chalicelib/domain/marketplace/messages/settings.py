"""An organisation's or a desk's choice: what comes as a text message besides the inbox, where and when.

What the law has somebody told is always in the inbox (§6 no. 5); only hints at opportunities can be switched
off. The number of the phone lies in the vault; here is where it lies and by what it is recognised.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.messages.groups import Group
from chalicelib.domain.marketplace.messages.quiet import Quiet
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import FieldError, Forbidden, Invalid
from chalicelib.kernel.records import dataclass

DESKS = (
    Role.OPERATOR_REVIEWER, Role.OPERATOR_PUBLISHER, Role.SUPERVISOR, Role.SYSADMIN, Role.CENTRE_SUPERVISOR,
    Role.REGULATOR, Role.APPEAL_REVIEWER, Role.DPO, Role.CALLBACK_AGENT, Role.CALLBACK_LEAD,
    Role.SURVEY_DESIGNER, Role.HOTLINE_OPERATOR,
)  # fmt: skip
"""Roles that share one inbox, whatever body their people belong to."""

UNITS = {frozenset({Role.CLERK}): "clerks", frozenset({Role.UNIT_HANDLER, Role.UNIT_HEAD}): "unit"}
"""Inboxes of those who serve or mend for a body: not the one in which it hears of its purchases."""

CHANGERS = frozenset({
    *DESKS, Role.OWNER_ADMIN, Role.AGENCY_ADMIN, Role.DEPARTMENT, Role.UNIT_HEAD, Role.EXTERNAL_EVALUATOR,
})  # fmt: skip
"""Who decides for all readers of an inbox: an organisation's administrator, the people of a desk."""

LAST_HOUR = 23


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in the vault: its reference, and the keyed hash by which it is recognised."""

    ref: str
    key: str


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """The choice of one recipient (`org:…`, `unit:…`, `clerks:…`, `role:…`).

    Without `quiet` the rule profile's hours hold.
    """

    id: str
    texts: tuple[Group, ...] = ()
    alerts: bool = True
    phone: Phone | None = None
    quiet: Quiet | None = None
    changed_at: datetime | None = None

    def wants_text(self, group: Group) -> bool:
        """Tell whether messages of a group come to the phone as well."""
        return self.phone is not None and group in self.texts

    def wants(self, group: Group) -> bool:
        """Tell whether messages of a group are wanted at all; all but hints at opportunities always are."""
        return self.alerts or group is not Group.MATCHING


def recipient_of(actor: Actor) -> str:
    """Return whose inbox a person reads: a desk's for those who serve everybody, else the organisation's."""
    held = next((role for role in DESKS if actor.has(role)), None)
    inbox = next((name for roles, name in UNITS.items() if actor.roles and actor.roles <= roles), "org")
    return f"role:{held}" if held else f"{inbox}:{actor.org}"


def check_may_change(actor: Actor) -> None:
    """Let only those decide who answer for the inbox.

    Raises:
        Forbidden: `role-needed`.
    """
    if not actor.has(*CHANGERS):
        raise Forbidden("role-needed", roles=sorted(role.value for role in CHANGERS))


def change(
    before: MessageSettings, wanted: MessageSettings, actor: Actor, now: datetime
) -> Decision[MessageSettings]:
    """Put a choice in the place of the one before.

    Raises:
        Forbidden: `role-needed`.
        Invalid: with every error: `required` where texts are wanted and no phone is known, `out-of-range`.
    """
    check_may_change(actor)
    errors = [] if wanted.phone or not wanted.texts else [FieldError("/phone", "required")]
    quiet = wanted.quiet
    for name, hour in (("quiet_from", quiet.from_hour), ("quiet_until", quiet.until_hour)) if quiet else ():
        if not 0 <= hour <= LAST_HOUR:
            errors.append(FieldError(f"/{name}", "out-of-range", {"min": 0, "max": LAST_HOUR}))
    if errors:
        raise Invalid(errors=errors)
    after = replace(
        wanted,
        id=before.id,
        texts=tuple(group for group in Group if group in wanted.texts),
        changed_at=now,
    )
    phone = after.phone
    facts = {
        "recipient": after.id,
        "texts": [group.value for group in after.texts],
        "alerts": after.alerts,
        "quiet": None if quiet is None else [quiet.from_hour, quiet.until_hour],
        "phone_ref": None if phone is None else phone.ref,
        "phone_key": None if phone is None else phone.key,
    }
    return Decision(after, Event("settings.changed", facts))
