"""Tell the provincial system something again now, because somebody has mended what was wrong."""

from datetime import datetime

from chalicelib.domain.satisfaction.upward.report import name_of, renew
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import House, UnitOfWork


def retry_report(house: House, actor: Actor, identifier: str, name: str) -> None:
    """Let a telling be due at once; the duty that reports finds it with the next run of the timers.

    Raises:
        NotFound: when the rating has no such report.
        Conflict: `nothing-to-retry` when it is under way already.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        report = uow.reports.load(identifier)
        names = [name_of(report, place) for place in range(len(report.tellings))]
        if name not in names:
            raise NotFound("not-found", kind="report")
        uow.reports.save(renew(report, names.index(name), now), actor)

    house.transact(attempt)
