"""The world of the simulated fan-out: a clock that jumps, five workers that die, tables of a few bytes each.

The timer, the worker, the claim and its settlement, and the line of texts are the product's own code.
Provider, queue and tables are stand-ins that keep their promises: the queue shows a message again when its
worker died, the provider has what it took whatever the caller was told.
"""

import heapq
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from chalicelib.domain.satisfaction.cases.served_case import Service
from chalicelib.domain.satisfaction.invitations.due import next_due
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, InvitationMode
from chalicelib.domain.satisfaction.invitations.pacing import Line, take_place
from chalicelib.domain.satisfaction.invitations.states import InvitationState
from chalicelib.entrypoints import events
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.workdays import shipped_calendar
from chalicelib.usecases.due_ports import DueItem
from chalicelib.usecases.text_ports import OutgoingText, TextFate, TextNotTakenError
from tests.factories.work_orders import rules_of

RULES = rules_of()
PACE = RULES.text.per_minute
MORNING = datetime(2026, 3, 9, 9, tzinfo=CHINA)
DUE_AT = format_instant(MORNING)
WORKERS, HIDDEN = 5, timedelta(seconds=270)
BATCH = 1
"""A worker takes one message at a time, so that no worker's clock runs a whole batch ahead of another's."""
STEP_SECONDS = (0.05, 0.4)
"""How long a worker is busy with one message."""
KEPT_SECONDS = 300
TROUBLE = 0.004
"""How often the provider is busy, does not answer, or takes a text and does not say so."""


class DeathError(BaseException):
    """The worker's process ended here; nothing catches that."""


class World:
    """Everything around the product's code."""

    def __init__(self, n_invitations: int, random: Random, deaths: float) -> None:
        """Have so many invitations wait for nine o'clock."""
        self.random, self._dying = random, deaths
        self.now = MORNING
        self.tables = Tables(n_invitations)
        self.provider = Provider(self, n_invitations)
        self.queue = Queue(self)
        self._may_fail = n_invitations // 10
        self._failed = 0
        self.deaths = self.longest_queue = self.most_blocks = 0
        self._line: Line | None = None
        self._house = self._make_house()

    def run(self) -> None:
        """Let a minute pass after the other until everybody has a text."""
        began = sys.getallocatedblocks()
        free_at = [MORNING] * WORKERS
        minute = MORNING
        while not self.tables.is_done:
            if self._failed > self._may_fail:
                raise RuntimeError(f"{self._failed} messages failed: more than trouble and death explain")
            self.now = minute
            events.enqueue_due(self._house, heartbeat=False)
            self.longest_queue = max(self.longest_queue, self.queue.length)
            minute += timedelta(minutes=1)
            for worker in range(WORKERS):
                free_at[worker] = max(free_at[worker], minute - timedelta(minutes=1))
            while (soonest := min(free_at)) < minute:
                worker = free_at.index(soonest)
                self.now = soonest
                free_at[worker] = self._work() or minute
            self.most_blocks = max(self.most_blocks, sys.getallocatedblocks() - began)
        self.now = minute

    @property
    def minutes(self) -> float:
        """Return how long it took, by the world's clock."""
        return (self.now - MORNING) / timedelta(minutes=1)

    @property
    def sent_other_than_once(self) -> int:
        """Return how many got no text, or more than one."""
        return sum(1 for number in self.provider.taken if number != 1)

    def die_perhaps(self) -> None:
        """End the process of the worker, now and then."""
        if self.random.random() < self._dying:
            self.deaths += 1
            raise DeathError

    def _work(self) -> datetime | None:
        """Let a worker take a batch; return when it is free again, None when there was nothing."""
        batch = self.queue.receive(BATCH)
        if not batch:
            return None
        try:
            answer = events.work(self._house, "invitations", {"Records": [one.record for one in batch]})
        except DeathError:
            return self.now
        again = {failed["itemIdentifier"] for failed in answer["batchItemFailures"]}
        self._failed += len(again)
        self.queue.settle(one for one in batch if one.record["messageId"] not in again)
        return self.now

    def _make_house(self) -> Any:
        return SimpleNamespace(
            clock=SimpleNamespace(product_now=lambda: self.now),
            rating_rules=SimpleNamespace(load=lambda *_: RULES),
            due=self.tables,
            queues=self.queue,
            invitations=SimpleNamespace(find=self._find),
            transact=self._transact,
            sealing=SimpleNamespace(link_secret=lambda name: name.encode().ljust(32, b"-")),
            queries=SimpleNamespace(personal=self._personal),
            texts=self.provider,
            templates=SimpleNamespace(find=lambda _kind: None),
            pace=SimpleNamespace(wait=self._wait),
            calendar=shipped_calendar(),
            link_base="https://pj.example.cn",
            text_signature="高新政务",
        )

    def _find(self, identifier: str) -> Invitation:
        self.now += timedelta(seconds=self.random.uniform(*STEP_SECONDS))
        self.die_perhaps()
        return self.tables.load(identifier)

    def _transact(self, attempt: Callable[[Any, datetime], Any]) -> Any:
        self.die_perhaps()
        saved: list[Invitation] = []
        repository = SimpleNamespace(
            load=self.tables.load, save=lambda decision, _actor: saved.append(decision.state)
        )
        result = attempt(SimpleNamespace(invitations=repository, owner_of=lambda *_: None), self.now)
        for state in saved:
            self.tables.save(state)
        self.die_perhaps()
        return result

    def _personal(self, ref: str) -> dict[str, str]:
        self.die_perhaps()
        return {"phone": f"138{int(ref):08d}"}

    def _wait(self, per_minute: int) -> bool:
        place = take_place(self._line, self.now, per_minute)
        if place is None:
            return False
        self._line, self.now = place
        return True


