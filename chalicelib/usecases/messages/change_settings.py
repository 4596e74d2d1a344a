"""Change how an inbox's messages reach its readers; the number of the phone goes into the vault only."""

from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from chalicelib.domain.marketplace.messages.groups import Group
from chalicelib.domain.marketplace.messages.quiet import Quiet
from chalicelib.domain.marketplace.messages.settings import (
    MessageSettings,
    Phone,
    change,
    check_may_change,
    recipient_of,
)
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import check_mobile
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, Once, UnitOfWork

PURPOSE, SCOPE = "text-phone", "phone"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted from now on; without `mobile` the phone stays, unless it is to be forgotten."""

    texts: tuple[Group, ...]
    alerts: bool
    quiet: Quiet | None
    mobile: str | None = field(default=None, repr=False)
    forget_phone: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """The settings as a command left them, with their version."""

    settings: MessageSettings
    version: int


def change_settings(
    house: House, actor: Actor, wish: Wish, check_version: Callable[[int], None], once: Once | None = None
) -> Changed:
    """Put a choice in the place of the one before.

    Raises:
        DomainError: what `check_version` or the rules refuse.
    """
    check_may_change(actor)
    recipient = recipient_of(actor)
    ref, new = f"SETTINGS#{recipient}", None
    mobile = None if wish.mobile is None else check_mobile(wish.mobile)
    if mobile is not None:
        new = Phone(ref, house.sealing.fingerprint(SCOPE, mobile))

    def attempt(uow: UnitOfWork, now: datetime) -> Changed:
        found = uow.settings.find(recipient)
        check_version(uow.settings.version(recipient))
        before = found or MessageSettings(recipient)
        kept = None if wish.forget_phone else before.phone
        wanted = MessageSettings(recipient, wish.texts, wish.alerts, new or kept, wish.quiet)
        decision = change(before, wanted, actor, now)
        (uow.settings.add if found is None else uow.settings.save)(decision, actor)
        if new is not None:
            uow.vault.put(ref, {"mobile": mobile}, PURPOSE)
        elif before.phone is not None and kept is None:
            uow.vault.erase(ref)
        return Changed(decision.state, uow.settings.version(recipient))

    def again(uow: UnitOfWork, _ref: str) -> Changed:
        return Changed(uow.settings.load(recipient), uow.settings.version(recipient))

    return house.transact(attempt, once=once, ref=lambda changed: changed.settings.id, replay=again)


def known_mobile(house: House, settings: MessageSettings) -> str | None:
    """Return the number on file, to be shown masked; None when there is none."""
    if settings.phone is None:
        return None
    try:
        return str(house.queries.personal(settings.phone.ref)["mobile"])
    except NotFound:
        return None
