"""What an import would do to each agency, said before anything is done."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.marketplace.agencies.agency import Agency, entry_stop_at
from chalicelib.domain.marketplace.agencies.dossier import Dossier
from chalicelib.domain.marketplace.agencies.nominating import NominatedAgency, filled_draft
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.records import dataclass


class Effect(StrEnum):
    """What happens to an agency's file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    DEFERRED = "deferred"
    """The file is under check or the agency is kept out just now; the worker leaves it out and says so."""


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One agency of the preview with what the nomination adds."""

    uscc: str
    name: str
    effect: Effect
    added_service_types: tuple[str, ...] = ()
    added_qualifications: tuple[str, ...] = ()
    """Certificate numbers."""


def preview_line(
    agency: Agency | None, nominated: NominatedAgency, now: datetime, types: ServiceTypes
) -> PreviewLine:
    """Compare a nomination with what is on file."""
    name = nominated.organisation.name
    is_deferred = agency is not None and not _may_be_written(agency, now)
    if agency is None or _is_empty(agency):
        numbers = tuple(one.number for one in nominated.qualifications)
        effect = Effect.DEFERRED if is_deferred else Effect.NEW
        return PreviewLine(nominated.uscc, name, effect, nominated.service_types, numbers)
    after = filled_draft(agency, nominated, now, types)
    if after == agency.draft:
        return PreviewLine(nominated.uscc, name, Effect.UNCHANGED)
    known = {offer.service_type for offer in agency.draft.services}
    return PreviewLine(
        nominated.uscc,
        name,
        Effect.DEFERRED if is_deferred else Effect.CHANGED,
        tuple(code for code in nominated.service_types if code not in known),
        tuple(one.number for one in after.qualifications if one not in agency.draft.qualifications),
    )


def _may_be_written(agency: Agency, now: datetime) -> bool:
    return agency.filing is None and entry_stop_at(agency, now) is None


def _is_empty(agency: Agency) -> bool:
    """Tell whether a file holds nothing, as after a nomination that was taken back."""
    return agency.draft == Dossier() and not agency.register.organisation and not agency.admissions
