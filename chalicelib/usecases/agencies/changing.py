"""How every command on an agency runs: load, decide, tell the ledger what lists need, save.

Organisation names are public, so the event carries the name and the filing's figures for the lists; what is
sealed about persons stays behind references, and a reference nobody holds any more is erased with the change.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import Dossier, Section
from chalicelib.domain.marketplace.agencies.expiry_warnings import with_next_warning
from chalicelib.domain.marketplace.agencies.lapsing import lacking_of
from chalicelib.domain.marketplace.agencies.register import dossier_at, register_entries
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.expected_version import CheckVersion, any_version
from chalicelib.usecases.ports import House, Once, UnitOfWork

Decide = Callable[[UnitOfWork, Agency, datetime], Decision[Agency]]

_BY_ITSELF = (ListingState.RESTRICTED, ListingState.ACTIVE)

ROOM = 60
"""Vault items or guards that one transaction takes beside everything else; the rest go in their own."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An agency as a command left it, with its version; `mark` is what a repetition must find again."""

    agency: Agency
    version: int
    mark: str = ""


def change_agency(
    house: House,
    actor: Actor,
    uscc: str,
    decide: Decide,
    *,
    check_version: CheckVersion = any_version,
    once: Once | None = None,
    mark: str = "",
) -> Changed:
    """Run one decision on an agency and save it.

    Raises:
        NotFound: when there is no such agency.
        PreconditionFailed: what `check_version` says of the loaded version.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Changed:
        agency = uow.agencies.load(uscc)
        check_version(uow.agencies.version(uscc))
        decision = decide(uow, agency, now)
        uow.agencies.save(noted(house, decision), actor)
        erase, left[:] = split(abandoned_refs(agency, decision.state))
        for ref in erase:
            uow.vault.erase(ref)
        return Changed(decision.state, uow.agencies.version(uscc), mark)

    left: list[str] = []
    changed = house.transact(attempt, once=once, ref=remembered, replay=load_changed)
    in_parts(house, left, lambda uow, ref: uow.vault.erase(ref))
    return changed


def split(values: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return what one transaction has room for, and the rest."""
    return values[:ROOM], values[ROOM:]


def in_parts(house: House, values: Sequence[str], do: Callable[[UnitOfWork, str], None]) -> None:
    """Do the same repeatable thing for many values, as many a transaction as it has room for."""
    while values:
        part, values = split(values)

        def attempt(uow: UnitOfWork, _now: datetime, part: Sequence[str] = part) -> None:
            for value in part:
                do(uow, value)

        house.transact(attempt)


def remembered(changed: Changed) -> str:
    """Return what an Idempotency-Key remembers of a command."""
    return f"{changed.agency.id}|{changed.mark}"


def load_changed(uow: UnitOfWork, ref: str) -> Changed:
    """Return the agency as it is now, for a repetition of a command that was carried out."""
    uscc, _, mark = ref.partition("|")
    agency = uow.agencies.load(uscc)
    return Changed(agency, uow.agencies.version(uscc), mark)


def noted(house: House, decision: Decision[Agency]) -> Decision[Agency]:
    """Add to the event what lists and messages need: public names, division, and the filing's figures.

    The agency itself learns when its next certificate has to be warned of.
    """
    days = house.rules.load().listing.certificate_warning_days
    agency = with_next_warning(decision.state, house.clock.product_now(), days)
    organisation = shown_dossier(agency).organisation
    held_now: Iterable[Any] = register_entries(agency.register, Section.QUALIFICATIONS)
    return decision.with_state(agency).noting(
        name=organisation.name,
        division=organisation.division,
        agency_kind=str(organisation.kind or ""),
        qualifications=sorted({held.kind for held in held_now}),
        filing=_filing(house, agency),
        **_named(house, decision),
    )


def _named(house: House, decision: Decision[Agency]) -> dict[str, Json]:
    """Name what a message is about: the service type decided on, and those that the clock has moved."""
    agency, types, data = decision.state, house.service_types, decision.event.data
    moves: Any = data.get("moves", ())
    moved = {state: [one["service_type"] for one in moves if one["to"] == state] for state in _BY_ITSELF}
    lacking = chain.from_iterable(lacking_of(agency, code) for code in moved[ListingState.RESTRICTED])
    expiring: Any = data.get("certificate_kinds", ())
    lost: Any = data.get("lost_types", ())
    named: dict[str, list[str]] = {
        "certificate_names": list(dict.fromkeys(map(types.requirement_name, expiring))),
        "lost_names": [types.name_of(code) for code in lost],
        "service_name": [types.name_of(str(data["service_type"]))] if "service_type" in data else [],
        "restricted_names": [types.name_of(code) for code in moved[ListingState.RESTRICTED]],
        "active_names": [types.name_of(code) for code in moved[ListingState.ACTIVE]],
        "lacking_names": list(dict.fromkeys(types.requirement_name(code) for code in lacking)),
    }
    return {key: "、".join(names) for key, names in named.items() if names}


def shown_dossier(agency: Agency) -> Dossier:
    """Return what is registered, or the draft as long as nothing is."""
    if not agency.register.organisation:
        return agency.draft
    return dossier_at(agency.register, agency.register.organisation[-1].valid_from)


def abandoned_refs(before: Agency, after: Agency) -> list[str]:
    """Name the sealed values that nothing refers to after a change."""
    return sorted(_refs(before) - _refs(after))


def _filing(house: House, agency: Agency) -> dict[str, Json] | None:
    filing = agency.filing
    if filing is None:
        return None
    departments: dict[str, Json] = {}
    for service_type in filing.awaiting:
        org = house.service_types.department_of(service_type).org
        departments[org] = [*departments.get(org, ()), service_type]
    return {
        "stage": str(filing.stage),
        "reference": filing.reference,
        "submitted_at": format_instant(filing.submitted_at),
        "due_at": format_instant(filing.due_at),
        "is_reminded": filing.is_reminded,
        "departments": departments,
        "is_entry": filing.is_entry,
    }


def _refs(agency: Agency) -> set[str]:
    register = agency.register
    kept = [agency.draft, agency.given_back, agency.filing.before if agency.filing else None]
    for nomination in agency.nominations:
        kept += [nomination.previous, nomination.result]
    drafts = [one for one in kept if one is not None]
    held = (register.legal_representative, register.contact, register.practitioners, register.agents)
    registered = {spell.value.vault_ref for spells in held for spell in spells}
    return registered | set(chain.from_iterable(map(_draft_refs, drafts))) - {""}


def _draft_refs(draft: Dossier) -> Iterable[str]:
    yield draft.legal_representative.vault_ref
    yield draft.contact.vault_ref
    yield from (one.vault_ref for one in draft.practitioners)
    yield from (one.vault_ref for one in draft.agents)
