"""Find what reads like an item: the latest items and bad ratings of its unit, and items of its topic (§8.16).

Nothing is searched through: three pages of lists name the candidates, and only those are opened.
"""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.paging import PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House
from chalicelib.usecases.problems.likeness import alike
from chalicelib.usecases.work_orders.voices import VOICES, voice_of

LIST = "alike"
COMPARED, ORDERS_COMPARED = PageRequest(limit=30), PageRequest(limit=15)
"""So many are compared: each is opened from the vault."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may ask for the same: an item, or a work order of a bad level; its words lie at `ref`."""

    id: str
    number: str
    channel: str
    ref: str
    at: datetime
    problem: str = ""

    @property
    def is_order(self) -> bool:
        """Tell whether it is a work order."""
        return self.channel in VOICES


@dataclass(frozen=True, slots=True)
class Similar:
    """A candidate that reads alike, with its words."""

    candidate: Candidate
    likeness_bp: int
    text: str


def find_similar(house: House, item: HotlineItem) -> list[Similar]:
    """Return what reads like an item, the likest first; nothing for a confidential one."""
    if item.is_confidential:
        return []
    found = {one.id: one for one in (*_items(house, item), *_orders(house, item)) if one.id != item.id}
    kept = [one for one in found.values() if one.id not in item.unlike]
    texts = house.queries.personal_many(sorted({item.content.ref, *(one.ref for one in kept)}))
    mine = texts.get(item.content.ref)
    if mine is None:
        return []
    others = [(one.id, str(texts[one.ref]["text"])) for one in kept if one.ref in texts]
    words, rules = dict(others), house.rating_rules.load(item.profile)
    likely = alike(str(mine["text"]), others, rules.hotline.alike_bp)
    similar = [Similar(found[name], likeness_bp, words[name]) for name, likeness_bp in likely]
    return sorted(similar, key=lambda one: -one.likeness_bp)


def _items(house: House, item: HotlineItem) -> Iterator[Candidate]:
    unit = item.unit or item.about
    facets = [f"topic={item.topic}", *([f"unit={unit}"] if unit else [])]
    for facet in facets:
        for card in house.lists.page(LIST, facet, COMPARED).cards:
            data = {name: str(value) for name, value in card.data.items()}
            at, problem = parse_instant(data["created_at"]), data.get("problem", "")
            yield Candidate(data["id"], data["item_no"], data["source"], data["ref"], at, problem)


def _orders(house: House, item: HotlineItem) -> Iterator[Candidate]:
    """Yield the latest bad levels of the unit with which something was said."""
    unit = item.unit or item.about
    cards = house.lists.page("orders", f"unit={unit}", ORDERS_COMPARED).cards if unit else ()
    for card in cards:
        order = house.orders.find(str(card.data["id"]))
        voice = voice_of(house, order) if order else None
        ref = voice.correction_ref or voice.words_ref if voice else ""
        if order and ref:
            yield Candidate(order.id, order.wo_no, order.source.value, ref, order.created_at)
