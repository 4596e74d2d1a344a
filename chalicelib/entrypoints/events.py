"""Timers, streams and queues: what Lambda calls without anybody asking (design §1, §3).

Timers only enqueue. A worker re-reads the entity, so a message delivered twice, late or out of order
does what is due now or nothing. A failed message fails what follows it in its own group, so that nothing
overtakes it, and nobody else's: whatever it was that failed. Eleven functions share this module, so each
imports what it alone does when it is called (ADR 0098).
"""

import json
import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.entrypoints.trace import logger
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.errors import DomainError
from chalicelib.projections.consequences import POINTS
from chalicelib.usecases.advance import advance
from chalicelib.usecases.audit_ports import Audit
from chalicelib.usecases.catalogue_ports import Shelves
from chalicelib.usecases.due_ports import DueItem
from chalicelib.usecases.ports import House

if TYPE_CHECKING:
    from chalicelib.projections.projector import Projector

LEDGER_STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/market-ledger/stream/placeholder"
"""Addresses of streams and queues are placeholders that the merge template replaces (infra/aws)."""

BEACON_REVEALED = "beacon.revealed"
WAKES: Mapping[str, str] = {
    **{
        f"import.{event}": "lifecycle"
        for event in ("accepted", "progressed", "completed", "discarded", "undo-begun")
    },
    **{f"case-import.{event}": "lifecycle" for event in ("accepted", "progressed", "completed", "discarded")},
    **{
        f"campaign.{event}": "invitations"
        for event in ("created", "frame_asked", "frame_paged", "framed", "begun", "asked", "resumed")
    },
    "case.completed": "invitations",
    "callback-plan.begun": "lifecycle",
    "callback-plan.progressed": "lifecycle",
    "contact.which_asked": "invitations",
    "order.created": "orders",
    "order-text.scheduled": "invitations",
    "invitation.answered": "invitations",
    "privacy.ordered": "invitations",
}
"""After each of these a worker of the queue looks what there is to do for the aggregate itself: an import is
applied row by row and then deletes its file, a completed case gets its invitation, an order its unit, its
resident a text; a rating is looked at for signals, a person who asked for it is erased."""

REPORTED = frozenset(
    f"invitation.{event}"
    for event in (
        "answered", "rating_followed_up", "rating_withdrawn", "rating_invalidated", "rating_reinstated",
    )
)  # fmt: skip
"""What the provincial system is told of a rating; its report looks itself what there is to tell."""

BATCHES = {
    "opening": 1, "drawing": 1, "lifecycle": 10, "messages": 10, "invitations": 10, "orders": 10,
    "upward": 10,
}  # fmt: skip
"""Every queue, and how many of its messages its worker takes at once."""

DUE_QUEUES = tuple(BATCHES)

PACED = "invitations"
"""Whose due work is enqueued at the provider's pace and no faster: however many wait, a run takes a minute's
worth of them, the oldest first, so that neither the run nor the queue grows with them."""


def enqueue_due(house: House, *, heartbeat: bool = True) -> int:
    """Send one message for everything due and return how many; sending it again changes nothing.

    Logs how many were sent and how late the oldest is: an alarm reads the line, and misses it when there is
    none. Without a `heartbeat`, where timers run every second, a run that finds nothing says nothing.
    """
    now, sent = house.clock.product_now(), 0
    oldest_at = now
    for queue in DUE_QUEUES:
        for item in _of_this_run(house, queue, now):
            name = f"{item.kind}#{item.identifier}"
            body = {"kind": item.kind, "id": item.identifier, "due_at": item.due_at}
            house.queues.send(queue, name, f"{name}#{item.due_at}", body)
            sent += 1
            # A text that waits for its place in a long line is not late.
            oldest_at = min(oldest_at, now if queue == PACED else parse_instant(item.due_at))
    if sent or heartbeat:
        late_seconds = (now - oldest_at) // timedelta(seconds=1)
        logger().info("due work", extra={"sent": sent, "oldest_overdue_seconds": late_seconds})
    return sent


def _of_this_run(house: House, queue: str, now: datetime) -> Iterable[DueItem]:
    overdue = house.due.overdue(queue, now)
    return islice(overdue, house.rating_rules.load().text.per_minute) if queue == PACED else overdue


def every_morning(house: House) -> None:
    """Remind of deadlines, freeze figures, let go of persons, compare reports; again changes nothing."""
    remind_of_deadlines(house)
    freeze_figures(house)
    let_go_of_persons(house)
    compare_reports(house)


def remind_of_deadlines(house: House) -> int:
    """Have whoever has to act within the next working days reminded; a run again changes nothing."""
    from chalicelib.usecases.remind import enqueue_reminders

    sent = enqueue_reminders(house)
    if sent:
        logger().info("deadlines looked at", extra={"sent": sent})
    return sent


def freeze_figures(house: House) -> int:
    """Have every month whose days are over frozen, and what follows from it begun; again changes nothing."""
    from chalicelib.usecases.ratings.freeze_period import enqueue_freezing
    from chalicelib.usecases.ratings.half_years import enqueue_half_years
    from chalicelib.usecases.surveys.sample_silent import enqueue_sampling

    return enqueue_freezing(house) + enqueue_half_years(house) + enqueue_sampling(house)


def let_go_of_persons(house: House) -> int:
    """Have persons and devices forgotten whose days are over; a run again changes nothing."""
    from chalicelib.usecases.privacy.let_go import enqueue_letting_go

    sent = enqueue_letting_go(house)
    if sent:
        logger().info("persons looked at", extra={"sent": sent})
    return sent


