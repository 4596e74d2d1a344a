"""The clocks of an item by step; they are reckoned and warn like those of a work order (§2.7, §2)."""

from chalicelib.domain.satisfaction.work_orders.clocks import Clock
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class ItemDues:
    """The clocks; None until the step begins, and where it is not owed."""

    dispatch: Clock | None = None
    """To send it on or answer it: the day itself."""
    returning: Clock | None = None
    """How long the unit may say that it is not theirs."""
    reply: Clock | None = None
    progress: Clock | None = None
    """Of a complex one: until the next word on how far it is, followed to the end."""
    callback: Clock | None = None

    def of(self, step: str) -> Clock | None:
        """Return the clock of a step by its name."""
        clock: Clock | None = getattr(self, step)
        return clock


STEPS = ItemDues.__slots__


def dues_json(dues: ItemDues) -> dict[str, Json]:
    """Return when each step is or was due."""
    clocks = {step: dues.of(step) for step in STEPS}
    return {step: format_instant(clock.at) for step, clock in clocks.items() if clock}
