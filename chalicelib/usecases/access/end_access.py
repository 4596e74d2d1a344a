"""End a person's access at once, give it back, look at it: the system administrator's commands (ADR 0064)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.domain import access
from chalicelib.domain.access import Access, EndReason
from chalicelib.domain.decisions import Decision
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.identity_ports import Standing
from chalicelib.usecases.ports import House, Once, UnitOfWork

RESTRICTED = "restricted"
WORDS_PREFIX = "aw"

Decide = Callable[[Access, str, datetime], Decision[Access]]


@dataclass(frozen=True, slots=True)
class AccessView:
    """A line of the roster with what was decided about it; `words` is empty once erased."""

    standing: Standing
    access: Access
    words: str = ""
    ended_by: str = ""


def end_access(
    house: House, actor: Actor, badge: str, reason: EndReason, words: str, once: Once | None = None
) -> Access:
    """End every session and token of a person and bar the door.

    Raises:
        NotFound: when nobody holds the work number.
        Forbidden: `role-needed`, `own-access`.
        Conflict: `access-is-ended`.
    """

    def decide(known: Access, ref: str, now: datetime) -> Decision[Access]:
        return access.end_access(known, reason, ref, actor, now)

    return _decide(house, actor, badge, words, decide, once)


def restore_access(house: House, actor: Actor, badge: str, words: str, once: Once | None = None) -> Access:
    """Let a person sign in again.

    Raises:
        NotFound: when nobody holds the work number.
        Forbidden: `role-needed`, `own-access`.
        Conflict: `access-not-ended`.
    """

    def decide(known: Access, ref: str, _now: datetime) -> Decision[Access]:
        return access.restore_access(known, ref, actor)

    return _decide(house, actor, badge, words, decide, once)


def read_access(house: House, badge: str) -> AccessView:
    """Return a person's line, and why and by whom access was ended.

    Raises:
        NotFound: when nobody holds the work number.
    """
    standing = house.roster.find(badge)
    known = house.roster.access(standing.person)
    if known.ending is None:
        return AccessView(standing, known)
    ended_by = house.epochs.get(known.ending.by).badge
    return AccessView(standing, known, str(_words(house, known.ending.words).get("text", "")), ended_by)


def _words(house: House, ref: str) -> Mapping[str, Json]:
    try:
        return house.queries.personal(ref)
    except NotFound:
        return {}


def _decide(house: House, actor: Actor, badge: str, words: str, decide: Decide, once: Once | None) -> Access:
    def attempt(uow: UnitOfWork, now: datetime) -> Access:
        standing = house.roster.find(badge)
        known = uow.persons.find(standing.person)
        ref = f"access/{new_id(WORDS_PREFIX, now)}"
        decision = decide(known or Access(standing.person), ref, now)
        (uow.persons.save if known else uow.persons.add)(decision, actor)
        uow.vault.put(ref, {"text": words}, RESTRICTED)
        uow.bar(standing, house.clock.wall_now(), is_ended=decision.state.ending is not None)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda person: person.id, replay=_load)


def _load(uow: UnitOfWork, person: str) -> Access:
    return uow.persons.load(person)
