"""A decision about what somebody else is at work on is refused; one that is taken releases it (ADR 0065)."""

from chalicelib.domain.desk import Task, desk_of
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.ports import UnitOfWork


def settle(uow: UnitOfWork, actor: Actor, task: Task, identifier: str, *, is_done: bool = True) -> None:
    """Hold the decision to the claim, in its own transaction and without a read.

    Raises:
        Conflict: `claimed-by-another`, at commit.
    """
    uow.settle(desk_of(actor), task, identifier, actor.person, is_done=is_done)
