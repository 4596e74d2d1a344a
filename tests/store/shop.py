"""One store with its clock and its keys, and short ways to use it: what the contracts are held against."""

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.ledger import Entry, Head, verify_chain
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.quotes.sealed import Ciphertext, QuoteState, SealedQuote
from chalicelib.kernel.actors import SEALED, Actor, Role
from chalicelib.kernel.errors import Unavailable
from chalicelib.store.aggregates import NOTICE, head_of
from chalicelib.store.ledger_days import LedgerDays
from chalicelib.store.lists import Lists
from chalicelib.store.pages import Pages
from chalicelib.store.reading import OpeningReads, Queries
from chalicelib.store.tables import Tables, define_tables
from chalicelib.store.transact import Transactor
from chalicelib.store.unit_of_work import UnitOfWork
from chalicelib.store.vault import Vault
from tests.factories.notices import AGENT, MONDAY, make_draft

T = TypeVar("T")

REGION, PREFIX = "cn-north-1", "wf"
OWNER = Actor("owner-agent", AGENT.org, frozenset({Role.OWNER_AGENT}))


@dataclass(slots=True)
class FakeClock:
    """A clock that stands still until it is moved; `skew` is how wrong this machine's clock is."""

    now: datetime = MONDAY
    skew: timedelta = timedelta()

    def product_now(self) -> datetime:
        return self.now + self.skew

    def wall_now(self) -> datetime:
        return self.product_now()


@dataclass(slots=True)
class FakeSealing:
    """Sealing without KMS: reversible, bound to key and context, of no use to anybody."""

    def encrypt(self, key: str, plaintext: bytes, context: Any) -> bytes:
        return _mask(key, context, plaintext)

    def decrypt(self, key: str, ciphertext: bytes, context: Any) -> bytes:
        return _mask(key, context, ciphertext)

    def slot(self, notice_id: str, uscc: str) -> str:
        return hmac.digest(b"slot", f"{notice_id}|{uscc}".encode(), "sha256").hex()


def _mask(key: str, context: Any, data: bytes) -> bytes:
    stream = hashlib.shake_256(f"{key}|{sorted(dict(context).items())}".encode()).digest(len(data))
    return bytes(one ^ other for one, other in zip(data, stream, strict=True))


class Segments:
    """Segments in memory, as S3 keeps them: nothing is written over."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, name: str, content: bytes) -> None:
        self.files.setdefault(name, content)

    def get(self, name: str) -> bytes:
        if name not in self.files:
            raise Unavailable
        return self.files[name]


@cache
def _tables() -> Tables:
    return define_tables(PREFIX, REGION)


@dataclass(slots=True)
class Shop:
    """The store's ports over one set of tables."""

    clock: FakeClock = field(default_factory=FakeClock)
    tables: Tables = field(default_factory=_tables)

    @property
    def vault(self) -> Vault:
        return Vault(self.tables, FakeSealing())

    @property
    def transact(self) -> Transactor:
        return Transactor(self.tables, self.clock, self.vault)

    @property
    def lists(self) -> Lists:
        return Lists(self.tables)

    @property
    def queries(self) -> Queries:
        return Queries(self.tables, self.vault, lambda: 1)

    @property
    def pages(self) -> Pages:
        return Pages(self.tables)

    @property
    def opening(self) -> OpeningReads:
        return OpeningReads(self.tables)

    @property
    def days(self) -> LedgerDays:
        return LedgerDays(self.tables)

    def skewed(self, seconds: float) -> "Shop":
        """Return the same tables behind a machine whose clock is wrong."""
        return replace(self, clock=FakeClock(self.clock.now, timedelta(seconds=seconds)))

    def add_notice(self, identifier: str = "n_1", **changes: Any) -> Notice:
        """Put a draft into the store."""
        notice = make_draft(id=identifier, **changes)
        self.transact(lambda uow, _: uow.notices.add(Decision(notice, Event("notice.drafted", {})), OWNER))
        return notice

    def chain(self, aggregate: str) -> list[Entry]:
        """Return an aggregate's entries."""
        return list(self.queries.entries(aggregate))

    def stored(self, identifier: str = "n_1") -> tuple[Notice, int, Head]:
        """Return a notice as it lies in the table, with its version and its ledger head."""
        item = self.tables.marketplace.get(*NOTICE.place(identifier), consistent_read=True)
        return self.queries.notice(identifier).notice, int(item.version or 0), head_of(item)

    def assert_chained(self, identifier: str = "n_1") -> None:
        """Check that versions and chain are contiguous and the head is the last entry's."""
        _, version, head = self.stored(identifier)
        places = self.days.chain(f"NOTICE#{identifier}")
        assert verify_chain(places, head, f"NOTICE#{identifier}") == []
        assert head.seq == version == len(places)


def touch(uow: UnitOfWork, identifier: str = "n_1", **facts: Any) -> Notice:
    """Make one more version of a notice."""
    notice = uow.notices.load(identifier)
    changed = replace(notice, too_few_before=notice.too_few_before + 1)
    uow.notices.save(Decision(changed, Event("notice.edited", facts)), OWNER)
    return changed


def sealed_quote(notice_id: str, slot: str, at: datetime) -> Decision[SealedQuote]:
    """Return the decision to put a quote into a slot."""
    envelope = Ciphertext("AAAA", hashlib.sha256(slot.encode()).hexdigest())
    quote = SealedQuote(f"{notice_id}.{slot}", notice_id, QuoteState.QUOTED, envelope, at, price=envelope)
    return Decision(quote, Event("quote.sealed", {"notice_id": notice_id, "price_hash": envelope.hash}))


def put_quote(shop: Shop, notice_id: str, uscc: str) -> SealedQuote:
    """Quote for a notice, through the gate, as the use case does."""
    slot = FakeSealing().slot(notice_id, uscc)

    def attempt(uow: UnitOfWork, now: datetime) -> SealedQuote:
        present = uow.quotes.find(f"{notice_id}.{slot}")
        decision = sealed_quote(notice_id, slot, now)
        (uow.quotes.save if present else uow.quotes.add)(decision, SEALED)
        uow.gates.require_open(notice_id, slot, now)
        return decision.state

    return shop.transact(attempt)


def insist(action: Callable[[], T], times: int = 40) -> T:
    """Ask again as long as the answer is try-again-later, as a queue or a patient person does."""
    for _ in range(times - 1):
        try:
            return action()
        except Unavailable:
            continue
    return action()


def at_once(actions: Iterable[Callable[[], T]], threads: int = 50) -> list[T | Exception]:
    """Run actions in threads that start together; return results and refusals in order."""
    start = threading.Event()

    def run(action: Callable[[], T]) -> T | Exception:
        start.wait()
        try:
            return action()
        except Exception as error:  # noqa: BLE001 -- every refusal is looked at by the test
            return error

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(run, action) for action in actions]
        start.set()
        return [each.result() for each in running]


def utc(*parts: int) -> datetime:
    """Return an instant in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]
