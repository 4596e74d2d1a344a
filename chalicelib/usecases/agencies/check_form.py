"""The operator's form check: all corrections at once, or passed (docs/rules.md §2.2)."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.agencies import filing
from chalicelib.domain.marketplace.agencies.agency import Agency, Correction
from chalicelib.domain.marketplace.agencies.dossier import Section
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.agencies.changing import Changed, change_agency
from chalicelib.usecases.agencies.persons import Sealer
from chalicelib.usecases.desk.settle import settle
from chalicelib.usecases.ports import House, Once, UnitOfWork

PUBLIC_CONTACT = "public-contact"


def return_agency(
    house: House, actor: Actor, uscc: str, notes: Mapping[str, str], once: Once | None = None
) -> Changed:
    """Give a filing back; `notes` say by section what is to be mended.

    Raises:
        Conflict: `not-under-form-check`, `agency-intercepted`.
        Invalid: without a note.
    """
    corrections = [Correction(note, section=Section(section)) for section, note in notes.items()]

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        settle(uow, actor, Task.AGENCY, uscc)
        return filing.return_for_correction(agency, corrections, actor, now)

    return change_agency(house, actor, uscc, decide, once=once)


def pass_agency(house: House, actor: Actor, uscc: str, once: Once | None = None) -> Changed:
    """Pass the form; a changed contact is public from now on.

    Raises:
        Conflict: `not-under-form-check`, `agency-intercepted`.
    """

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        settle(uow, actor, Task.AGENCY, uscc)
        decision = filing.pass_form_check(agency, actor, now, house.rules.load(), house.calendar)
        if decision.state.register.contact != agency.register.contact:
            value = Sealer(house, uow, uscc, now).opened(decision.state.draft.contact.vault_ref)
            uow.vault.put(f"AGENCY#{uscc}", value, PUBLIC_CONTACT)
        return decision

    return change_agency(house, actor, uscc, decide, once=once)
