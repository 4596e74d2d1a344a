"""A person's access, ended at once and given back by the administrator of the system (docs/rules.md §5).

The person is a pseudonymous subject; the words of a reason lie in the vault, here and in the ledger stands
their reference (ADR 0064). What bars the door is written beside the person's epoch in the same transaction.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden
from chalicelib.kernel.records import dataclass


class EndReason(StrEnum):
    """Why access is ended."""

    COMPROMISED = "compromised"
    LEFT = "left"
    MISUSE = "misuse"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Ending:
    """Why, by whom and when access was ended; `words` is a reference into the vault."""

    reason: EndReason
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Access:
    """One person's access; `ending` while it is ended."""

    id: str
    ending: Ending | None = None


def end_access(
    access: Access, reason: EndReason, words: str, actor: Actor, now: datetime
) -> Decision[Access]:
    """End every session and token of a person and refuse new ones until access is given back.

    Raises:
        Forbidden: `role-needed` for anyone but a system administrator, `own-access` for one's own.
        Conflict: `access-is-ended`.
    """
    _check_may_decide(access, actor)
    if access.ending is not None:
        raise Conflict("access-is-ended")
    ended = replace(access, ending=Ending(reason, words, actor.person, now))
    return Decision(ended, Event("person.access-ended", {"reason": reason.value, "words": words}))


def restore_access(access: Access, words: str, actor: Actor) -> Decision[Access]:
    """Let a person sign in again; what was ended stays ended.

    Raises:
        Forbidden: `role-needed` or `own-access`.
        Conflict: `access-not-ended`.
    """
    _check_may_decide(access, actor)
    if access.ending is None:
        raise Conflict("access-not-ended")
    return Decision(replace(access, ending=None), Event("person.access-restored", {"words": words}))


def _check_may_decide(access: Access, actor: Actor) -> None:
    if not actor.has(Role.SYSADMIN):
        raise Forbidden("role-needed", roles=[Role.SYSADMIN.value])
    if access.id == actor.person:
        raise Forbidden("own-access")
