"""What the house holds of a person, room by room, and the copy that they are given (PIPL art 45)."""

from collections.abc import Iterable

from chalicelib.domain.satisfaction.callbacks import forgetting
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask, outcome_of
from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.privacy import erasing
from chalicelib.domain.satisfaction.privacy.rooms import Room, read_place
from chalicelib.domain.satisfaction.surveys.survey import Survey, said_in
from chalicelib.domain.satisfaction.work_orders.facts import Disclosure
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.hotline.read_item import told_resident
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.privacy.asked import Asked, called_about, order_of


@dataclass(frozen=True, slots=True)
class HeldCase:
    """What the house knows of a person from one case."""

    case: ServedCase
    rated: Invitation | None
    order: WorkOrder | None = None
    """Of a bad rating."""
    asked: tuple[Asked, ...] = ()
    """Callbacks and surveys about it."""


@dataclass(frozen=True, slots=True)
class Held:
    """The places in which a person stands, the latest first."""

    cases: tuple[HeldCase, ...] = ()
    items: tuple[HotlineItem, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def n_places(self) -> int:
        """Return from how many cases and items the person can be taken."""
        return len(self.cases) + len(self.items)


def held_of(uow: UnitOfWork, contact: str) -> Held:
    """Return what is held of a telephone; what asked about a case is found with it."""
    named: dict[Room, list[str]] = {room: [] for room in Room}
    for place in uow.known.places(contact):
        room, identifier = read_place(place)
        named[room].append(identifier)
    cases = [case for name in named[Room.CASE] if (case := uow.cases.find(name)) is not None]
    items = [item for name in named[Room.ITEM] if (item := uow.hotline.find(name)) is not None]
    return Held(
        tuple(_held(uow, one) for one in sorted(cases, key=lambda one: one.accepted_at, reverse=True)),
        tuple(sorted(items, key=lambda one: one.received.at, reverse=True)),
        tuple(named[Room.PROBLEM]),
    )


def _held(uow: UnitOfWork, case: ServedCase) -> HeldCase:
    owner = uow.owner_of(RATED, case.id)
    rated = uow.invitations.find(owner) if owner else None
    return HeldCase(case, rated, order_of(uow, rated) if rated else None, tuple(called_about(uow, case)))


def copied(house: House, held: Held) -> dict[str, Json]:
    """Return everything that is held but the number that the person came with."""
    return {
        "cases": [_case(house, one) for one in held.cases],
        "items": [_item(house, one) for one in held.items],
    }


def texts(house: House, refs: Iterable[str]) -> list[Json]:
    """Return the texts that lie in the vault under references, in their order, but what was deleted."""
    return [str(one.get("text", "")) for one in _values(house, refs)]


def _case(house: House, held: HeldCase) -> dict[str, Json]:
    case, rated, order = held.case, held.rated, held.order
    person = house.queries.personal_many([case.person_ref]) if case.person_ref else {}
    rating = rated.rating if rated else None
    refs = [*(erasing.words_of_rating(rated) if rated else ())]
    refs += erasing.words_of_order(order) if order else ()
    return {
        "project_no": case.project_no,
        "service_no": case.service_no,
        "service": case.service.task_name,
        "unit": case.service.unit_name,
        "accepted_at": format_instant(case.accepted_at),
        "done_at": format_instant(case.done_at) if case.done_at else None,
        **{name: str(person.get(case.person_ref or "", {}).get(name, "")) for name in ("name", "landline")},
        "level": rating.answer.level if rating else None,
        "rated_at": format_instant(rating.at) if rating else None,
        "later_level": rating.follow_up.level if rating and rating.follow_up else None,
        "photos": len(rating.photos) if rating else 0,
        "network": rating.arrival.network if rating else "",
        **_order(order),
        "words": texts(house, refs),
        "calls": [_call(house, one, one.what) for one in held.asked if isinstance(one.what, CallbackTask)],
        "surveys": [_survey(house, one.what) for one in held.asked if isinstance(one.what, Survey)],
    }


def _order(order: WorkOrder | None) -> dict[str, Json]:
    return {
        "order": order.wo_no if order else None,
        "identity_opened": [_opened(one) for one in order.disclosures] if order else [],
    }


def _call(house: House, asked: Asked, task: CallbackTask) -> dict[str, Json]:
    visited_at = task.visit.visited_at if task.visit else None
    return {
        "called_at": [format_instant(one.at) for one in task.attempts],
        "visited_at": format_instant(visited_at) if visited_at else None,
        "outcome": outcome_of(task).value,
        "level": task.answer.level if task.answer else None,
        **_order(asked.order),
        "said": [*_values(house, forgetting.said_in(task))],
        "words": texts(house, erasing.words_of_order(asked.order)) if asked.order else [],
    }


def _survey(house: House, survey: Survey) -> dict[str, Json]:
    given = survey.given
    return {
        "answered_at": format_instant(given.at) if given else None,
        "answers": dict(given.counted) if given else {},
        "said": [*_values(house, said_in(survey))],
    }


def _item(house: House, item: HotlineItem) -> dict[str, Json]:
    person = house.queries.personal_many([f"HOTLINE#{item.id}"]).get(f"HOTLINE#{item.id}", {})
    words = {name: one.ref for name, one in told_resident(item) if one}
    found = house.queries.personal_many([*words.values()])
    return {
        "item": item.number,
        "received_at": format_instant(item.received.at),
        "unit": item.unit,
        "name": str(person.get("name", "")),
        "landline": str(person.get("landline", "")),
        "level": item.said.level if item.said else None,
        "identity_opened": [_opened(one) for one in item.disclosures],
        "words": {name: str(found[ref].get("text", "")) for name, ref in words.items() if ref in found},
    }


def _opened(one: Disclosure) -> dict[str, Json]:
    """Say which office opened the identity and why; the person of the office is nobody's here."""
    return {
        "body": one.body,
        "office": one.office,
        "reason": one.reason.value,
        "at": format_instant(one.step.at),
    }


def _values(house: House, refs: Iterable[str]) -> list[dict[str, Json]]:
    """Return what lies in the vault under references, in their order, but what was deleted."""
    wanted = list(refs)
    found = house.queries.personal_many(wanted) if wanted else {}
    kept = [found[ref] for ref in wanted if ref in found]
    return [{name: value for name, value in one.items() if name != "salt"} for one in kept]
