"""Makes faults happen to the SDK calls of this process, the same ones for the same seed (design §5).

The one lock of the engine hides races; under the injector they come back. Store contracts run under it:

    with faults(AnswerLost(on="TransactWriteItems", times=1), seed=7) as struck:
        house.transact(attempt)
    assert struck["AnswerLost"] == 1
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from infra.local import calls
from infra.local.calls import Answer, Call, Proceed
from infra.local.faults import (
    AnswerLost,
    Blow,
    Fault,
    HalfUnprocessed,
    NeverArrived,
    StaleIndexRead,
    StaleRead,
    Throttled,
    TransactionConflict,
)
from infra.local.staleness import History


def _always() -> bool:
    return True


@contextmanager
def faults(*wanted: Fault, seed: int = 0, while_: Callable[[], bool] = _always) -> Iterator[Counter[str]]:
    """Inject faults until the end of the context; yields how often each one struck, by its name.

    At most one fault strikes a call, the first in order whose dice say so, and only while `while_` says
    so. Stale reads go back no further than the beginning of the context.
    """
    history = History()
    injector = _Injector(wanted, Random(seed), history, while_)
    with calls.observed(history.watch), calls.disturbed(injector.disturb):
        yield injector.struck


def rough_weather(probability: float = 0.1) -> tuple[Fault, ...]:
    """Return every fault at once, for contracts that must hold whatever happens."""
    return (
        TransactionConflict(probability=probability),
        Throttled(probability=probability),
        NeverArrived(probability=probability),
        AnswerLost(probability=probability),
        HalfUnprocessed(probability=probability),
        StaleRead(probability=probability),
        StaleIndexRead(probability=probability),
    )


class _Injector:
    def __init__(
        self, wanted: tuple[Fault, ...], dice: Random, history: History, while_: Callable[[], bool]
    ) -> None:
        self.struck: Counter[str] = Counter()
        self._faults = wanted
        self._left = [fault.times for fault in wanted]
        self._dice = dice
        self._history = history
        self._while = while_

    def disturb(self, call: Call, proceed: Proceed) -> Answer:
        reached = call.service == "dynamodb" and self._while()
        fault = self._strike(call) if reached else None
        if fault is None:
            return proceed(call.params)
        return fault.strike(Blow(call, proceed, self._dice, self._history))

    def _strike(self, call: Call) -> Fault | None:
        with calls.LOCK:  # also for a foreign endpoint, whose calls come in parallel
            for place, (fault, left) in enumerate(zip(self._faults, self._left, strict=True)):
                if left == 0 or not fault.reaches(call) or self._dice.random() >= fault.probability:
                    continue
                self._left[place] = None if left is None else left - 1
                self.struck[type(fault).__name__] += 1
                return fault
        return None
