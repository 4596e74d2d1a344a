"""Read a work order as far as the reader may, and the identity behind it for a recorded reason (§6)."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.order_texts.order_text import OrderText, name_for
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.work_orders.appeal import Appeal, Category
from chalicelib.domain.satisfaction.work_orders.appeal_states import AppealState
from chalicelib.domain.satisfaction.work_orders.disclosing import disclose
from chalicelib.domain.satisfaction.work_orders.facts import DisclosureReason, Source, Step, Words
from chalicelib.domain.satisfaction.work_orders.rights import WATCHERS, check_reader
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import without_numbers
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.conduct.report_case import inspect_evidence
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.ratings.same_device import count_unserved
from chalicelib.usecases.work_orders.call_resident import number_to_call, reached_at
from chalicelib.usecases.work_orders.finding_words import finding_refs
from chalicelib.usecases.work_orders.measures import GUIDE, guide_refs
from chalicelib.usecases.work_orders.voices import Done, Voice, done_for, voice_of


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with the words its reader may read, by what they are; `phone` is masked, empty for most."""

    order: WorkOrder
    rating: Rating | None
    corrected_level: int
    """What the resident says it was, where that is not what was noted of them; else nought."""
    done: Done | None
    """What was done for the resident."""
    words: Mapping[str, str]
    guide: Mapping[str, str]
    phone: str
    history: tuple[Entry, ...]
    texts: tuple[OrderText, ...] = ()
    device_ratings: int | None = None
    """What the reviewers of a claim of malice are told: ratings of the device for services not received."""


def read_order(house: House, actor: Actor, order_id: str) -> OrderView:
    """Return an order with its words and its history.

    Raises:
        NotFound: when there is none.
        Forbidden: to the rated clerk, to other units and to whoever has nothing to do with orders.
    """
    order = _find(house, order_id)
    check_reader(order, actor)
    voice = voice_of(house, order)
    refs = dict(_refs(order, voice))
    found = house.queries.personal_many(sorted(refs.values())) if refs else {}
    is_unit = not actor.has(*WATCHERS)
    words = {name: _shown(found[ref], is_unit=is_unit) for name, ref in refs.items() if ref in found}
    guide = {name: words.pop(name) for name in GUIDE if name in words}
    history = tuple(house.queries.entries(f"ORDER#{order_id}"))
    phone = number_to_call(house, order, voice.person_ref if voice else "", actor)
    texts, counted = tuple(_texts(house, order)), _device_ratings(house, order, actor)
    rating = voice.rated.rating if voice and voice.rated else None
    corrected = voice.level if voice and voice.level != order.level and rating is None else 0
    done = done_for(house, voice)
    return OrderView(order, rating, corrected, done, words, guide, phone, history, texts, counted)