class Tables:
    """The invitations: one that was never touched and one that is done are a byte, the others whole."""

    def __init__(self, number: int) -> None:
        """Let all be scheduled for the morning."""
        service = Service("T", "事项", "U", "部门", "370700")
        self._touched = bytearray(number)
        self._moving: dict[str, Invitation] = {}
        self._first = self._done = 0
        self._scheduled = Invitation(
            "", "c", InvitationMode.SMS, InvitationState.SCHEDULED, service, MORNING, RULES.name, MORNING,
            not_before=MORNING, expires_at=MORNING + timedelta(days=7),
        )  # fmt: skip

    @property
    def is_done(self) -> bool:
        """Tell whether every text was sent, as far as the house knows."""
        return self._done == len(self._touched)

    def load(self, identifier: str) -> Invitation:
        """Return an invitation."""
        found = self._moving.get(identifier)
        if found is not None:
            return found
        number = int(identifier, 16)
        state = InvitationState.SENT if self._touched[number] else InvitationState.SCHEDULED
        at = None if self._touched[number] else MORNING
        return replace(
            self._scheduled,
            id=identifier,
            case=f"c_{number}",
            person_ref=str(number),
            state=state,
            not_before=at,
        )

    def save(self, invitation: Invitation) -> None:
        """Keep what changed."""
        self._touched[int(invitation.id, 16)] = 1
        if invitation.state is InvitationState.SENT:
            self._moving.pop(invitation.id, None)
            self._done += 1
        else:
            self._moving[invitation.id] = invitation

    def overdue(self, queue: str, now: datetime) -> Iterator[DueItem]:
        """Yield what is due, the oldest first, as the index does."""
        if queue != events.PACED:
            return
        while self._first < len(self._touched) and self._touched[self._first]:
            self._first += 1
        for number in range(self._first, len(self._touched)):
            if not self._touched[number]:
                yield DueItem(queue, "invitation", f"{number:032x}", DUE_AT)
        waiting = [(due.at, one.id) for one in self._moving.values() if (due := next_due(one))]
        for at, identifier in sorted(waiting):
            if at <= now:
                yield DueItem(queue, "invitation", identifier, format_instant(at))


