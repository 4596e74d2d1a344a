"""An item is joined to those that ask for the same, or said not to be like them (evaluation.md §8.16)."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.moving import noted
from chalicelib.domain.satisfaction.hotline.rights import DISCLOSERS
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, Forbidden


def join_problem(item: HotlineItem, problem: str, actor: Actor, now: datetime) -> Decision[HotlineItem]:
    """Note the problem that an item is one of.

    Raises:
        Forbidden: `role-needed` for anyone but the hotline office and the regulator.
        Conflict: `confidential-item` for a report.
    """
    _check(item, actor)
    return noted(item, "joined", now, {"problem": problem}, problem=problem)


def note_unlike(
    item: HotlineItem, others: tuple[str, ...], actor: Actor, now: datetime
) -> Decision[HotlineItem]:
    """Note that others do not ask for the same, so that they are not proposed again.

    Raises:
        Forbidden: `role-needed` for anyone but the hotline office and the regulator.
        Conflict: `confidential-item` for a report.
    """
    _check(item, actor)
    unlike = tuple(dict.fromkeys((*item.unlike, *others)))
    return noted(item, "unlike_noted", now, {"unlike": len(others)}, unlike=unlike)


def _check(item: HotlineItem, actor: Actor) -> None:
    if not actor.has(*DISCLOSERS):
        raise Forbidden("role-needed", roles=sorted(DISCLOSERS))
    if item.is_confidential:
        raise Conflict("confidential-item")
