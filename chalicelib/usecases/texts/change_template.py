"""Draft the words of a text, and approve, decline or take them back (evaluation.md §6, §7.9)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from chalicelib.domain.satisfaction.text_templates.checking import text_errors
from chalicelib.domain.satisfaction.text_templates.filling import Measured, longest_values, measure
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.text_templates.template import Signed, TextTemplate, decide, propose
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.ports import House, Once, UnitOfWork


def kind_of(name: str) -> TextKind:
    """Return the kind that an address names.

    Raises:
        NotFound: when there is none.
    """
    found = next((kind for kind in TextKind if kind.lower() == name), None)
    if found is None:
        raise NotFound("not-found", kind="text-template")
    return found


def measured(house: House, text: str) -> Measured:
    """Return what a text comes to with the longest values."""
    rules = house.rating_rules.load()
    return measure(text, longest_values(house.link_base, house.text_signature, rules), rules)


def draft_errors(house: House, kind: TextKind, body: Mapping[str, Any]) -> list[FieldError]:
    """Return everything that keeps a draft from being proposed; a second segment has to be confirmed."""
    text = str(body.get("text", "")).strip()
    errors = text_errors(kind, text, urlsplit(house.link_base).hostname or "")
    segments = measured(house, text).segments
    if segments > 1 and not body.get("is_confirmed"):
        errors.append(FieldError("/is_confirmed", "text-two-segments", {"segments": segments}))
    return errors


def propose_text(
    house: House, who: SignedIn, kind: TextKind, body: Mapping[str, Any], once: Once | None = None
) -> TextTemplate:
    """Put new words of a text before the regulator.

    Raises:
        Invalid: with everything that is wrong with them.
        Forbidden, Conflict: as the rules of a template say.
    """
    if errors := draft_errors(house, kind, body):
        raise Invalid(errors=errors)
    text, wanted = str(body["text"]).strip(), body.get("effective_at")
    segments = measured(house, text).segments

    def attempt(uow: UnitOfWork, now: datetime) -> TextTemplate:
        found = uow.templates.find(kind)
        wanted_at = parse_instant(wanted) if wanted else None
        before = found or TextTemplate(kind)
        decision = propose(before, text, wanted_at, segments, who.actor, _signed(who, now))
        (uow.templates.save if found else uow.templates.add)(decision, who.actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda one: one.id, replay=lambda uow, ref: _load(uow, ref))


def decide_text(
    house: House, who: SignedIn, kind: TextKind, number: int, event: str, once: Once | None = None
) -> TextTemplate:
    """Approve, decline or withdraw the version that waits; `event` is a move of its table.

    Raises:
        NotFound, Forbidden, Conflict: as the rules of a template say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> TextTemplate:
        decision = decide(uow.templates.load(kind), number, event, who.actor, _signed(who, now))
        uow.templates.save(decision, who.actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda one: one.id, replay=lambda uow, ref: _load(uow, ref))


def _signed(who: SignedIn, now: datetime) -> Signed:
    return Signed(who.actor.person, who.actor.org, who.badge, who.org_name, now)


def _load(uow: UnitOfWork, kind: str) -> TextTemplate:
    return uow.templates.load(kind)
