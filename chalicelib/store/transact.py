"""Run a command until it commits: fresh `now`, fresh state, every try (design §1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import DomainError, Invalid, StaleVersion
from chalicelib.store import keys
from chalicelib.store.connection import pause
from chalicelib.store.tables import Tables
from chalicelib.store.unit_of_work import UnitOfWork
from chalicelib.store.vault import Vault
from chalicelib.store.writes import ConcurrentChangeError
from chalicelib.usecases.ports import Attempt, Once

T = TypeVar("T")

TRIES = 8
REMEMBERED = timedelta(hours=24)


class Transactor:
    """Opens units of work, commits them and decides again when somebody else was first."""

    def __init__(self, tables: Tables, clock: Clock, vault: Vault) -> None:
        """Use a process's tables, clock and vault."""
        self._tables, self._clock, self._vault = tables, clock, vault

    def __call__(
        self,
        attempt: Attempt[T],
        *,
        once: Once | None = None,
        ref: Callable[[T], str] | None = None,
        replay: Callable[[UnitOfWork, str], T] | None = None,
    ) -> T:
        """Commit and return the attempt's result.

        Raises:
            DomainError: what the attempt or a guard refuses; a repetition under the same
                Idempotency-Key gets the first answer instead, another body under it is refused.
            StaleVersion: when others were first every time.
        """
        for number in range(TRIES):
            refusal: DomainError | None = None
            try:
                return self._run(attempt, once, ref)
            except ConcurrentChangeError:
                pass
            except DomainError as error:
                refusal = error
            earlier = self._earlier(once)
            if earlier is not None and replay:
                return replay(self._unit_of_work(), earlier)
            if refusal is not None:
                raise refusal
            pause(number)
        raise StaleVersion

    def _run(self, attempt: Attempt[T], once: Once | None, ref: Callable[[T], str] | None) -> T:
        uow = self._unit_of_work()
        result = attempt(uow, uow.now)
        if once and ref:
            uow.remember(once.principal, once.key, once.body_hash, ref(result), uow.now + REMEMBERED)
        uow.commit()
        return result

    def _unit_of_work(self) -> UnitOfWork:
        return UnitOfWork(self._tables, self._clock.product_now(), self._vault)

    def _earlier(self, once: Once | None) -> str | None:
        """Return the remembered answer to a key, if there is one.

        Raises:
            Invalid: `idempotency-key-reused` when the key came with another body.
        """
        if once is None:
            return None
        model = self._tables.marketplace
        try:
            item = model.get(keys.idempotency(once.principal, once.key), keys.ROOT, consistent_read=True)
        except model.DoesNotExist:
            return None
        if int(item.expires_at or 0) <= self._clock.product_now().timestamp():
            return None
        if item.state != once.body_hash:
            raise Invalid("idempotency-key-reused")
        return str(item.data)
