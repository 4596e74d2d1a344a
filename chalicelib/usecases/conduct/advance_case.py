"""What time does to a case: remind once, go on without an answer, end public view (docs/rules.md §2.6)."""

from datetime import datetime

from chalicelib.domain.marketplace.conduct import case_ruling, case_steps
from chalicelib.domain.marketplace.conduct.case_due import ANSWER_LAPSES, EXPIRE, REMIND, next_due
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork

_STEPS = {REMIND: case_steps.remind, ANSWER_LAPSES: case_steps.lapse_answer, EXPIRE: case_ruling.expire}


def advance_case(house: House, case_id: str) -> None:
    """Do what is due for a case now; a message that comes twice finds nothing."""
    house.transact(lambda uow, now: _advance(uow, case_id, now))


def _advance(uow: UnitOfWork, case_id: str, now: datetime) -> None:
    case = uow.violations.load(case_id)
    waiting = next_due(case)
    if waiting is not None and waiting.at <= now:
        uow.violations.save(_STEPS[waiting.kind](case, now), SYSTEM)