def compare_reports(house: House) -> int:
    """Have the last days' reports compared with the provincial system's lists; again changes nothing."""
    from chalicelib.usecases.upward.reconcile_day import enqueue_reconciliations

    return enqueue_reconciliations(house)


def close_ledger_days(audit: Audit, now: datetime) -> int:
    """Publish the digest of every day of the ledger that is over; return how many were."""
    from chalicelib.usecases.close_day import close_days

    closed = close_days(audit, now)
    for digest in closed:
        logger().info(
            "day closed",
            extra={"day": digest.day.isoformat(), "entries": digest.entries, "root": digest.root},
        )
    return len(closed)


def keep_catalogues(shelves: Shelves) -> int:
    """Fold what is new of every catalogue that has grown into its segments; return how many rows."""
    from chalicelib.projections.compaction import fold_catalogues

    folded = fold_catalogues(shelves)
    if folded:
        logger().info("catalogues folded", extra={"rows": folded})
    return folded


def work(house: House, queue: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """Do the messages of a batch; name those that failed and, of the same group, all after them."""
    failed: list[str] = []
    stopped: set[str] = set()
    for record in event["Records"]:
        group = record["attributes"]["MessageGroupId"]
        if group in stopped:
            failed.append(record["messageId"])
            continue
        if not _succeeds(partial(_do, house, queue, record["body"]), f"{queue} message"):
            failed.append(record["messageId"])
            stopped.add(group)
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def worker(house: Callable[[], House], queue: str) -> Callable[[Any], dict[str, Any]]:
    """Return the function that works through a queue and bears its name."""

    def run(event: Any) -> dict[str, Any]:
        return work(house(), queue, event.to_dict())

    run.__name__ = queue
    return run


def _succeeds(do: Callable[[], None], what: str) -> bool:
    """Do one item of a batch; log why it failed, by code or by type and place, never with values."""
    try:
        do()
    except DomainError as error:
        logger().warning("item failed", extra={"item": what, "code": error.code})
        return False
    except Exception as error:  # noqa: BLE001
        # The one boundary where any failure is caught: raised further, it would fail the batch, and with it
        # what other groups have waiting or have already done. The item is tried again and then set aside.
        logger().error(
            "item failed", extra={"item": what, "error": type(error).__name__, "at": _place(error)}
        )
        return False
    return True


def _place(error: Exception) -> str:
    """Return the file and line that raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


def _do(house: House, queue: str, text: str) -> None:
    body = json.loads(text)
    if queue == "messages":
        from chalicelib.usecases.deliver_message import deliver_message

        deliver_message(house, body)
    elif body["kind"] == POINTS:
        from chalicelib.domain.marketplace.conduct.automatic import Fact
        from chalicelib.usecases.conduct.deduct_points import deduct_points

        deduct_points(house, body["id"], Fact(body["uscc"], body["basis"], body["times"]))
    else:
        advance(house, body["kind"], body["id"], queue)


def project(projector: "Projector", event: Mapping[str, Any]) -> dict[str, Any]:
    """Bring every aggregate that a batch hints at up to the ledger."""
    inserted = [image["pk"]["S"] for image in _inserted(event["Records"])]
    projector.catch_up(inserted)
    return {"batchItemFailures": []}


def route_effects(house: House, event: Mapping[str, Any]) -> dict[str, Any]:
    """Send a batch's entries on as messages; name the record at which it failed."""
    for record in event["Records"]:
        if not _succeeds(partial(_route, house, record), "effect"):
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def _route(house: House, record: Mapping[str, Any]) -> None:
    for image in _inserted([record]):
        _send(house, image)


def _send(house: House, image: Mapping[str, Any]) -> None:
    from chalicelib.projections.consequences import consequences_of
    from chalicelib.projections.effects import messages_for

    aggregate, seq = image["pk"]["S"], int(image["seq"]["N"])
    event_id = f"{aggregate}#{seq}"
    if image["type"]["S"] == BEACON_REVEALED:
        _wake_draws(house, event_id)
    if image["type"]["S"] in WAKES:
        kind, identifier = aggregate.split("#", 1)
        body = {"kind": kind.lower(), "id": identifier}
        house.queues.send(WAKES[image["type"]["S"]], aggregate, event_id, body)
    if image["type"]["S"] in REPORTED:
        body = {"kind": "report", "id": aggregate.split("#", 1)[1]}
        house.queues.send("upward", aggregate, event_id, body)
    data = json.loads(image["data"]["S"])
    for place, consequence in enumerate(consequences_of(image["type"]["S"], aggregate, data)):
        house.queues.send("lifecycle", aggregate, f"{event_id}#consequence-{place}", consequence)
    for message in messages_for(image["type"]["S"], data):
        body = {"event": event_id, "at": image["at"]["S"], **message}
        house.queues.send("messages", aggregate, f"{event_id}#{message['to']}#{message['code']}", body)


def _wake_draws(house: House, event_id: str) -> None:
    """Send every frozen notice to its draw; one whose day has not come finds nothing to do."""
    for item in house.due.waiting("drawing"):
        name = f"{item.kind}#{item.identifier}"
        body = {"kind": item.kind, "id": item.identifier, "due_at": item.due_at}
        house.queues.send("drawing", name, f"{name}#{event_id}", body)


def _inserted(records: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Yield the new entries; anything else on the ledger's stream is somebody tampering, and alarms."""
    for record in records:
        if record["eventName"] == "INSERT":
            yield record["dynamodb"]["NewImage"]
        else:
            logger().critical("ledger changed", extra={"event": record["eventName"]})
