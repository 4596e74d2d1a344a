"""What time and the regulator do to an item: cards, urging, supervision (督办), opening the identity."""

from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision, Due
from chalicelib.domain.satisfaction.hotline.facts import Mark, Reason
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.lateness import (
    CARD_EVENTS,
    cards_to_come,
    late_step,
    late_unit,
    marks_to_come,
)
from chalicelib.domain.satisfaction.hotline.moving import moved, noted
from chalicelib.domain.satisfaction.hotline.rights import check_overseer, check_regulator, check_unit
from chalicelib.domain.satisfaction.hotline.states import ITEM
from chalicelib.domain.satisfaction.privacy.erasing import Why
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.facts import (
    Card,
    CardKind,
    Disclosure,
    DisclosureReason,
    Step,
    Words,
    check_words,
)
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict

SUPERVISE = "supervise"


def next_due(item: HotlineItem) -> Due | None:
    """Return the next work of the clock, or None while the item waits for people only."""
    dues = [Due(card.kind.lower(), card.at) for card in cards_to_come(item)[:1]]
    dues += [Due(SUPERVISE, mark.at) for mark in marks_to_come(item)[:1]]
    return min(dues, key=lambda due: due.at, default=None)


def run_clock(item: HotlineItem, now: datetime) -> Decision[HotlineItem]:
    """Do the next work of the clock.

    Raises:
        Conflict: `nothing-due`.
    """
    due = next_due(item)
    if due is None or now < due.at:
        raise Conflict("nothing-due")
    if due.kind == SUPERVISE:
        return noted(item, "supervised", due.at, marks=marks_to_come(item)[:1])
    card = cards_to_come(item)[0]
    return noted(item, CARD_EVENTS[card.kind], due.at, {"step": card.step}, cards=(card,))


def urge(item: HotlineItem, actor: Actor, now: datetime) -> Decision[HotlineItem]:
    """Urge whoever is late (催办), before the clock does.

    Raises:
        Forbidden: for anyone but the hotline office and the regulator, and for those of the unit.
        Conflict: `nothing-overdue-here` when no step is late, or the one that is was urged already.
    """
    check_overseer(item, actor)
    late = late_step(item, now)
    if late is None:
        raise Conflict("nothing-overdue-here")
    step, clock = late
    card = Card(CardKind.URGED, step, clock.at, now, late_unit(item, step))
    return noted(item, CARD_EVENTS[card.kind], now, {"step": step}, cards=(card,))


def instruct(
    item: HotlineItem, words: Words, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[HotlineItem]:
    """Say what has to be done (督办意见); an item that was under no supervision comes under it by that.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `wrong-state` for an item that is over.
        Invalid: for words too short or too long.
    """
    check_regulator(item, actor)
    given = rules.hotline
    check_words("/instruction", words, given.reason_min_chars, given.content_max_chars)
    marks = () if item.is_supervised else (Mark(Reason.BY_REGULATOR, now),)
    step = Step(actor.person, actor.org, now, words)
    return moved(item, "instructed", item.state, now, marks=marks, instructed=step)


def report_back(
    item: HotlineItem, words: Words, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[HotlineItem]:
    """Report what became of the regulator's instruction, once for each; the resident reads it (§2.7).

    Raises:
        Forbidden: for anyone but the unit.
        Conflict: `nothing-to-report` without an instruction, or once it was reported on, or `wrong-state`.
        Invalid: for words too short or too long.
    """
    check_unit(item, actor)
    if not item.owes_report:
        raise Conflict("nothing-to-report")
    given = rules.hotline
    check_words("/reply", words, given.reply_min_chars, given.reply_max_chars)
    step = Step(actor.person, actor.org, now, words)
    return moved(item, "reported_back", item.state, now, reported=step)


def disclose(
    item: HotlineItem, reason: DisclosureReason, actor: Actor, now: datetime, body: str = ""
) -> Decision[HotlineItem]:
    """Note that somebody of a body opens who raised the item, before they see it; the resident reads it.

    Raises:
        Forbidden: for anyone but the hotline office and the regulator, and for those of the unit.
    """
    check_overseer(item, actor)
    office = Role.REGULATOR if actor.has(Role.REGULATOR) else Role.HOTLINE_OPERATOR
    opened = Disclosure(office.value, reason, Step(actor.person, actor.org, now), body)
    data = {"reason": reason.value, "office": office.value}
    return noted(item, "identity_disclosed", now, data, disclosures=(*item.disclosures, opened))


def forget(item: HotlineItem, why: Why, now: datetime) -> Decision[HotlineItem]:
    """Note that person and words of an item that is over are deleted.

    Raises:
        Conflict: `wrong-state` while it is open.
    """
    ITEM.check(item.state, "person_forgotten", item.state)
    gone: dict[str, Any] = {"contact": "", "is_textable": False, "may_unit_contact": False}
    return noted(item, "person_forgotten", now, {"why": why}, is_forgotten=True, **gone)
