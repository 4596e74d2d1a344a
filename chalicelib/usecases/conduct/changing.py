"""How every command on a violation case runs: load, decide, save; its words go to the vault (design §3)."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.conduct.case import Case, Step
from chalicelib.domain.marketplace.notices.field_checks import length_errors
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.numbers import format_number
from chalicelib.usecases.ports import House, Once, UnitOfWork

Decide = Callable[[UnitOfWork, Case, datetime, MarketRules], Decision[Case]]

RESTRICTED = "restricted"
CASE_PREFIX, DECISION_PREFIX = "AJ", "CF"
"""案件编号 and 处罚(处理)决定文号."""
SANCTION_SCOPE = "sanction-no"
"""Guard from a public number to its agency and its text."""
WORDS_MIN_CHARS, WORDS_MAX_CHARS = 5, 1000


def change_case(house: House, actor: Actor, case_id: str, decide: Decide, once: Once | None = None) -> Case:
    """Run one decision on a case and save it.

    Raises:
        NotFound: when there is no such case.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Case:
        case = uow.violations.load(case_id)
        decision = decide(uow, case, now, house.rules.load(case.profile))
        uow.violations.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=case_ref, replay=load_case)


def step_with_words(
    uow: UnitOfWork, case_id: str, name: str, words: str, actor: Actor, now: datetime
) -> Step:
    """Seal what a person wrote under a reference of the case, and return the step that points there.

    Raises:
        Invalid: `required`, `too-short` or `too-long`.
    """
    text = words.strip()
    if found := [*length_errors("/text", text, WORDS_MIN_CHARS, WORDS_MAX_CHARS)]:
        raise Invalid(errors=found)
    ref = f"violation/{case_id}/{name}"
    uow.vault.put(ref, {"text": text}, RESTRICTED)
    return Step(actor.person, actor.org, now, ref)


def next_number(house: House, uow: UnitOfWork, prefix: str, now: datetime) -> str:
    """Take the next number of a series of this division and year."""
    year = now.astimezone(CHINA).year
    serial = uow.next_serial(f"{prefix.lower()}-{house.division}-{year}")
    return format_number(prefix, house.division, year, serial)


def case_ref(case: Case) -> str:
    """Return what an Idempotency-Key remembers of a command."""
    return case.id


def load_case(uow: UnitOfWork, case_id: str) -> Case:
    """Return the case as it is now, for a repetition of a command that was carried out."""
    return uow.violations.load(case_id)