class Message:
    """A message and how often it was received."""

    def __init__(self, group: str, dedup: str, body: dict[str, Any]) -> None:
        """Write it as Lambda gets it."""
        text = f'{{"kind": "{body["kind"]}", "id": "{body["id"]}"}}'
        self.dedup = dedup
        self.record = {"messageId": dedup, "body": text, "attributes": {"MessageGroupId": group}}


class Queue:
    """A FIFO queue: what a dead worker had comes again, what was sent within five minutes is the same."""

    def __init__(self, world: World) -> None:
        """Be empty."""
        self._world = world
        self._waiting: deque[Message] = deque()
        self._hidden: list[tuple[datetime, int, Message]] = []
        self._gone: set[str] = set()
        self._seen: dict[str, datetime] = {}
        self._count = 0

    @property
    def length(self) -> int:
        """Return how many messages there are."""
        return len(self._waiting) + len(self._hidden) - len(self._gone)

    def send(self, _queue: str, group: str, dedup: str, body: dict[str, Any]) -> None:
        """Take a message, unless it was sent within five minutes."""
        now = self._world.now
        if dedup in self._seen:
            return
        self._seen[dedup] = now
        self._waiting.append(Message(group, dedup, body))

    def receive(self, most: int) -> list[Message]:
        """Hand out messages, and hide them for as long as a worker may run."""
        now = self._world.now
        while self._seen and next(iter(self._seen.values())) <= now - timedelta(minutes=5):
            del self._seen[next(iter(self._seen))]
        while self._hidden and self._hidden[0][0] <= now:
            _, _, message = heapq.heappop(self._hidden)
            if message.dedup in self._gone:
                self._gone.discard(message.dedup)
            else:
                self._waiting.append(message)
        batch = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        for message in batch:
            self._count += 1
            heapq.heappush(self._hidden, (now + HIDDEN, self._count, message))
        return batch

    def settle(self, done: Iterator[Message]) -> None:
        """Forget what was done, when its time to be seen again comes."""
        self._gone.update(message.dedup for message in done)


class Provider:
    """A provider of texts that has what it took, and counts what it took in each second."""

    is_connected = True

    def __init__(self, world: World, number: int) -> None:
        """Have taken nothing."""
        self._world = world
        self.taken = bytearray(number)
        self._attempt = bytearray(number)
        self._seconds: dict[int, int] = {}
        self.fullest_second = 0

    def send(self, text: OutgoingText) -> str:
        """Take a text, most times."""
        self._world.die_perhaps()
        trouble = self._world.random.random()
        if trouble < TROUBLE:
            raise TextNotTakenError("busy")
        if trouble < 2 * TROUBLE:
            raise Unavailable
        self._take(text)
        self._world.die_perhaps()
        if trouble < 3 * TROUBLE:
            raise Unavailable
        return "ref"

    def fate(self, name: str, _phone: str, _since: datetime) -> TextFate:
        """Say whether it has a text."""
        identifier, _, attempt = name.rpartition("-")
        is_there = self._attempt[int(identifier, 16)] == int(attempt)
        return TextFate.TAKEN if is_there else TextFate.NOT_THERE

    def _take(self, text: OutgoingText) -> None:
        identifier, _, attempt = text.name.rpartition("-")
        number = int(identifier, 16)
        self.taken[number] += 1
        self._attempt[number] = int(attempt)
        second = int(self._world.now.timestamp())
        self._seconds[second] = self._seconds.get(second, 0) + 1
        self.fullest_second = max(self.fullest_second, self._seconds[second])
        if len(self._seconds) > 2 * KEPT_SECONDS:
            self._seconds = {at: n for at, n in self._seconds.items() if at > second - KEPT_SECONDS}
