"""Read an item as far as the reader may, the identity behind it for a recorded reason, and by the secret."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.hotline.calling import correctable_until
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.offers import resident_steps
from chalicelib.domain.satisfaction.hotline.rights import WATCHERS, check_reader
from chalicelib.domain.satisfaction.hotline.sending import reopens_until
from chalicelib.domain.satisfaction.hotline.supervising import disclose
from chalicelib.domain.satisfaction.invitations.shut import LinkShut, Shut
from chalicelib.domain.satisfaction.work_orders.facts import DisclosureReason, Extension, Step, Words
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Forbidden, NotFound
from chalicelib.kernel.identifiers import without_numbers
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.hotline.call_resident import number_to_call
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.ports import House, Once, UnitOfWork


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with the words its reader may read, by what they are; `phone` is masked, empty for most."""

    item: HotlineItem
    words: Mapping[str, str]
    phone: str
    history: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """An item as its resident follows it: what was answered, and what can be done now."""

    item: HotlineItem
    words: Mapping[str, str]
    steps: frozenset[str]
    correct_until: datetime | None
    reopens_until: datetime | None


def read_item(house: House, actor: Actor, item_id: str) -> ItemView:
    """Return an item with its words and its history.

    Raises:
        NotFound: when there is none.
        Forbidden: to other units, other windows, and whoever has nothing to do with items.
    """
    item = find_item(house, item_id)
    check_reader(item, actor)
    refs = {name: words.ref for name, words in (*_raised(item), *_public(item), *_inside(item)) if words}
    found = house.queries.personal_many(sorted(refs.values())) if refs else {}
    is_unit = not actor.has(*WATCHERS)
    words = {name: _shown(found[ref], is_unit=is_unit) for name, ref in refs.items() if ref in found}
    history = tuple(house.queries.entries(f"HOTLINE#{item_id}"))
    return ItemView(item, words, number_to_call(house, item, actor), history)


def find_item(house: House, item_id: str) -> HotlineItem:
    """Return an item.

    Raises:
        NotFound: when there is none.
    """
    item = house.hotline.find(item_id)
    if item is None:
        raise NotFound("not-found", kind="hotline")
    return item


def follow_item(house: House, secret: str, now: datetime) -> Followed:
    """Return an item by its secret.

    Raises:
        NotFound: `link-shut` for a secret that nobody was given, or whose person was taken out.
    """
    item = house.hotline.find(id_of(secret))
    if item is None or item.is_forgotten:
        raise LinkShut(Shut.REVOKED if item else Shut.UNKNOWN)
    rules = house.rating_rules.load(item.profile)
    words = {name: _public_words(house, one.ref) for name, one in _public(item) if one}
    shown = {name: text for name, text in words.items() if text}
    steps = resident_steps(item, now, rules)
    return Followed(item, shown, steps, correctable_until(item, rules), reopens_until(item, rules))


def receipt_secret(house: House, actor: Actor, item_id: str) -> str:
    """Return the secret of an item for its printed receipt: to whoever took it in, and nobody else.

    Raises:
        Forbidden: `not-your-item`.
        NotFound: when there is no such item, or its person was deleted.
    """
    item = find_item(house, item_id)
    if actor.person != item.received.by:
        raise Forbidden("not-your-item")
    return str(house.queries.personal(f"HOTLINE#{item_id}")["secret"])


def disclose_person(
    house: House, actor: Actor, item_id: str, reason: str, body: str, once: Once | None = None
) -> Mapping[str, Json]:
    """Write down who opens who raised an item and why, then return it; the resident is shown it.

    `body` is the name of the authority that the person acts for.

    Raises:
        Forbidden: for anyone but the hotline office and the regulator, and for those of the unit.
        NotFound: `erased` where nobody left anything, or it was deleted.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> HotlineItem:
        decision = disclose(uow.hotline.load(item_id), DisclosureReason(reason), actor, now, body)
        uow.hotline.save(decision, actor)
        return decision.state

    house.transact(attempt, once=once, ref=lambda one: one.id, replay=lambda uow, one: uow.hotline.load(one))
    person = house.queries.personal(f"HOTLINE#{item_id}")
    shown = {name: value for name, value in person.items() if name != "secret"}
    if not shown:
        raise NotFound("erased")
    return shown


Named = tuple[str, Words | None]


def told_resident(item: HotlineItem) -> Iterator[Named]:
    """Yield what the resident said and what they were answered."""
    yield from (*_raised(item), *_public(item))
    yield from ((f"said-{number}", one.step.words) for number, one in enumerate(item.past_said, start=1))
    yield from (("said", item.said.step.words if item.said else None), ("reopening", _words(item.reopened)))


def _raised(item: HotlineItem) -> Iterator[Named]:
    yield from (("content", item.content), ("wanted", item.wanted), ("place", item.place))


def _public(item: HotlineItem) -> Iterator[Named]:
    """Yield what the resident reads as well."""
    for number, reply in enumerate(item.past_replies, start=1):
        yield f"reply-{number}", reply.words
    yield from ((f"progress-{number}", step.words) for number, step in enumerate(item.progress, start=1))
    yield from ((name, one.asked.words) for name, one in _extensions(item) if one.is_granted)
    yield from (("reply", item.reply.words if item.reply else None), ("report", _words(item.reported)))


def _inside(item: HotlineItem) -> Iterator[Named]:
    for number, sent in enumerate(item.sent, start=1):
        yield from ((f"sent-{number}", sent.step.words), (f"returned-{number}", _words(sent.returned)))
    yield "contact", _words(item.contacted)
    for name, one in _extensions(item):
        if not one.is_granted:
            decision = name.replace("extension", "extension-decision")
            yield from ((name, one.asked.words), (decision, _words(one.decided)))
    yield "said", item.said.step.words if item.said else None
    yield "reopening", _words(item.reopened)
    yield "instruction", _words(item.instructed)
    yield "closing", _words(item.closed)


def _extensions(item: HotlineItem) -> Iterator[tuple[str, Extension]]:
    """Yield what more time was asked for, the earlier requests by their number."""
    yield from ((f"extension-{number}", one) for number, one in enumerate(item.past_extensions, start=1))
    if item.extension is not None:
        yield "extension", item.extension


def _words(step: Step | None) -> Words | None:
    return step.words if step else None


def _public_words(house: House, ref: str) -> str:
    try:
        return str(house.queries.personal(ref)["text"])
    except NotFound:
        return ""


def _shown(value: Mapping[str, Json], *, is_unit: bool) -> str:
    """Return a text; units and windows do not read a number that somebody wrote into it."""
    text = str(value.get("text", ""))
    return without_numbers(text) if is_unit else text
