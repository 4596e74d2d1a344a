"""A text that residents get, as an aggregate: every version it ever had, and which one is in force.

The service centre drafts, the regulator, always another person, approves (evaluation.md §6: what rules are to
be is proposed by one and approved by the regulator). A version is never edited; going back to an older one is
a new version of the same words. Version 0 is the rule profile's own text.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.transitions import Move, TransitionTable

SPREADS = timedelta(minutes=1)
"""A version takes effect no sooner: senders remember templates for half a minute."""


class VersionState(StrEnum):
    """Where a version stands."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


_V = VersionState
_REGULATOR = "regulator, another person"
TEXT_VERSION = TransitionTable(
    "text-version",
    (
        Move(None, "proposed", _V.PROPOSED, "centre supervisor"),
        Move(_V.PROPOSED, "approved", _V.APPROVED, _REGULATOR),
        Move(_V.PROPOSED, "declined", _V.DECLINED, _REGULATOR),
        Move(_V.PROPOSED, "withdrawn", _V.WITHDRAWN, "centre supervisor"),
    ),
)
TARGETS = {"approved": _V.APPROVED, "declined": _V.DECLINED, "withdrawn": _V.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Signed:
    """Who did something, when, and for which body: the person as a work number on screen, never a name."""

    by: str
    org: str
    badge: str
    org_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the words; `wanted_at` is from when its drafter wants it, `effective_at` since when."""

    number: int
    text: str
    state: VersionState
    proposed: Signed | None = None
    wanted_at: datetime | None = None
    decided: Signed | None = None
    effective_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """All versions of one kind of text, the oldest first."""

    id: str
    versions: tuple[Version, ...] = ()

    @property
    def waiting(self) -> Version | None:
        """Return the version that waits for the regulator; there is one at most."""
        return next((one for one in self.versions if one.state is _V.PROPOSED), None)


def default_version(kind: TextKind, rules: SatisfactionRules) -> Version:
    """Return the profile's own text as version 0."""
    text: str = getattr(rules.text, kind.lower())
    return Version(0, text, _V.APPROVED)


def version_at(
    template: TextTemplate | None, kind: TextKind, now: datetime, rules: SatisfactionRules
) -> Version:
    """Return the version in force at an instant: the one that took effect last."""
    found = [
        (one.effective_at, one.number, one)
        for one in (template.versions if template else ())
        if one.effective_at is not None and one.effective_at <= now
    ]
    return max(found)[2] if found else default_version(kind, rules)


def version_of(
    template: TextTemplate | None, kind: TextKind, number: int, rules: SatisfactionRules
) -> Version:
    """Return a version by its number.

    Raises:
        NotFound: when there is none.
    """
    if number == 0:
        return default_version(kind, rules)
    for one in template.versions if template else ():
        if one.number == number:
            return one
    raise NotFound("not-found", kind="text-version")


def propose(
    template: TextTemplate,
    text: str,
    wanted_at: datetime | None,
    segments: int,
    actor: Actor,
    signed: Signed,
) -> Decision[TextTemplate]:
    """Put a new version before the regulator.

    Raises:
        Forbidden: `role-needed` for anyone but the service centre.
        Conflict: `text-waits` while another version waits.
    """
    _check_role(actor, Role.CENTRE_SUPERVISOR)
    if template.waiting is not None:
        raise Conflict("text-waits")
    version = Version(len(template.versions) + 1, text, _V.PROPOSED, signed, wanted_at)
    TEXT_VERSION.check(None, "proposed", version.state)
    return _decided("proposed", template, version, segments=segments)


def decide(
    template: TextTemplate, number: int, event: str, actor: Actor, signed: Signed
) -> Decision[TextTemplate]:
    """Approve, decline or withdraw the version that waits.

    Raises:
        Forbidden: `role-needed`, or `same-person-drafted` to whoever drafted it.
        Conflict: `wrong-state`.
        NotFound: when there is no such version.
    """
    before = next((one for one in template.versions if one.number == number), None)
    if before is None or before.proposed is None:
        raise NotFound("not-found", kind="text-version")
    _check_role(actor, Role.CENTRE_SUPERVISOR if event == "withdrawn" else Role.REGULATOR)
    if event != "withdrawn" and actor.person == before.proposed.by:
        raise Forbidden("same-person-drafted")
    TEXT_VERSION.check(before.state, event, TARGETS[event])
    since = None
    if event == "approved":
        since = max(before.wanted_at or signed.at, signed.at + SPREADS)
    after = replace(before, state=TARGETS[event], decided=signed, effective_at=since)
    return _decided(event, template, after)


def _check_role(actor: Actor, role: Role) -> None:
    if not actor.has(role):
        raise Forbidden("role-needed", roles=[role])


def _decided(event: str, template: TextTemplate, version: Version, **facts: Json) -> Decision[TextTemplate]:
    """Return the template with a version in its place; of the words the ledger has the hash."""
    versions = (*template.versions[: version.number - 1], version, *template.versions[version.number :])
    since = version.effective_at
    data: dict[str, Json] = {
        "kind": template.id,
        "version": version.number,
        "state": version.state.value,
        "text_sha256": sha256_hex(version.text),
        "effective_at": format_instant(since) if since else None,
        **facts,
    }
    return Decision(replace(template, versions=versions), Event(f"text-template.{event}", data))