def disclose_identity(
    house: House, actor: Actor, order_id: str, reason: str, body: str, once: Once | None = None
) -> Mapping[str, Json]:
    """Write down who opens the identity behind a rating and why, then return it; the resident is shown it.

    `body` is the name of the authority that the person acts for.

    Raises:
        Forbidden: for anyone but the regulator and the reviewers, and for those of the unit.
        Conflict: `stays-unknown` where the resident wanted nobody to look it up.
        NotFound: `erased` where nobody left anything, or it was deleted.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> WorkOrder:
        order = uow.orders.load(order_id)
        decision = disclose(order, DisclosureReason(reason), actor, now, body)
        uow.orders.save(decision, actor)
        return decision.state

    order = house.transact(
        attempt, once=once, ref=lambda one: one.id, replay=lambda uow, one: uow.orders.load(one)
    )
    return house.queries.personal(reached_at(house, order))


def evidence_link(house: House, actor: Actor, order_id: str, place: str) -> str:
    """Return a short-lived address of a file of the measure or the appeal, by its place counted from 1.

    Raises:
        NotFound: when there is no such file.
        Forbidden: to whoever may not read the order.
    """
    order = _find(house, order_id)
    check_reader(order, actor)
    files = {str(number): one for number, one in enumerate(files_of(order), start=1)}
    if place not in files:
        raise NotFound("not-found", kind="file")
    stored = inspect_evidence(house, files[place])
    suffix = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[stored.content_type or ""]
    return house.files.link(stored.file_id, f"{order.wo_no}-{place}.{suffix}")


def files_of(order: WorkOrder) -> tuple[str, ...]:
    """Return the files of an order: those of the measure, then those of the appeal."""
    measure, appeal = order.measure, order.appeal
    return (*(measure.evidence if measure else ()), *(appeal.evidence if appeal else ()))


def _find(house: House, order_id: str) -> WorkOrder:
    order = house.orders.find(order_id)
    if order is None:
        raise NotFound("not-found", kind="order")
    return order


def _device_ratings(house: House, order: WorkOrder, actor: Actor) -> int | None:
    is_judged = order.appeal is not None and order.appeal.category is Category.MALICIOUS
    is_judge = actor.has(Role.APPEAL_REVIEWER) and actor.org != order.unit
    return count_unserved(house, house.invitations.find(order.source_id)) if is_judged and is_judge else None


def _texts(house: House, order: WorkOrder) -> Iterator[OrderText]:
    """Yield what the resident was texted, or is about to be."""
    kinds = (TextKind.RECEIPT, TextKind.FEEDBACK) if order.is_contactable and order.dispatched else ()
    for kind in kinds if order.approved else kinds[:1]:
        text = house.order_texts.find(name_for(order, kind))
        if text is not None:
            yield text


def _refs(order: WorkOrder, voice: Voice | None) -> Iterator[tuple[str, str]]:
    """Yield what was written about an order and where it lies; a withdrawn rating has no words any more."""
    if order.source is Source.FINDING:
        yield from finding_refs(order.source_id).items()
    if voice is not None and voice.words_ref:
        yield "rating", voice.words_ref
    if voice is not None and voice.correction_ref:
        yield "correction", voice.correction_ref
    yield from (guide_refs(order.measure) if order.measure else {}).items()
    for name, words in _written(order):
        if words is not None:
            yield name, words.ref


def _written(order: WorkOrder) -> Iterator[tuple[str, Words | None]]:
    for name, step in (*_own_steps(order), *_appeal_steps(order.appeal)):
        if step is not None:
            yield name, step.words
    if order.measure is not None:
        yield from (("measure", order.measure.words), ("reply", order.measure.reply))


def _own_steps(order: WorkOrder) -> Iterator[tuple[str, Step | None]]:
    if order.returns:
        yield from (("return", order.returns[-1].asked), ("return-decision", order.returns[-1].decided))
    yield "contact", order.contacted
    if order.finding is not None:
        yield "finding", order.finding.step
    if order.extension is not None:
        yield from (("extension", order.extension.asked), ("extension-decision", order.extension.decided))
    yield "feedback", order.feedback
    if order.revisit is not None:
        yield "revisit", order.revisit.step
    yield from (("reopening", order.reopened), ("closing", order.closed))


def _appeal_steps(appeal: Appeal | None) -> Iterator[tuple[str, Step | None]]:
    """Yield what was written in an appeal; its reviewers judge without having read each other."""
    if appeal is None:
        return
    yield from (("appeal", appeal.submitted), ("appeal-declined", appeal.declined))
    if appeal.state is not AppealState.UNDER_REVIEW:
        yield from ((f"vote-{number}", vote.step) for number, vote in enumerate(appeal.votes, start=1))
    yield "objection", appeal.objected
    yield "last-word", appeal.final.step if appeal.final else None


def _shown(value: Mapping[str, Json], *, is_unit: bool) -> str:
    """Return a text; the unit does not read a telephone number that somebody wrote into it."""
    text = str(value.get("text", ""))
    return without_numbers(text) if is_unit else text
